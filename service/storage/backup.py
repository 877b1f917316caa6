"""A whole catalogue → one file, and back, into either database.

A backup is read in one transaction, so that it shows one moment while others go on writing. Keys
are in it, sessions and tickets are not: they are over soon, and whoever restores signs in anew.
Neither is what was made for searching, which is made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select

from matcher.errors import CatalogueUnusable
from service.storage.backup_file import (
    BackupReader,
    Columns,
    Heading,
    check_backup,
    reading_backup,
    writing_backup,
)
from service.storage.catalogue import Catalogue
from service.storage.engine import Database
from service.storage.opening import open_catalogue
from service.storage.schema import VERSION
from service.storage.tables import Instant, metadata, sessions, state, tickets

_BATCH = 500
_LEFT_OUT = frozenset({sessions.name, tickets.name})

#: The kinds of values in the file, by the type that Python has for them.
_KINDS: Mapping[type, str] = {str: "text", int: "integer", bytes: "bytes"}


def back_up(catalogue: Catalogue, path: Path) -> Mapping[str, int]:
    """Write everything that `catalogue` holds to `path`; how many rows of each table.

    The file holds contacts and can be read by its owner alone. It is there when it is whole, in
    place of one that was there before. Raises CatalogueUnusable, OSError.
    """
    tables = _tables()
    heading = Heading(
        schema=VERSION,
        made_at=datetime.now(UTC),
        tables={table.name: _columns(table) for table in tables},
    )
    with catalogue.database.reading() as connection, writing_backup(path, heading) as writer:
        for table in tables:
            asked = select(table).order_by(*table.primary_key)
            with connection.execute(asked.execution_options(yield_per=_BATCH)) as rows:
                for row in rows:
                    writer.row(table.name, tuple(row))
        return writer.rows


def restore(path: Path, place: str) -> Mapping[str, int]:
    """Fill the catalogue at `place` with what `back_up` wrote; how many rows of each table.

    The whole file is checked before anything is touched; then all of it is stored, or nothing.
    Raises CatalogueUnusable ("taken" where the catalogue holds something already, "no-backup",
    "backup-newer", "backup-damaged"), OSError.
    """
    counts = check_backup(path)
    with closing(open_catalogue(place)) as catalogue:
        _fill(catalogue.database, path)
    return counts


def _fill(database: Database, path: Path) -> None:
    tables = {table.name: table for table in _tables()}
    with database.writing() as connection, reading_backup(path) as reader:
        if reader.heading.tables != {name: _columns(table) for name, table in tables.items()}:
            reason = "backup-newer" if reader.heading.schema > VERSION else "backup-damaged"
            raise CatalogueUnusable(str(path), reason)
        # Whoever writes fiches takes this row first.
        connection.execute(select(state).with_for_update())
        if _holds_something(connection):
            raise CatalogueUnusable(database.place.shown, "taken")
        connection.execute(delete(state))
        for name, rows in _batches(reader):
            connection.execute(insert(tables[name]), rows)


def _tables() -> list[Table]:
    """The tables that are kept, those that others point to first."""
    return [table for table in metadata.sorted_tables if table.name not in _LEFT_OUT]


def _columns(table: Table) -> Columns:
    return {
        column.name: "moment"
        if isinstance(column.type, Instant)
        else _KINDS[column.type.python_type]
        for column in table.columns
    }


def _holds_something(connection: Connection) -> bool:
    return any(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in _tables()
        if table is not state
    )


def _batches(reader: BackupReader) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """The rows to insert, some of one table at a time."""
    name, rows = "", list[dict[str, object]]()
    for row in reader.rows():
        if rows and (row.table != name or len(rows) == _BATCH):
            yield name, rows
            rows = []
        name = row.table
        rows.append(dict(zip(reader.heading.tables[name], row.values, strict=True)))
    if rows:
        yield name, rows
