"""Opens a catalogue, making it or bringing it up to date where that is needed."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from matcher.errors import CatalogueUnusable
from service.storage.catalogue import Catalogue
from service.storage.engine import PATIENCE_S, Database
from service.storage.place import Place, place_of
from service.storage.schema import VERSION, bring_up, found_version

#: How a file of SQLite begins.
_HEADER = b"SQLite format 3\0"
#: Rights of a new file.
_OWNER_ALONE = 0o600


def open_catalogue(url: str) -> Catalogue:
    """The catalogue at `url`: the path of a file, or postgresql://….

    What is not there yet is made, with the folders above a file; tables of an earlier version are
    brought up to date. Several processes may do so at once. Raises CatalogueUnusable.
    """
    place = place_of(url)
    database = Database(place)
    try:
        _make_ready(database, place)
        return Catalogue(database)
    except BaseException:
        database.close()
        raise


def _make_ready(database: Database, place: Place) -> None:
    if place.file is not None:
        _look_at(place.file)
    with database.reading() as connection:  # before anything is written: it may be someone else's
        version = found_version(database, connection)
    if database.is_sqlite:
        _use_wal(database)
    if version != VERSION:
        bring_up(database)


def _look_at(file: Path) -> None:
    """Make `file` and the folders above it; refuse one that SQLite would take for an empty one.

    It holds contacts, and is made for its owner alone: SQLite gives its log the same rights.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, _OWNER_ALONE))
        with suppress(FileNotFoundError), file.open("rb") as opened:
            if opened.read(len(_HEADER)) not in (b"", _HEADER):
                raise CatalogueUnusable(str(file), "foreign")
    except OSError as problem:
        found = {"found": problem.strerror or type(problem).__name__}
        raise CatalogueUnusable(str(file), "unreachable", found) from problem


def _use_wal(database: Database) -> None:
    """Readers do not wait for the writer; the file remembers it."""
    until = time.monotonic() + PATIENCE_S
    with database.faults():
        while True:
            connection = database.engine.raw_connection()
            try:
                cursor = connection.cursor()
                cursor.execute("PRAGMA journal_mode = WAL")
                cursor.fetchall()
                return
            except sqlite3.OperationalError as problem:
                # Another process opens the file: this change alone does not wait by itself.
                busy = problem.sqlite_errorcode == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > until:
                    raise
                time.sleep(0.01)
            finally:
                connection.close()
