"""Connections to the database of a catalogue, and its faults in our own words.

Readers see one moment from their first statement to their last. Writers come one after the other:
on SQLite by BEGIN IMMEDIATE, on PostgreSQL because each takes the row first that it shares with
the others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from matcher.errors import CatalogueUnusable
from matcher.index.codec import CodecError
from service.storage.place import Place

#: How long a writer waits for the others, in seconds.
PATIENCE_S = 30

#: How long the log of a file is waited for when something was removed, in milliseconds.
_SCRUB_MS = 500

#: Connections kept, and those that may be opened beside them for a while.
_KEPT, _MORE = 8, 40

_SQLITE_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT})
#: Why nothing is written just now: another writer, a database that is only read, a full disk.
_SQLITE_NOT_NOW = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL}
)
_NOT_NOW = frozenset({"25006", "40001", "40P01", "55P03"})
_MISSING_THINGS = frozenset({"42P01", "42703"})  # table, column
_DAMAGED_CLASS = "XX"  # SQLSTATE: internal error, data corrupted


class Database:
    """The engine of one catalogue. Any number of threads may use it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        if place.file is not None:
            self.engine = _sqlite_engine(place)
            self._readers = self.engine.execution_options()
            self._writers = self.engine.execution_options(writes=True)
            # SQLite makes writers wait by sleeping: threads of one process need not sleep.
            self._turn: Lock | None = Lock()
        else:
            self.engine = _postgresql_engine(place)
            self._readers = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._writers = self.engine.execution_options()
            self._turn = None
        driver: Any = self.engine.dialect.loaded_dbapi
        #: What SQLAlchemy and the driver raise.
        self.failures: tuple[type[Exception], ...] = (SQLAlchemyError, driver.Error)
        self._file: tuple[int, int] | None = None

    @property
    def is_sqlite(self) -> bool:
        """Whether the catalogue is a file of this machine."""
        return self.place.file is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment. Raises CatalogueUnusable."""
        with self.faults(), self._readers.begin() as connection:
            self.refuse_other_file()
            yield connection

    def refuse_other_file(self) -> None:
        """Raises CatalogueUnusable ("replaced") where another file lies at the place, or none.

        Connections that are open would go on with the old one, which nobody can find any more:
        what is written there would be acknowledged and lost.
        """
        if self.place.file is None:
            return
        try:
            found = self.place.file.stat()
        except OSError:
            raise CatalogueUnusable(self.place.shown, "replaced") from None
        now = (found.st_dev, found.st_ino)
        if self._file is None:
            self._file = now
        elif self._file != now:
            raise CatalogueUnusable(self.place.shown, "replaced")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: stored for good when left, undone by any exception.

        Raises CatalogueUnusable.
        """
        with self._in_turn(), self.faults(), self._writers.begin() as connection:
            self.refuse_other_file()
            yield connection
            self.refuse_other_file()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """While no other thread writes. Raises CatalogueUnusable where that takes too long."""
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=PATIENCE_S):
            raise CatalogueUnusable(self.place.shown, "unreachable", {"found": "still writing"})
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Whatever the database or its driver raises becomes CatalogueUnusable."""
        try:
            yield
        except self.failures as problem:
            reason, found = _told(problem)
            raise CatalogueUnusable(self.place.shown, reason, {"found": found}) from problem
        except CodecError as problem:
            raise CatalogueUnusable(
                self.place.shown, "damaged", {"found": problem.place or problem.found}
            ) from problem

    def is_busy(self, problem: DBAPIError) -> bool:
        """Whether somebody else is writing, nobody may, or there is no room: nobody's fault who
        asks, but no time to write."""
        cause: Any = problem.orig
        if self.is_sqlite:
            code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            return code in _SQLITE_NOT_NOW
        return getattr(cause, "sqlstate", None) in _NOT_NOW

    def scrub(self) -> None:
        """Let nothing that was removed stay behind in the log of a file.

        A reader that is still at an earlier moment keeps it back: then it goes later, when the
        log is written anew. Raises nothing, as what was removed is removed already.
        """
        if not self.is_sqlite:
            return
        with suppress(*self.failures), self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout = {_SCRUB_MS}").close()
            try:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                driver.execute(f"PRAGMA busy_timeout = {PATIENCE_S * 1000}").close()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def _sqlite_engine(place: Place) -> Engine:
    engine = create_engine(
        place.url,
        hide_parameters=True,
        pool_size=_KEPT,
        max_overflow=_MORE,
        pool_timeout=PATIENCE_S,
        connect_args={"timeout": PATIENCE_S},
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        prepare_sqlite(connection)

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def prepare_sqlite(connection: sqlite3.Connection) -> None:
    """What each connection must be told; nothing of it touches the file."""
    connection.isolation_level = None  # BEGIN is said by us, where we mean it
    for pragma in (
        f"busy_timeout = {PATIENCE_S * 1000}",
        "foreign_keys = ON",
        "synchronous = FULL",  # with WAL, NORMAL may lose the last commits when power fails
        "secure_delete = ON",  # what was removed is not to be read from the file
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _postgresql_engine(place: Place) -> Engine:
    return create_engine(
        place.url,
        hide_parameters=True,
        pool_size=_KEPT,
        max_overflow=_MORE,
        pool_timeout=PATIENCE_S,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 10, "application_name": "matcher"},
    )


def _told(problem: Exception) -> tuple[str, str]:
    """Reason and fact for CatalogueUnusable, without values of the statement."""
    cause: Any = problem.orig if isinstance(problem, DBAPIError) else problem
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        found = str(cause)
        if code == sqlite3.SQLITE_NOTADB:
            return "foreign", found
        lacks = code == sqlite3.SQLITE_ERROR and found.startswith(("no such", "malformed"))
        return ("damaged" if lacks or code in _SQLITE_DAMAGED else "unreachable"), found
    state = getattr(cause, "sqlstate", None) or ""
    said = getattr(getattr(cause, "diag", None), "message_primary", None)
    found = said or next(iter(str(cause).splitlines()), type(cause).__name__)
    lacks = state in _MISSING_THINGS or state.startswith(_DAMAGED_CLASS)
    return ("damaged" if lacks else "unreachable"), found
