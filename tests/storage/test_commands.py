"""The commands about a catalogue, as a user types them."""

from __future__ import annotations

import gzip
import io
import stat
from contextlib import closing
from importlib import metadata
from pathlib import Path

import pytest

from matcher.cli import joining
from matcher.cli.running import run
from service.storage.keys import Keys
from service.storage.opening import open_catalogue
from service.storage.records import Role
from tests.cli.conftest import Matcher, matcher  # noqa: F401
from tests.postgres import new_database
from tests.storage.peopled import OF_TOURS, TOURS, people
from tests.storage.samples import SECRET, fiche


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogue that the settings name."""
    file = tmp_path / "le catalogue.db"
    monkeypatch.setenv("MATCHER_CATALOGUE", str(file))
    return file


def test_a_key_is_made_listed_and_revoked(matcher: Matcher, place: Path) -> None:  # noqa: F811
    made = matcher("key", "高松市 国際課", "--role", "curate", "--days", 30)
    assert made.status == 0
    secret = made.out.strip()
    with closing(open_catalogue(str(place))) as catalogue:
        key = Keys(catalogue.database).key_of(secret)
    assert key.role is Role.CURATE
    assert key.id in made.err
    listed = matcher("keys")
    assert key.id in listed.out
    assert "高松市 国際課" in listed.out
    assert secret not in listed.out + listed.err
    ((told,),) = matcher("keys", "--json").lines
    assert (told["id"], told["role"]) == (key.id, "curate")
    assert told["last_used_at"]
    assert matcher("revoke", key.id).status == 0
    assert matcher("keys", "--json").lines == [[]]
    again = matcher("revoke", key.id)
    assert (again.status, again.out) == (1, "")
    assert key.id in again.err


def test_every_sentence_is_said_in_the_language_asked_for(matcher: Matcher, place: Path) -> None:  # noqa: F811
    assert "秘密" in matcher("key", "a", "--role", "read", "--lang", "ja").err
    assert "jamais utilisée" in matcher("keys", "--lang", "fr").out
    assert "never used" in matcher("keys").out
    assert place.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("key", "a"),
        ("key", "a", "--role", "king"),
        ("key", " ", "--role", "read"),
        ("key", "a\nb", "--role", "read"),
        ("key", "a", "--role", "read", "--days", "0"),
        ("backup",),
        ("forget",),
    ],
)
def test_a_wrong_command_line_makes_no_catalogue(
    matcher: Matcher,  # noqa: F811
    place: Path,
    arguments: tuple[str, ...],
) -> None:
    ran = matcher(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert not place.exists()


@pytest.mark.parametrize(
    "arguments", [("keys",), ("revoke", "k-1"), ("forget", "Tours"), ("backup", "b.gz")]
)
def test_a_slip_in_the_name_makes_no_new_catalogue(
    matcher: Matcher,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = matcher(*arguments, "--catalogue", tmp_path / "catalog.db")
    assert ran.status == 1
    assert "catalog.db" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_backup_goes_into_another_database(matcher: Matcher, place: Path, tmp_path: Path) -> None:  # noqa: F811
    with closing(open_catalogue(str(place))) as catalogue:
        catalogue.store({"f-1": fiche()}, {})
    file, server = tmp_path / "copie 控え.gz", new_database()
    done = matcher("backup", file)
    assert done.status == 0
    assert "1 fiche," in done.out
    assert SECRET in gzip.decompress(file.read_bytes()).decode()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert matcher("backup", file).status == 1
    assert matcher("backup", file, "--force").status == 0
    restored = matcher("restore", file, "--catalogue", server)
    assert restored.status == 0, restored.err
    taken = matcher("restore", file, "--catalogue", server)
    assert (taken.status, taken.out) == (1, "")
    with closing(open_catalogue(server)) as catalogue:
        assert catalogue.fiche("f-1", contacts=True).fiche == fiche()


def test_what_is_no_backup_is_told_so(matcher: Matcher, place: Path, tmp_path: Path) -> None:  # noqa: F811
    other = tmp_path / "other.txt"
    other.write_text("bonjour", encoding="utf-8")
    for file in (other, tmp_path / "not there", tmp_path):
        ran = matcher("restore", file)
        assert (ran.status, ran.out) == (1, "")
        assert str(file) in ran.err
        assert "Traceback" not in ran.err
    assert not place.exists()


def answer(monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))


@pytest.mark.parametrize("typed", ["", "\n", "y\n", "fr-commune-99999\n"])
def test_nothing_is_forgotten_unless_it_is_confirmed(
    matcher: Matcher,  # noqa: F811
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
) -> None:
    with closing(open_catalogue(str(place))) as catalogue:
        people(catalogue)
        before = catalogue.revision()
        answer(monkeypatch, typed)
        ran = matcher("forget", "Tours")
        assert (ran.status, ran.out) == (1, "")
        assert TOURS in ran.err
        assert catalogue.revision() == before


def test_who_is_forgotten_is_in_no_file_any_more(
    matcher: Matcher,  # noqa: F811
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with closing(open_catalogue(str(place))) as catalogue:
        people(catalogue)
    answer(monkeypatch, f"{TOURS}\n")
    ran = matcher("forget", "tours", "--lang", "fr")
    assert ran.status == 0
    assert "1 fiche, 2 décisions, nommée dans 1 proposition" in ran.out
    assert "sauvegardes" in ran.err
    left = b"".join(path.read_bytes() for path in place.parent.iterdir())
    assert [word for word in OF_TOURS if word.encode() in left] == []
    again = matcher("forget", TOURS, "--yes")
    assert (again.status, again.out) == (1, "")
    assert TOURS in again.err


def broken_point(value: str) -> metadata.EntryPoint:
    return metadata.EntryPoint("extra", value, joining.GROUP)


@pytest.mark.parametrize(
    "value",
    ["no_such_module:COMMANDS", "json:COMMANDS", "json:loads", "this is no name", "math:pi"],
)
def test_what_cannot_join_is_told_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    points = (broken_point(value), *metadata.entry_points(group=joining.GROUP))
    monkeypatch.setattr(joining.metadata, "entry_points", lambda **_: points)
    joined = joining.joined_commands(())
    assert set(joined.broken) == {"extra"}
    assert {"key", "backup", "forget"} <= {each.__name__ for each in joined.commands}


def test_without_anything_to_join_the_commands_of_the_package_remain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(joining.metadata, "entry_points", lambda **_: ())
    assert joining.joined_commands(()) == joining.Joined((), {})


def test_a_name_that_is_taken_stays_with_who_had_it() -> None:
    names = {each.__name__ for each in joining.joined_commands({"key", "forget"}).commands}
    assert "keys" in names
    assert not names & {"key", "forget"}


def test_help_lists_the_commands_that_joined(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    for name in ("key", "keys", "revoke", "backup", "restore", "forget"):
        assert f"\n  {name} " in said


def test_a_backup_takes_no_other_files_place(
    matcher: Matcher,  # noqa: F811
    place: Path,
    tmp_path: Path,
) -> None:
    with closing(open_catalogue(str(place))) as catalogue:
        people(catalogue)
    for name in (place, tmp_path / "notes.txt"):
        if not name.exists():
            name.write_text("kept", encoding="utf-8")
        before = name.read_bytes()
        refused = matcher("backup", name, "--force")
        assert (refused.status, refused.out) == (1, "")
        assert name.name in refused.err
        assert name.read_bytes() == before
    kept = tmp_path / "kept.backup"
    assert matcher("backup", kept).status == matcher("backup", kept, "--force").status == 0
