"""What a file really is, and every kind of bad input: a clear reason, and nothing lost."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from matcher.errors import REFUSALS, FileRefused
from matcher.reading import limits
from matcher.reading.filled import ReadFile
from matcher.reading.source import read_bytes, read_path
from tests.reading.builders import FILES, archive, paragraph, refusal, run, shown, word

FORM = (FILES / "form.docx").read_bytes()


@pytest.mark.parametrize("name", ["form.pdf", "form.odt", "form.rtf", "sheet.xlsx", "sheet.ods"])
def test_a_file_is_known_by_its_bytes_whatever_its_name(name: str) -> None:
    raw = (FILES / name).read_bytes()
    assert shown(raw, "fiche.doc") == shown(raw, name) != []


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty-file"),
        (b" \r\n\x00", "empty-file"),
        (b"<!DOCTYPE html><html><body>Fiche</body></html>", "html-not-word"),
        (b"\xef\xbb\xbf\n<HTML xmlns:w='urn'>", "html-not-word"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html></html>", "html-not-word"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n", "html-not-word"),
        (b"Received: by x\nFrom: a@example.org\nSubject: Fiche\n\nBonjour", "mail-not-read"),
        (b"From: a@example.org\r\nTo: b@example.org\r\n\r\nBonjour", "mail-not-read"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "unsafe-xml"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "unknown-format"),
        (b"Rar!\x1a\x07\x01\x00", "unknown-format"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 short", "damaged"),
        (b"%PDF-1.7\n%%EOF", "damaged"),
        (bytes(range(256)) * 20, "unknown-format"),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, reason: str) -> None:
    refused = refusal(raw, "fiche.doc")
    assert (refused.source, refused.reason) == ("fiche.doc", reason)
    assert refused.reason in REFUSALS


def compound(*names: str) -> bytes:
    """A compound file (OLE) with streams of these names, empty."""
    entries = b""
    for number, name in enumerate(("Root Entry", *names)):
        raw = name.encode("utf-16-le") + b"\0\0"
        right = number + 1 if 0 < number < len(names) else 0xFFFFFFFF
        child = 1 if number == 0 else 0xFFFFFFFF
        entries += raw.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(raw), 5 if number == 0 else 2, 1, 0xFFFFFFFF, right, child
        )
        entries += b"\0" * 36 + struct.pack("<III", 0xFFFFFFFE, 0, 0)
    directory = entries.ljust((len(entries) + 511) // 512 * 512, b"\0")
    sectors = len(directory) // 512
    table = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIII", 1, 1, 0, 4096) + struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + fat + directory


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        ("__properties_version1.0", "mail-not-read"),
        ("EncryptedPackage", "encrypted"),
        ("PowerPoint Document", "unknown-format"),
    ],
)
def test_a_compound_file_is_known_by_its_streams(stream: str, reason: str) -> None:
    assert refusal(compound("Other", stream, "Third"), "fiche.doc").reason == reason


def test_a_word_file_cut_short_is_refused() -> None:
    assert refusal(FORM[: len(FORM) // 2], "fiche.docx").reason == "damaged"


def test_a_word_file_without_body_is_refused() -> None:
    data = archive({"[Content_Types].xml": "x", "word/document.xml": "<w:document xmlns:w='w'/>"})
    assert refusal(data, "fiche.docx").reason == "damaged"


def test_a_zip_bomb_named_docx_is_refused_without_being_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "x")
        with bomb.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(400):
                member.write(b" " * limits.MEBIBYTE)
    tracemalloc.start()
    refused = refusal(stream.getvalue(), "fiche.docx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.reason == "expands-too-much"
    assert peak < 20 * limits.MEBIBYTE


def test_a_bomb_that_lies_about_its_size_is_stopped_while_unpacking() -> None:
    honest = bytearray(
        archive({"[Content_Types].xml": "x", "word/document.xml": b"<" * (60 * limits.MEBIBYTE)})
    )
    true, false = struct.pack("<I", 60 * limits.MEBIBYTE), struct.pack("<I", 1000)
    lying = bytes(honest).replace(true, false)
    assert refusal(lying, "fiche.docx").reason in ("expands-too-much", "damaged")


def test_entities_in_a_word_file_are_refused() -> None:
    attack = (
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
    )
    for raw in (attack.encode(), attack.encode("utf-16")):
        data = archive({"[Content_Types].xml": "x", "word/document.xml": raw})
        assert refusal(data, "fiche.docx").reason == "unsafe-xml"


def test_outside_entities_are_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mot de passe", encoding="utf-8")
    attack = (
        f'<!DOCTYPE d [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
        "<o:document-content xmlns:o='o'><o:body><o:text>&s;</o:text></o:body></o:document-content>"
    )
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": attack,
    }
    refused = refusal(archive(members), "fiche.odt")
    assert refused.reason == "unsafe-xml"


def test_xml_nested_without_end_is_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    assert refusal(word(deep), "fiche.docx").reason == "damaged"


def test_a_file_of_200_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "photo.docx"
    with path.open("wb") as stream:
        stream.truncate(200 * limits.MEBIBYTE)
    tracemalloc.start()
    (outcome,) = read_path(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(outcome, FileRefused)
    assert (outcome.reason, outcome.details) == ("too-large", {"limit_mb": 50})
    assert peak < limits.MEBIBYTE


def test_a_missing_file_is_a_refusal(tmp_path: Path) -> None:
    (outcome,) = read_path(tmp_path / "là.docx")
    assert isinstance(outcome, FileRefused)
    assert outcome.reason == "not-found"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    (outcome,) = read_path(tmp_path / "pipe.docx")
    assert isinstance(outcome, FileRefused)
    assert outcome.reason == "not-readable"


def test_a_fault_of_a_foreign_parser_is_a_refusal_that_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(data: bytes, source: str) -> None:
        raise KeyError("Font")

    monkeypatch.setattr("matcher.reading.source.pdf.documents", broken)
    refused = refusal(b"%PDF-1.4", "fiche.pdf")
    assert (refused.reason, refused.details) == ("damaged", {"error": "KeyError"})


def test_scripts_and_formulas_are_kept_as_the_text_they_are() -> None:
    body = paragraph(run("&lt;script&gt;alert(1)&lt;/script&gt;")) + paragraph(run("=1+1"))
    assert shown(word(body), "fiche.docx") == ["<script>alert(1)</script>", "=1+1"]


def test_a_file_with_text_but_no_form_is_read_all_the_same() -> None:
    (outcome,) = read_bytes(b"Bonjour a tous", "lettre.txt")
    assert isinstance(outcome, ReadFile)
