"""What is no catalogue is left alone, and told without a secret."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from matcher.errors import CatalogueUnusable
from service.storage.engine import Database
from service.storage.opening import open_catalogue
from service.storage.place import place_of
from service.storage.tables import VERSION_TABLE
from tests.postgres import new_database
from tests.storage.samples import SECRET, fiche


def refused(url: str) -> CatalogueUnusable:
    with pytest.raises(CatalogueUnusable) as problem:
        open_catalogue(url)
    return problem.value


def run(url: str, *statements: str) -> None:
    """Statements in the database at `url`, behind the back of the catalogue."""
    database = Database(place_of(url))
    with database.writing() as connection:
        for statement in statements:
            connection.execute(text(statement))
    database.close()


def test_a_newer_catalogue_is_left_alone(url: str) -> None:
    open_catalogue(url).close()
    run(url, f"UPDATE {VERSION_TABLE} SET version_num = '0999'", "ALTER TABLE state ADD x INTEGER")
    assert refused(url).reason == "newer"


def test_missing_tables_are_damage(url: str) -> None:
    open_catalogue(url).close()
    run(url, "DROP TABLE contacts")
    problem = refused(url)
    assert (problem.reason, problem.details) == ("damaged", {"found": "contacts"})


def test_a_version_that_is_none_is_damage(url: str) -> None:
    open_catalogue(url).close()
    run(url, f"DELETE FROM {VERSION_TABLE}")
    assert refused(url).reason == "damaged"


def test_somebody_elses_database_is_left_alone(url: str) -> None:
    run(url, "CREATE TABLE fiches (name TEXT)", "INSERT INTO fiches VALUES ('theirs')")
    path = Path(url)
    before = path.read_bytes() if path.exists() else b""
    assert refused(url).reason == "foreign"
    if before:
        assert path.read_bytes() == before
        assert [each.name for each in path.parent.iterdir()] == [path.name]
    run(url, "INSERT INTO fiches VALUES ('still theirs')")


@pytest.mark.parametrize("content", [b"Nancy;104000\n" * 200, b"PK\x03\x04", b"x"])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "fiches.csv"
    path.write_bytes(content)
    assert refused(str(path)).reason == "foreign"
    assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == ["fiches.csv"]


def test_an_empty_file_is_a_new_catalogue(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").touch()
    catalogue = open_catalogue(str(tmp_path / "catalogue.db"))
    assert catalogue.revision() == 0
    catalogue.close()


def cut_short(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def overwritten(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


@pytest.mark.parametrize("harm", [cut_short, overwritten])
def test_a_damaged_file_is_told_so(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    path = tmp_path / "catalogue.db"
    catalogue = open_catalogue(str(path))
    catalogue.store({f"f-{i}": fiche(f"Nancy {i}") for i in range(500)}, {})
    catalogue.close()
    harm(path)
    with pytest.raises(CatalogueUnusable) as problem:
        opened = open_catalogue(str(path))
        try:
            list(opened.fiches())
        finally:
            opened.close()
    assert problem.value.reason == "damaged"


def test_a_folder_or_a_file_in_the_way_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(str(tmp_path)).reason == "unreachable"
    problem = refused(str(tmp_path / "file" / "catalogue.db"))
    assert (problem.reason, problem.details["found"]) == ("unreachable", "File exists")


def test_a_disk_without_room_keeps_what_there_was(tmp_path: Path) -> None:
    catalogue = open_catalogue(str(tmp_path / "catalogue.db"))
    catalogue.store({"f-1": fiche()}, {})
    with catalogue.database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        # As a full disk would, this stops the file from growing (by the one connection there is).
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").close()
    with pytest.raises(CatalogueUnusable) as problem:
        catalogue.store({f"f-{i}": fiche(f"Nancy {i}" * 50) for i in range(2, 200)}, {})
    assert problem.value.reason == "unreachable"
    assert "full" in str(problem.value.details["found"])
    assert (catalogue.revision(), len(list(catalogue.fiches()))) == (1, 1)
    catalogue.close()


PASSWORD = "geheim-秘密"
ID, NAME, BY = "f-confolens", "Confolens", "Anaïs"  # tracebacks show lines of this file, too


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://anna:{PASSWORD}@127.0.0.1:9/matcher",
        f"postgres://anna:{PASSWORD}@127.0.0.1:9/matcher?application_name={PASSWORD}",
        f"postgresql+psycopg://127.0.0.1:9/matcher?user=anna&password={PASSWORD}",
        f"postgresql://anna:{PASSWORD}@127.0.0.1:port/matcher",
        f"postgresql://anna:{PASSWORD}@nowhere.invalid/matcher",
        f"mysql://anna:{PASSWORD}@127.0.0.1/matcher",
        f"://{PASSWORD}",
        f"sqlite://{PASSWORD}",
    ],
)
def test_what_cannot_be_reached_is_told_without_the_password(url: str) -> None:
    problem = refused(url)
    assert problem.reason == "unreachable"
    assert problem.details["found"]
    told = "".join(traceback.format_exception(problem))
    assert PASSWORD not in told
    assert "secret" not in told
    assert not url.startswith("postgresql://anna") or problem.place.startswith("postgresql://")


def test_a_wrong_password_is_told_without_it() -> None:
    url = new_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE ROLE anna_who_may_not_log_in")
    problem = refused(url.replace("postgres@", f"anna_who_may_not_log_in:{PASSWORD}@"))
    assert problem.reason == "unreachable"
    assert PASSWORD not in "".join(traceback.format_exception(problem))
    assert "anna_who_may_not_log_in@" in problem.place


def test_what_is_stored_is_in_no_error(url: str) -> None:
    catalogue = open_catalogue(url)
    catalogue.store({"f-1": fiche()}, {})
    with catalogue.database.writing() as connection:
        connection.execute(text("DROP TABLE contacts"))
    with pytest.raises(CatalogueUnusable) as problem:
        catalogue.store({ID: fiche(NAME)}, {}, by=BY)
    told = "".join(traceback.format_exception(problem.value))
    assert not any(word in told for word in (NAME, SECRET, BY, ID))
    catalogue.close()
