"""What was backed up comes back whole, into either database, or not at all."""

from __future__ import annotations

import gzip
import json
import os
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from matcher.errors import CatalogueUnusable
from service.storage.backup import back_up, restore
from service.storage.backup_file import Heading, writing_backup
from service.storage.catalogue import Catalogue
from service.storage.keys import Keys
from service.storage.opening import open_catalogue
from service.storage.records import Role
from service.storage.sessions import Sessions
from service.storage.tables import sessions
from tests.storage.either import PLACES, new_place
from tests.storage.samples import (
    OTHER_SPACE,
    SECRET,
    SPACE,
    WISHES,
    assert_same,
    fiche,
    rejected,
    vectors,
)


@pytest.fixture(params=PLACES)
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Catalogue, str]]:
    """A catalogue with something of everything, and the secret of its key."""
    catalogue = open_catalogue(new_place(request.param, tmp_path))
    odd = replace(fiche("高松市", contact=None), source="a\0b\ud800.txt")
    catalogue.store({"f-1": fiche(), "f-2": odd}, {"f-1": vectors(1), "f-2": vectors(2)}, by="甲")
    catalogue.store({"f-1": fiche("Brest")}, {"f-1": vectors(3)}, by="b")
    catalogue.put_vectors({"f-2": vectors(4, space=OTHER_SPACE, passages=0)})
    catalogue.store({"f-3": fiche()}, {})
    catalogue.remove(["f-3"])
    stored = catalogue.add_shortlist("la réunion de 高松", WISHES)
    catalogue.decide(stored.id, [rejected()], by="c")
    catalogue.decide(stored.id, [rejected(jp="jp-hita")], by="c")
    catalogue.undo(stored.id, by="d")
    keys = Keys(catalogue.database)
    new = keys.create("bureau", Role.CURATE, days=30)
    keys.key_of(new.secret)
    Sessions(catalogue.database).open(new.key)
    Sessions(catalogue.database).issue("guichet", Role.READ)
    yield catalogue, new.secret
    catalogue.close()


def assert_equal(found: Catalogue, expected: Catalogue) -> None:
    assert found.revision() == expected.revision()
    ours, theirs = (list(each.fiches(contacts=True)) for each in (found, expected))
    assert ours == theirs
    assert any(each.fiche.contact.value == SECRET for each in ours)
    for space in (SPACE, OTHER_SPACE):
        changes, other = found.changes(0, space), expected.changes(0, space)
        assert changes.vectors.keys() == other.vectors.keys()
        for id_, each in changes.vectors.items():
            assert_same(each, other.vectors[id_])
    assert found.changes(1, SPACE).removed == expected.changes(1, SPACE).removed == ("f-3",)
    assert found.shortlists() == expected.shortlists()
    for shortlist in expected.shortlists():
        assert found.events(shortlist.id) == expected.events(shortlist.id)
    assert Keys(found.database).all() == Keys(expected.database).all()


@pytest.mark.parametrize("kind", PLACES)
def test_everything_comes_back_in_either_database(
    full: tuple[Catalogue, str], kind: str, tmp_path: Path
) -> None:
    catalogue, secret = full
    file = tmp_path / "la copie 控え.jsonl.gz"
    written = back_up(catalogue, file)
    place = new_place(kind, tmp_path / "elsewhere")
    assert restore(file, place) == written
    assert written["fiches"] == 2
    with closing(open_catalogue(place)) as found:
        assert_equal(found, catalogue)
        assert Keys(found.database).key_of(secret).name == "bureau"
        with found.database.reading() as connection:
            assert connection.execute(sessions.select()).all() == []
        # and it goes on from there
        before = found.revision()
        found.store({"f-9": fiche()}, {"f-9": vectors(9)})
        assert found.revision() == before + 1
        again = tmp_path / "again.gz"
        back_up(found, again)


def test_a_backup_is_for_its_owner_alone_and_whole(
    full: tuple[Catalogue, str], tmp_path: Path
) -> None:
    catalogue, secret = full
    file = tmp_path / "backup.jsonl.gz"
    file.write_text("an older one")
    file.chmod(0o644)
    before = os.umask(0)
    try:
        back_up(catalogue, file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir() if "backup" in each.name] == [file.name]
    lines = gzip.decompress(file.read_bytes()).decode("ascii").splitlines()
    assert all(json.loads(line) for line in lines)
    assert secret not in "".join(lines)


def test_a_backup_that_cannot_be_written_leaves_the_older_one(
    full: tuple[Catalogue, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue, _ = full
    file = tmp_path / "backup.jsonl.gz"
    back_up(catalogue, file)
    older = file.read_bytes()

    def full_disk(_handle: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="space"):
        back_up(catalogue, file)
    assert file.read_bytes() == older
    assert [each.name for each in tmp_path.iterdir() if "backup" in each.name] == [file.name]


def test_a_catalogue_that_holds_anything_is_left_alone(
    full: tuple[Catalogue, str], tmp_path: Path
) -> None:
    catalogue, _ = full
    file = tmp_path / "backup.gz"
    back_up(catalogue, file)
    for kind in PLACES:
        place = new_place(kind, tmp_path / "taken")
        with closing(open_catalogue(place)) as other:
            other.add_shortlist("a wish", WISHES)
            with pytest.raises(CatalogueUnusable) as refused:
                restore(file, place)
            assert refused.value.reason == "taken"
            assert [each.name for each in other.shortlists()] == ["a wish"]
            assert other.revision() == 0


@pytest.mark.parametrize("kind", PLACES)
def test_an_empty_catalogue_in_use_is_filled(
    full: tuple[Catalogue, str], kind: str, tmp_path: Path
) -> None:
    catalogue, _ = full
    file = tmp_path / "backup.gz"
    back_up(catalogue, file)
    place = new_place(kind, tmp_path / "empty")
    with closing(open_catalogue(place)) as other:
        assert other.revision() == 0
        restore(file, place)
        assert_equal(other, catalogue)


def test_whatever_byte_is_changed_nothing_wrong_is_restored(tmp_path: Path) -> None:
    with closing(open_catalogue(str(tmp_path / "c.db"))) as catalogue:
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1, passages=1)})
        file = tmp_path / "backup.gz"
        back_up(catalogue, file)
        whole = file.read_bytes()
        restored = 0
        for at in range(0, len(whole), 7 if len(whole) > 2000 else 1):
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :])
            place = tmp_path / f"{at}.db"
            try:
                restore(file, str(place))
            except CatalogueUnusable as problem:
                assert problem.reason in {"no-backup", "backup-damaged"}
                assert not place.exists()
                continue
            restored += 1  # a byte that says nothing: the time, the system that compressed
            with closing(open_catalogue(str(place))) as found:
                assert list(found.fiches(contacts=True)) == list(catalogue.fiches(contacts=True))
        assert restored < 12


def test_a_byte_that_makes_the_format_a_later_one_is_damage(tmp_path: Path) -> None:
    with closing(open_catalogue(str(tmp_path / "c.db"))) as catalogue:
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
        file = tmp_path / "backup.gz"
        back_up(catalogue, file)
    plain = gzip.compress(gzip.decompress(file.read_bytes()), compresslevel=0)
    later = plain.replace(b'"version":1', b'"version":9', 1)
    assert later != plain
    file.write_bytes(later)
    with pytest.raises(CatalogueUnusable) as refused:
        restore(file, str(tmp_path / "new.db"))
    assert refused.value.reason == "backup-damaged"


@pytest.mark.parametrize("keep", [0, 1, 9, 200, -1, -9, -60])
def test_a_backup_cut_off_is_refused(tmp_path: Path, keep: int) -> None:
    with closing(open_catalogue(str(tmp_path / "c.db"))) as catalogue:
        catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
        file = tmp_path / "backup.gz"
        back_up(catalogue, file)
    file.write_bytes(file.read_bytes()[:keep])
    with pytest.raises(CatalogueUnusable) as refused:
        restore(file, str(tmp_path / "new.db"))
    assert refused.value.reason in {"no-backup", "backup-damaged"}
    assert not (tmp_path / "new.db").exists()


def changed(lines: list[str], how: str) -> list[str]:
    row = next(at for at, line in enumerate(lines) if line.startswith('["fiches"'))
    match how:
        case "a row less":
            return lines[:row] + lines[row + 1 :]
        case "a row twice":
            return [*lines[: row + 1], lines[row], *lines[row + 1 :]]
        case "something behind":
            return [*lines, lines[-1]]
        case "no end":
            return lines[:-1]
        case "another table":
            return [*lines[:row], lines[row].replace("fiches", "users", 1), *lines[row + 1 :]]
        case "a later format":
            return [lines[0].replace('"version":1', '"version":2'), *lines[1:]]
        case _:
            return ["{}"]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("a row less", "backup-damaged"),
        ("a row twice", "backup-damaged"),
        ("something behind", "backup-damaged"),
        ("no end", "backup-damaged"),
        ("another table", "backup-damaged"),
        ("a later format", "backup-newer"),
        ("something else", "no-backup"),
    ],
)
def test_what_was_altered_is_refused(tmp_path: Path, how: str, reason: str) -> None:
    with closing(open_catalogue(str(tmp_path / "c.db"))) as catalogue:
        catalogue.store({"f-1": fiche(), "f-2": fiche()}, {"f-1": vectors(1)})
        file = tmp_path / "backup.gz"
        back_up(catalogue, file)
    lines = changed(gzip.decompress(file.read_bytes()).decode().splitlines(), how)
    file.write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode()))
    with pytest.raises(CatalogueUnusable) as refused:
        restore(file, str(tmp_path / "new.db"))
    assert refused.value.reason == reason
    assert not (tmp_path / "new.db").exists()


def test_a_backup_of_a_later_catalogue_is_told(tmp_path: Path) -> None:
    file = tmp_path / "backup.gz"
    columns = {"id": "text", "colour": "text"}
    heading = Heading(schema="9000", made_at=datetime.now(UTC), tables={"fiches": columns})
    with writing_backup(file, heading) as writer:
        writer.row("fiches", ("f-1", "blue"))
    with pytest.raises(CatalogueUnusable) as refused:
        restore(file, str(tmp_path / "new.db"))
    assert refused.value.reason == "backup-newer"


@pytest.mark.parametrize("kind", PLACES)
def test_a_backup_shows_one_moment_while_others_write(kind: str, tmp_path: Path) -> None:
    """Each change stores a fiche and strikes one pair out of the list: they stay as many."""
    place = new_place(kind, tmp_path)
    stop = Event()
    with closing(open_catalogue(place)) as catalogue:

        def write() -> None:
            for number in range(10_000):
                if stop.is_set():
                    return
                catalogue.store(
                    {f"f-{number}": fiche(), f"g-{number}": fiche()},
                    {f"g-{number}": vectors(number)},
                )

        writer = Thread(target=write)
        writer.start()
        try:
            for number in range(4):
                file = tmp_path / f"{number}.gz"
                counts = back_up(catalogue, file)
                assert counts["fiches"] == 2 * counts["embedded"]
                new = tmp_path / f"{number}.db"
                restore(file, str(new))
                with closing(open_catalogue(str(new))) as found:
                    assert len(list(found.fiches())) == 2 * found.revision()
        finally:
            stop.set()
            writer.join()
