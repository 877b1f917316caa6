"""The revision of the fiches, asked before every answer: as cheap as each database can tell it."""

from __future__ import annotations

import sqlite3
from threading import Lock
from typing import Any, Protocol

from service.storage.engine import Database, prepare_sqlite


class RevisionWatch(Protocol):
    """Tells the revision, whoever changed it."""

    def now(self) -> int:
        """The revision. Raises CatalogueUnusable."""

    def close(self) -> None:
        """Give back what is held."""


def watch(database: Database) -> RevisionWatch:
    """The watch that suits the database."""
    return _OneFile(database) if database.is_sqlite else _OnServer(database)


class _OneFile:
    """SQLite counts for each connection whether another one, of any process, committed.

    Asking that count costs a microsecond or two and no transaction; the revision itself is read
    only where the count moved. Nothing is ever written by this connection.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        with database.faults():
            self._connection = sqlite3.connect(str(database.place.file), check_same_thread=False)
            prepare_sqlite(self._connection)
        self._count: int | None = None
        self._revision = 0

    def now(self) -> int:
        with self._lock, self._database.faults():
            count = self._ask("PRAGMA data_version")
            if count != self._count:
                # Read after the count: a commit in between moves the count once more.
                self._revision = self._ask("SELECT revision FROM state")
                self._count = count
            return self._revision

    def _ask(self, statement: str) -> int:
        ((answer,),) = self._connection.execute(statement).fetchall()
        return int(answer)

    def close(self) -> None:
        with self._lock:
            self._connection.close()


class _OnServer:
    """PostgreSQL is asked with one statement, by one connection kept for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._connection: Any = None

    def now(self) -> int:
        with self._lock, self._database.faults():
            if self._connection is not None:
                try:
                    return self._ask()
                except self._database.failures:  # the server may have been started anew
                    self._connection.close()
            self._connection = self._connected()
            return self._ask()

    def _connected(self) -> Any:
        pooled = self._database.engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()
        connection.autocommit = True
        return connection

    def _ask(self) -> int:
        ((answer,),) = self._connection.execute("SELECT revision FROM state", prepare=True)
        return int(answer)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
