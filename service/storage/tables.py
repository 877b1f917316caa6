"""The tables of the catalogue, one description for SQLite and PostgreSQL.

What stands here and what the migrations make is the same; a test says so. Tables whose names begin
with `search_` are left alone by the migrations: whoever searches in the database makes them.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
)

#: The table in which the catalogue's own version is kept.
VERSION_TABLE = "matcher_version"

#: How the names of tables begin that are made at need, for searching.
SEARCH_PREFIX = "search_"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

#: An id. Both databases sort it by code point, as Python does.
Id = Text().with_variant(Text(collation="C"), "postgresql")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, aware on both databases; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time that does not tell its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What was put in was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _fiche_id(*, primary: bool = True) -> Column[str]:
    return Column("fiche_id", Id, ForeignKey("fiches.id", ondelete="CASCADE"), primary_key=primary)


#: One row (id 1). `revision` counts the changes of fiches; who changes one takes this row first.
state = Table(
    "state",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
)

#: `content` is the fiche as JSON (`service.storage.codec`), without anything of its contact.
fiches = Table(
    "fiches",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    Column("stored_at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("content", Text, nullable=False),
)

#: What a fiche says of people, apart: reading fiches without it never comes here.
contacts = Table(
    "contacts",
    metadata,
    _fiche_id(),
    Column("content", Text, nullable=False),
)

#: Ids of fiches that are gone, and since which revision; nothing else of them remains.
removed = Table(
    "removed",
    metadata,
    Column("id", Id, primary_key=True),
    Column("revision", BigInteger, nullable=False, index=True),
)

#: In which spaces a fiche is embedded, also where it has no text to embed.
embedded = Table(
    "embedded",
    metadata,
    _fiche_id(),
    Column("space", Id, primary_key=True),
    Column("dimension", Integer, nullable=False),
)

#: One vector a row: `kind` is "passage" or "label", `number` its place from 0 in
#: `FicheVectors.passages` or `.labels`; `vector` holds float32, little end first.
embeddings = Table(
    "embeddings",
    metadata,
    Column("fiche_id", Id, primary_key=True),
    Column("space", Id, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("vector", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["fiche_id", "space"], ["embedded.fiche_id", "embedded.space"], ondelete="CASCADE"
    ),
)

#: `content` holds name and wishes as JSON.
shortlists = Table(
    "shortlists",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("content", Text, nullable=False),
)

#: What was said of pairs, in order; the last event of a pair that was not undone counts.
events = Table(
    "events",
    metadata,
    Column("shortlist_id", Id, ForeignKey("shortlists.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("fr", Id, nullable=False),
    Column("jp", Id, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by", Text),
)

#: API keys. `digest` stands for the secret, which is kept nowhere.
keys = Table(
    "keys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("last_used_at", Instant),
)

#: Browsers that signed in: by a key (`key_id`, which takes its sessions along when it goes) or
#: by a ticket (then `key_id` is null). `role` and `name` are those at sign-in.
sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("key_id", Id, ForeignKey("keys.id", ondelete="CASCADE"), index=True),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

#: Links to sign in by, each good for once.
tickets = Table(
    "tickets",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("role", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("expires_at", Instant, nullable=False),
)
