"""A catalogue is made where none is, once, and brought up to date."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import stat
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from multiprocessing.synchronize import Barrier
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text

from matcher.errors import CatalogueUnusable
from service.storage import schema
from service.storage.engine import Database
from service.storage.opening import open_catalogue
from service.storage.place import place_of
from service.storage.schema import VERSION, alembic_config
from service.storage.tables import SEARCH_PREFIX, tickets
from tests.postgres import new_database
from tests.storage.samples import fiche


def test_what_the_migrations_make_is_what_the_tables_say(url: str) -> None:
    catalogue = open_catalogue(url)
    with catalogue.database.writing() as connection:
        connection.execute(text(f"CREATE TABLE {SEARCH_PREFIX}vectors (id INTEGER)"))
        command.check(alembic_config(connection))
        connection.execute(text("ALTER TABLE fiches ADD COLUMN odd INTEGER"))
        with pytest.raises(Exception, match="New upgrade operations detected"):
            command.check(alembic_config(connection))
    catalogue.close()


def test_the_version_is_that_of_the_last_migration(url: str) -> None:
    catalogue = open_catalogue(url)
    with catalogue.database.reading() as connection:
        heads = ScriptDirectory.from_config(alembic_config(connection)).get_heads()
    assert list(heads) == [VERSION]
    catalogue.close()


def open_at_once(url: str, start: Barrier) -> None:
    start.wait()
    catalogue = open_catalogue(url)
    catalogue.store({f"f-{multiprocessing.current_process().name}": fiche()}, {})
    catalogue.close()


def test_processes_that_start_at_once_make_one_catalogue(url: str) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "service.storage.opening"])
    start = context.Barrier(6)
    processes = [context.Process(target=open_at_once, args=(url, start)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 6
    catalogue = open_catalogue(url)
    assert catalogue.revision() == len(list(catalogue.fiches())) == 6
    catalogue.close()


def test_a_catalogue_that_is_ready_is_opened_without_the_migrations(tmp_path: Path) -> None:
    url = str(tmp_path / "catalogue.db")
    open_catalogue(url).close()
    program = (
        "import sys; from service.storage.opening import open_catalogue;"
        f"open_catalogue({url!r}).close(); print('alembic' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "False\n"


@pytest.mark.parametrize(
    ("form", "name"), [("{}", "a 100% new/place/catalogue ?#.db"), ("sqlite:///{}", "new/c.db")]
)
def test_a_path_is_a_file_whose_folders_are_made(tmp_path: Path, form: str, name: str) -> None:
    path = tmp_path / name
    open_catalogue(form.format(path)).close()
    assert path.read_bytes().startswith(b"SQLite format 3")


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")
def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    before = os.umask(0)
    try:
        catalogue = open_catalogue(str(path))
        catalogue.store({"f-1": fiche()}, {})
    finally:
        os.umask(before)
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    assert rights == {"c.db": 0o600, "c.db-wal": 0o600, "c.db-shm": 0o600}
    catalogue.close()
    path.chmod(0o640)  # whoever lets others read does so on purpose
    open_catalogue(str(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_path_is_meant_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    catalogue = open_catalogue("catalogue.db")
    monkeypatch.chdir("/")
    catalogue.store({"f-1": fiche()}, {})
    catalogue.close()
    assert [each.name for each in tmp_path.iterdir()] == ["catalogue.db"]


def test_tables_are_made_all_or_none(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class PowerCut(Exception):
        pass

    def break_off(connection: Connection) -> None:
        command.upgrade(alembic_config(connection), "head")
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(schema, "_upgrade", break_off)
        with pytest.raises(PowerCut):
            open_catalogue(url)
    database = Database(place_of(url))
    with database.reading() as connection:
        assert schema.found_version(database, connection) is None
    database.close()
    catalogue = open_catalogue(url)
    assert catalogue.revision() == 0
    catalogue.close()


def test_moments_come_back_in_utc(url: str) -> None:
    catalogue = open_catalogue(url)
    tokyo = datetime(2026, 3, 29, 2, 30, 0, 123456, timezone(timedelta(hours=9)))
    row = {"digest": b"1", "role": "read", "name": "x", "expires_at": tokyo}
    with catalogue.database.writing() as connection:
        connection.execute(insert(tickets), row)
        found = connection.execute(select(tickets.c.expires_at)).scalar_one()
    assert found == tokyo
    assert found.utcoffset() == timedelta(0)
    with pytest.raises(CatalogueUnusable), catalogue.database.writing() as connection:
        connection.execute(
            insert(tickets), {**row, "digest": b"2", "expires_at": tokyo.replace(tzinfo=None)}
        )
    catalogue.close()


def test_an_extension_on_the_server_is_no_strangers_table() -> None:
    url = new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")
        connection.execute("CREATE TABLE of_the_extension (id INTEGER)")
        connection.execute("ALTER EXTENSION vector ADD TABLE of_the_extension")
    catalogue = open_catalogue(url)
    assert catalogue.revision() == 0
    catalogue.close()


def test_a_file_of_sqlite_is_written_the_safe_way(tmp_path: Path) -> None:
    catalogue = open_catalogue(str(tmp_path / "catalogue.db"))
    with catalogue.database.engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        said = [connection.exec_driver_sql(f"PRAGMA {each}").scalar_one() for each in asked]
    assert said == ["wal", 2, 1, 1]
    catalogue.close()
    with sqlite3.connect(tmp_path / "catalogue.db") as again:
        assert again.execute("PRAGMA journal_mode").fetchall() == [("wal",)]
    again.close()
