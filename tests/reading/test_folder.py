"""Folders and archives: every file once, in one order, and none stops the others."""

from __future__ import annotations

import io
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

from matcher.errors import FileRefused
from matcher.reading.archive import decoded_name
from matcher.reading.filled import ReadFile
from matcher.reading.folder import documents
from tests.reading.builders import archive, paragraph, read_file, refusal, run, word

FICHE = word(paragraph(run("Nom : Tours")))


def names(*paths: Path | str, below: Path | None = None) -> list[str]:
    return [
        Path(outcome.source).relative_to(below).as_posix() if below else outcome.source
        for outcome in documents(paths)
    ]


def test_a_folder_is_read_in_the_order_of_names_and_clutter_is_passed_over(tmp_path: Path) -> None:
    kept = ["Été/élan.docx", "a b.docx", "B.docx", "高松市/報告.docx"]
    clutter = [
        "~$a b.docx",
        "Thumbs.db",
        ".DS_Store",
        "__MACOSX/._a.docx",
        "desktop.ini",
        ".git/config",
        ".~lock.a b.docx#",
    ]
    for name in [*kept, *clutter]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(FICHE)
    assert names(tmp_path, below=tmp_path) == [
        "a b.docx",
        "B.docx",
        "Été/élan.docx",
        "高松市/報告.docx",
    ]


def test_one_bad_file_stops_none(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(FICHE)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "c.msg.eml").write_bytes(b"From: a@example.org\nTo: b@example.org\n\n")
    (tmp_path / "d.docx").write_bytes(FICHE)
    reasons = [getattr(outcome, "reason", None) for outcome in documents([tmp_path])]
    assert reasons == [None, "damaged", "mail-not-read", None]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(FICHE)
    assert names(path, tmp_path, path, below=tmp_path) == ["a.docx"]


def test_a_folder_that_holds_itself_ends(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(FICHE)
    try:
        (tmp_path / "boucle").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links without special rights")
    assert names(tmp_path, below=tmp_path) == ["a.docx"]


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_name_that_is_no_text_can_be_shown(tmp_path: Path) -> None:
    path = Path(str(tmp_path) + "/fiche\udce9.docx")
    path.write_bytes(FICHE)
    (name,) = names(tmp_path)
    name.encode("utf-8")


def test_an_archive_is_one_file_with_a_place_a_member_and_its_bad_ones_apart(
    tmp_path: Path,
) -> None:
    inner = archive({"deux.docx": FICHE})
    path = tmp_path / "envoi.zip"
    path.write_bytes(
        archive(
            {
                "z/été.docx": FICHE,
                "a.pdf": b"%PDF-1.4 broken",
                "__MACOSX/z/._été.docx": b"x",
                "z/~$été.docx": b"x",
                "dedans.zip": inner,
            }
        )
    )
    read, refused = documents([path])
    assert isinstance(read, ReadFile)
    assert isinstance(refused, FileRefused)
    assert {each.source for each in read.documents} == {str(path)}
    assert [each.place for each in read.documents] == ["z/été.docx", "dedans.zip · deux.docx"]
    assert (refused.source, refused.reason) == (f"{path}/a.pdf", "damaged")


def test_an_archive_without_files_says_so() -> None:
    assert refusal(archive({"__MACOSX/x": b"y"}), "a.zip").reason == "no-fiche-inside"


def test_an_archive_with_a_password_is_refused_as_a_whole() -> None:
    raw = bytearray(archive({"a.docx": FICHE}))
    raw[6] |= 1  # local header
    raw[raw.index(b"PK\x01\x02") + 8] |= 1  # central directory
    assert refusal(bytes(raw), "a.zip").reason == "encrypted"


def test_archives_in_archives_without_end_are_refused() -> None:
    data = archive({"a.docx": FICHE})
    for _ in range(5):
        data = archive({"a.zip": data})
    assert refusal(data, "a.zip").reason == "expands-too-much"


@pytest.mark.parametrize(
    ("name", "charset"),
    [
        ("高松市/防災の取組.docx", "cp932"),
        ("アイウエオ.docx", "cp932"),
        ("高松市.docx", "utf-8"),
        ("Été à Orléans.docx", "cp850"),
        ("Créée/Évreux – copie.docx".replace("–", "-"), "cp437"),
        ("Saint-Étienne.docx", "utf-8"),
        ("plain.docx", "ascii"),
    ],
)
def test_names_of_members_in_every_charset(name: str, charset: str) -> None:
    assert decoded_name(name.encode(charset).decode("cp437")) == name


@pytest.mark.parametrize(
    ("name", "charset"), [("防災/高松市.docx", "cp932"), ("Évry.docx", "cp850")]
)
def test_a_zip_made_by_old_windows_shows_its_names(name: str, charset: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        plain = "x" * len(name.encode(charset))
        target.writestr(plain, FICHE)
    raw = stream.getvalue().replace(plain.encode(), name.encode(charset))
    (document,) = read_file(raw, "a.zip").documents
    assert document.place == unicodedata.normalize("NFC", name)
