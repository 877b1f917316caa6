"""A table of the passages of one space that pgvector can search, kept by PostgreSQL itself.

The bytes in `embeddings` are the embeddings; beside them stands what is made of them for
searching. Triggers make it, so that it is written and removed in the transaction of the bytes,
whoever writes: also a process that searches in memory and has never heard of this table. Numbers
are kept in half precision: half the memory, and who finds something measures it exactly anyway.

There is an index for each country, so that asking for one country passes nothing over. It is of
pgvector's lists (IVFFlat) and not a graph (HNSW): key points come in clusters, of topics and of
fiches that were copied, and there the graph loses its way. Among 93 real passages and copies of
them, each turned a little, it found 86 of 100 of the 64 nearest (40,000 passages, 24 links, however
long it looked; built in 70 s), where lists found all (50,000, of 223 lists 10; built in 11 s).
Lists are drawn from what is there, so that an index is made when there
are enough passages, and anew when they have become many more.
"""

from __future__ import annotations

import re
from hashlib import sha256
from math import sqrt

from sqlalchemy import Connection, text

from matcher.collectivity import Country
from matcher.errors import CatalogueUnusable
from service.storage.engine import Database
from service.storage.tables import SEARCH_PREFIX
from service.storage.vector_rows import PASSAGE

#: Iterative scans came with this version: with earlier ones, lists end too soon.
OLDEST = (0, 8)
#: pgvector makes no index for longer vectors of half precision; they are compared one by one.
LONGEST_INDEXED = 4_000
#: Fewer passages of a country are compared one by one, too: that takes a few milliseconds.
FEWEST_INDEXED = 2_000
#: An index is made anew where there should be so many times its lists.
_OUTGROWN = 2

#: For the build of an index, which is slow where it does not fit.
_MEMORY = "512MB"
#: Of the lock under which a table is made: any number no one else uses.
_LOCK = 0x6D617463686573

#: float32, little end first, as PostgreSQL cannot read it. Exact but for numbers below 1e-38.
_NUMBERS = """
CREATE OR REPLACE FUNCTION {prefix}numbers(data bytea) RETURNS real[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(
        CASE WHEN bits & 2139095040 = 0 THEN 0
        ELSE (CASE WHEN bits >= 2147483648 THEN -1::float8 ELSE 1::float8 END)
            * (8388608 + (bits & 8388607))::float8
            * power(2::float8, (((bits >> 23) & 255) - 150)::float8)
        END ORDER BY at)::real[]
    FROM (
        SELECT at, get_byte(data, 4 * at)::bigint
            | (get_byte(data, 4 * at + 1)::bigint << 8)
            | (get_byte(data, 4 * at + 2)::bigint << 16)
            | (get_byte(data, 4 * at + 3)::bigint << 24) AS bits
        FROM generate_series(0, length(data) / 4 - 1) AS at
    ) AS numbered
$$
"""

#: Rows of `source` → rows of the table. In JSON that is stored, a quote within a text has a
#: backslash before it: the country's place cannot be imitated by what somebody writes.
_MADE = """
INSERT INTO {name} (fiche_id, number, country, vector)
SELECT source.fiche_id, source.number,
    substring(fiches.content FROM '"country":\\{{"value":"([A-Z]+)"'),
    {prefix}numbers(source.vector)::halfvec
FROM {source} AS source JOIN fiches ON fiches.id = source.fiche_id
WHERE source.space = '{space}' AND source.kind = '{kind}'
"""

_TRIGGERS = (
    """
CREATE FUNCTION {name}_added() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN {made}; RETURN NULL; END $body$
""",
    """
CREATE FUNCTION {name}_gone() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    DELETE FROM {name} AS ours USING gone WHERE gone.space = '{space}' AND gone.kind = '{kind}'
        AND ours.fiche_id = gone.fiche_id AND ours.number = gone.number;
    RETURN NULL;
END $body$
""",
    """
CREATE TRIGGER {name}_added AFTER INSERT ON embeddings
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {name}_added()
""",
    """
CREATE TRIGGER {name}_gone AFTER DELETE ON embeddings
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {name}_gone()
""",
)

_SAFE = re.compile(r"[A-Za-z0-9 ./_-]+")


def table_of(space: str) -> str:
    """The name of the table of a space."""
    return f"{SEARCH_PREFIX}{sha256(space.encode()).hexdigest()[:16]}"


def make_ready(database: Database, space: str, dimension: int) -> None:
    """Make the table of `space` where it is not there yet, filled and with its indexes.

    `space` is of letters, digits and "./_- ". Of several processes one does it; writers wait
    meanwhile. Raises CatalogueUnusable as `refuse_without`, ValueError.
    """
    if not _SAFE.fullmatch(space):
        raise ValueError(f"{space!r} is no space")
    refuse_without(database)
    name = table_of(space)
    with database.writing() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        there = connection.execute(text("SELECT to_regclass(:name)"), {"name": name}).scalar_one()
        if there is None:
            _make(connection, name, space, dimension)
        if dimension <= LONGEST_INDEXED:
            for country in Country:
                _index(connection, name, country)


def lists_for(count: int) -> int:
    """How many lists an index of `count` passages has."""
    return max(1, round(sqrt(count)))


def refuse_without(database: Database) -> None:
    """Raise CatalogueUnusable where pgvector cannot be used: "pgvector-in-file" where the catalogue
    is a file, "no-pgvector", "old-pgvector"."""
    place = database.place.shown
    if database.is_sqlite:
        raise CatalogueUnusable(place, "pgvector-in-file")
    asked = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
    offered = "SELECT default_version FROM pg_available_extensions WHERE name = 'vector'"
    with database.reading() as connection:
        installed = connection.execute(text(asked)).scalar_one_or_none()
        found = installed or connection.execute(text(offered)).scalar_one_or_none()
    if found is None:
        raise CatalogueUnusable(place, "no-pgvector")
    if _version(found) < OLDEST:
        raise CatalogueUnusable(place, "old-pgvector", {"found": found})


def _version(written: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", written))


def _make(connection: Connection, name: str, space: str, dimension: int) -> None:
    facts = {"name": name, "space": space, "kind": PASSAGE, "prefix": SEARCH_PREFIX}
    run = connection.exec_driver_sql
    run(_NUMBERS.format(prefix=SEARCH_PREFIX))
    run(
        f'CREATE TABLE {name} (fiche_id text COLLATE "C", number integer, country text, '
        f"vector halfvec({dimension}) NOT NULL, PRIMARY KEY (fiche_id, number))"
    )
    # From here on writers wait, so that nothing is written between the rows there and the triggers.
    run("LOCK TABLE embeddings IN SHARE ROW EXCLUSIVE MODE")
    for statement in _TRIGGERS:
        run(statement.format(made=_MADE.format(source="added", **facts), **facts))
    run(_MADE.format(source="embeddings", **facts))
    run(f"ANALYZE {name}")


def _index(connection: Connection, name: str, country: Country) -> None:
    """Make the index of a country, or make it anew, where there are passages enough."""
    run = connection.exec_driver_sql
    count = run(f"SELECT count(*) FROM {name} WHERE country = '{country.value}'").scalar_one()  # noqa: S608
    stem = f"{name}_{country.value.lower()}_"
    asked = text("SELECT relname FROM pg_class WHERE relkind = 'i' AND starts_with(relname, :stem)")
    there = connection.execute(asked, {"stem": stem}).scalars().all()
    lists = lists_for(count)
    if count < FEWEST_INDEXED or any(
        lists < _OUTGROWN * int(each.removeprefix(stem)) for each in there
    ):
        return
    run(f"SET LOCAL maintenance_work_mem = '{_MEMORY}'")
    # More than one process would need memory they share, of which containers have little.
    run("SET LOCAL max_parallel_maintenance_workers = 0")
    run(
        f"CREATE INDEX {stem}{lists} ON {name} USING ivfflat (vector halfvec_ip_ops) "
        f"WITH (lists = {lists}) WHERE country = '{country.value}'"
    )
    for each in there:
        run(f"DROP INDEX {each}")
