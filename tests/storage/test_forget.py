"""An authority that is forgotten is gone from every table, and from the files of the database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from matcher.errors import AmbiguousCollectivity, UnknownCollectivity
from matcher.fiche import Sourced
from matcher.shipped import gazetteer
from service.commands.traces import find_traces
from service.storage.catalogue import Catalogue
from service.storage.erasing import erase_removed
from service.storage.opening import open_catalogue
from service.storage.pgvector import make_ready, table_of
from tests.postgres import new_database, server
from tests.storage.either import either  # noqa: F401
from tests.storage.peopled import GARD, OF_TOURS, SENDAI, SETO, TOURS, fiches, people
from tests.storage.samples import SPACE, vectors

#: The place of Tours among the fiches, and the numbers of its first passage.
PLACE = next(at for at, fiche in enumerate(fiches()) if fiche.name.value == "Tours")
DIGITS = vectors(PLACE).passages[0].astype("<f4").tobytes()


def everything(catalogue: Catalogue) -> str:
    """All that can be read through the catalogue."""
    lists = catalogue.shortlists()
    return repr(
        (list(catalogue.fiches(contacts=True)), lists, [catalogue.events(x.id) for x in lists])
    )


def forget(catalogue: Catalogue, asked: str) -> None:
    traces = find_traces(asked, catalogue, gazetteer())
    catalogue.forget(traces.id, traces.fiches)


@pytest.mark.parametrize("asked", [TOURS, "tours", "TOURS ", "Tour"])
def test_everything_about_one_authority_is_found(either: Catalogue, asked: str) -> None:  # noqa: F811
    people(either)
    traces = find_traces(asked, either, gazetteer())
    assert (traces.id, traces.name) == (TOURS, "Tours")
    (id_,) = traces.fiches
    assert either.fiche(id_).fiche.name.value == "Tours"
    assert (traces.events, traces.shortlists) == (2, 1)


def test_what_is_forgotten_is_gone_and_the_rest_stays(either: Catalogue) -> None:  # noqa: F811
    people(either)
    before = everything(either)
    forget(either, TOURS)
    after = everything(either)
    for word in (*OF_TOURS, TOURS):
        assert word in before
        assert word not in after
    names = {stored.fiche.name.value for stored in either.fiches()}
    assert names == {fiche.name.value for fiche in fiches()} - {"Tours"}
    (named,) = (each for each in either.shortlists() if each.name == "2027")
    assert [each.pair for each in named.decisions] == [(GARD, SETO)]
    assert named.wishes.pins == {(GARD, SETO)}
    assert named.wishes.participants == {GARD, SENDAI, SETO}
    assert len(either.changes(0, SPACE).vectors) == len(names)
    with pytest.raises(UnknownCollectivity):
        find_traces(TOURS, either, gazetteer())


def test_older_versions_and_fiches_that_take_no_part_go_too(either: Catalogue) -> None:  # noqa: F811
    people(either)
    (tours,) = (each for each in fiches() if each.name.value == "Tours")
    older = replace(tours, source="2012.docx")
    bare = replace(tours, source="vide.docx", key_points=())
    nobody = replace(bare, name=Sourced(), collectivity=None, source="sans nom.docx")
    either.store({"f-a": older, "f-b": bare, "f-c": nobody}, {})
    traces = find_traces(TOURS, either, gazetteer())
    assert {"f-a", "f-b"} <= set(traces.fiches)
    assert "f-c" not in traces.fiches
    forget(either, TOURS)
    assert either.fiche("f-c")
    assert "2012.docx" not in everything(either)


def test_a_fiche_that_takes_no_part_is_found_by_itself(either: Catalogue) -> None:  # noqa: F811
    (tours,) = (each for each in fiches() if each.name.value == "Tours")
    either.store({"f-b": replace(tours, key_points=())}, {})
    for asked in (TOURS, "Tours"):
        assert find_traces(asked, either, gazetteer()).fiches == ("f-b",)
    forget(either, "Tours")
    assert list(either.fiches()) == []


def test_decisions_outlive_the_fiche_until_they_are_forgotten(either: Catalogue) -> None:  # noqa: F811
    people(either)
    either.remove(find_traces(TOURS, either, gazetteer()).fiches)
    traces = find_traces(TOURS, either, gazetteer())
    assert (traces.fiches, traces.events) == ((), 2)
    forget(either, TOURS)
    assert TOURS not in everything(either)


@pytest.mark.parametrize("asked", ["Orléans", "", "fr-commune-0", "\0", "%"])
def test_nobody_is_forgotten_by_a_slip(either: Catalogue, asked: str) -> None:  # noqa: F811
    people(either)
    with pytest.raises((UnknownCollectivity, AmbiguousCollectivity)):
        find_traces(asked, either, gazetteer())


def left_in(folder: Path, words: list[bytes]) -> list[tuple[str, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [(path.name, word) for path in files for word in words if word in path.read_bytes()]


WORDS = [word.encode() for word in OF_TOURS] + [DIGITS]
#: A server that searches keeps the numbers in half precision, too.
WORDS_OF_SERVER = [*WORDS, vectors(PLACE).passages[0].astype("<f2").tobytes()]


def test_the_file_holds_nothing_of_it_while_others_have_it_open(tmp_path: Path) -> None:
    place = tmp_path / "catalogue.db"
    catalogue, other = open_catalogue(str(place)), open_catalogue(str(place))
    people(catalogue)
    for _ in range(3):  # pages are split and freed, as over weeks
        for stored in list(catalogue.fiches(contacts=True)):
            number = int(stored.id[2:], 16)
            catalogue.store({stored.id: stored.fiche}, {stored.id: vectors(number, passages=9)})
            catalogue.store({stored.id: stored.fiche}, {stored.id: vectors(number)})
    assert other.revision() == catalogue.revision()
    assert {word for _, word in left_in(tmp_path, WORDS)} == set(WORDS)
    forget(catalogue, TOURS)
    assert erase_removed(catalogue.database)
    assert left_in(tmp_path, WORDS) == []
    assert other.revision() == catalogue.revision()
    assert len(list(other.fiches())) == len(fiches()) - 1
    catalogue.close()
    other.close()
    assert left_in(tmp_path, WORDS) == []


def test_who_reads_for_long_is_told_of_and_not_disturbed(tmp_path: Path) -> None:
    with closing(open_catalogue(str(tmp_path / "c.db"))) as catalogue:
        people(catalogue)
        with closing(sqlite3.connect(tmp_path / "c.db", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            count = reader.execute("SELECT count(*) FROM fiches").fetchone()
            forget(catalogue, TOURS)
            assert not erase_removed(catalogue.database, patience_s=0.2)
            assert reader.execute("SELECT count(*) FROM fiches").fetchone() == count
            reader.execute("COMMIT")
        assert erase_removed(catalogue.database)
    assert left_in(tmp_path, WORDS) == []


def test_the_tables_of_a_server_hold_nothing_of_it() -> None:
    url = new_database()
    with closing(open_catalogue(url)) as catalogue, psycopg.connect(url, autocommit=True) as admin:
        make_ready(catalogue.database, SPACE, len(vectors(PLACE).passages[0]))
        people(catalogue)
        search = table_of(SPACE)
        (id_,) = find_traces(TOURS, catalogue, gazetteer()).fiches
        searched = f"SELECT count(*) FROM {search} WHERE fiche_id = %s"
        assert admin.execute(searched, [id_]).fetchone() != (0,)
        (folder,) = admin.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or ("",)
        files = Path(server().pgdata) / "base" / str(folder)
        file_of = f"SELECT pg_relation_filenode('{search}')"
        before = admin.execute(file_of).fetchone()
        admin.execute("ANALYZE")  # as the server does by itself; it notes down some of what it saw
        admin.execute("CHECKPOINT")
        readable = os.access(files, os.R_OK)
        if readable:
            assert {word for _, word in left_in(files, WORDS_OF_SERVER)} == set(WORDS_OF_SERVER)
        forget(catalogue, TOURS)
        assert erase_removed(catalogue.database)
        for (table,) in admin.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall():
            rows = admin.execute(f'SELECT each::text FROM "{table}" AS each').fetchall()
            assert not [row for (row,) in rows for word in (*OF_TOURS, TOURS) if word in row], table
        assert admin.execute(searched, [id_]).fetchone() == (0,)
        assert admin.execute(file_of).fetchone() != before  # dead rows stay in the old one
        admin.execute("CHECKPOINT")
        assert len(list(catalogue.fiches())) == len(fiches()) - 1
        if not readable:
            pytest.skip("the files of the server cannot be read by who runs the tests")
        assert left_in(files, WORDS_OF_SERVER) == []
