"""What was removed leaves the disk, too: rows that are gone may still be read from the files."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.storage.engine import PATIENCE_S, Database
from service.storage.tables import SEARCH_PREFIX, metadata

_PAUSE_S = 0.1

#: The tables that hold passages to be searched; nobody else's that begin alike.
_SEARCHED = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND pg_table_is_visible(oid) "
    "AND relname ~ :named ORDER BY relname"
).bindparams(named=f"^{SEARCH_PREFIX}[0-9a-f]{{16}}$")
#: For its plans, the server notes down some of the values of all columns. Who does not own the
#: database is only warned that this is left out.
_NOTED_DOWN = text("VACUUM (FULL) pg_catalog.pg_statistic")


def erase_removed(database: Database, *, patience_s: float = PATIENCE_S) -> bool:
    """Write the database anew without what was removed; False where others were in the way.

    Then nothing is lost or undone, and it can be tried again. Copies that the machine itself made
    (of the disk, of a server's log) are out of our reach. Raises CatalogueUnusable.
    """
    return _file(database, patience_s) if database.is_sqlite else _server(database, patience_s)


def _file(database: Database, patience_s: float) -> bool:
    """A new file, and nothing in its log, which holds the pages as they were before."""
    until = time.monotonic() + patience_s
    with database.faults(), database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        try:
            driver.execute(f"PRAGMA busy_timeout = {round(patience_s * 1000)}").close()
            driver.execute("VACUUM").close()
            while True:
                ((busy, _, _),) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                if not busy or time.monotonic() > until:
                    return not busy
                time.sleep(_PAUSE_S)
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise
            return False
        finally:
            driver.execute(f"PRAGMA busy_timeout = {PATIENCE_S * 1000}").close()


def _server(database: Database, patience_s: float) -> bool:
    """New files for all tables; each is waited for, as nobody may be reading it meanwhile."""
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with database.faults(), engine.connect() as connection:
        try:
            connection.execute(text(f"SET lock_timeout = {round(patience_s * 1000)}"))
            ours = [table.name for table in metadata.sorted_tables]
            for name in (*ours, *connection.execute(_SEARCHED).scalars()):
                connection.execute(text(f'VACUUM (FULL, ANALYZE) "{name}"'))
            connection.execute(_NOTED_DOWN)
        except DBAPIError as problem:
            if getattr(problem.orig, "sqlstate", None) != "55P03":  # lock not available
                raise
            return False
        finally:
            connection.execute(text("RESET lock_timeout"))
    return True
