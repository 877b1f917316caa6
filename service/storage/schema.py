"""Which tables stand in a database, and the steps that bring them to what this program needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from matcher.errors import CatalogueUnusable
from service.storage.engine import Database
from service.storage.tables import VERSION_TABLE, metadata

if TYPE_CHECKING:
    from alembic.config import Config

#: The version of the tables that this program reads and writes: the last of the migrations.
VERSION = "0001"

#: Of the lock under which a PostgreSQL database is migrated: any number no one else uses.
_LOCK = 0x6D617463686572

_SQLITE_NAMES = text(
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
)
#: Tables of extensions are nobody's.
_POSTGRESQL_NAMES = text(
    "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    " AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT FROM pg_depend"
    " WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')"
)


def found_version(database: Database, connection: Connection) -> str | None:
    """The version of the tables; None where there are none.

    Raises CatalogueUnusable: "foreign" where others stand there, "newer", "damaged" where some of
    ours are missing.
    """
    place = database.place.shown
    names = set(
        connection.execute(_SQLITE_NAMES if database.is_sqlite else _POSTGRESQL_NAMES).scalars()
    )
    if not names:
        return None
    if VERSION_TABLE not in names:
        raise CatalogueUnusable(place, "foreign")
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()  # noqa: S608
    if len(found) != 1:
        raise CatalogueUnusable(place, "damaged", {"found": VERSION_TABLE})
    if found[0] > VERSION:
        raise CatalogueUnusable(place, "newer")
    missing = sorted(set(metadata.tables) - names) if found[0] == VERSION else []
    if missing:
        raise CatalogueUnusable(place, "damaged", {"found": missing[0]})
    return str(found[0])


def bring_up(database: Database) -> None:
    """Make the tables, or bring older ones to VERSION; of several processes, one does it.

    Raises CatalogueUnusable.
    """
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if found_version(database, connection) == VERSION:
            return
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command  # only where something is to be done: it takes its time

    command.upgrade(alembic_config(connection), "head")


def alembic_config(connection: Connection) -> Config:
    """What Alembic needs to know, without a file."""
    from alembic.config import Config

    config = Config()
    folder = Path(__file__).with_name("migrations")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
