"""What a file really is, by its first bytes and its inner parts; never by its name alone."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from matcher.errors import FileRefused
from matcher.reading import ole
from matcher.reading.zipped import Package


class Kind(StrEnum):
    """The kinds of file with a reader."""

    WORD = "word"
    WORKBOOK = "workbook"
    OLD_WORD = "old-word"
    OLD_WORKBOOK = "old-workbook"
    OPEN_TEXT = "open-text"
    OPEN_SHEET = "open-sheet"
    PDF = "pdf"
    RICH_TEXT = "rich-text"
    ARCHIVE = "archive"
    STRUCTURED = "structured"
    DELIMITED = "delimited"
    TEXT = "text"


ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HEAD = 4096
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table|div)[\s>/]", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    rb"^(return-path|received|delivered-to|from|to|subject|date|message-id|x-[a-z-]+|mime-version"
    rb"|content-type)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_SAVED_PAGE = re.compile(rb"saved by|multipart/related", re.IGNORECASE)
_PICTURES = (
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
)
_OTHERS = ((b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"\x1f\x8b", "gzip"), (b"MZ", "program"))
_YAML_KEY = re.compile(r"^\s*(-\s+)?\"?(id|name|country|language|key_points|fiches)\"?\s*:", re.M)
_NAMED_STRUCTURED = {".yaml", ".yml", ".json"}
_NAMED_DELIMITED = {".csv", ".tsv", ".tab"}

_OPEN_KINDS = {
    "application/vnd.oasis.opendocument.text": Kind.OPEN_TEXT,
    "application/vnd.oasis.opendocument.text-template": Kind.OPEN_TEXT,
    "application/vnd.oasis.opendocument.spreadsheet": Kind.OPEN_SHEET,
    "application/vnd.oasis.opendocument.spreadsheet-template": Kind.OPEN_SHEET,
}


def kind_of_binary(data: bytes, source: str) -> Kind | None:
    """The kind of a file that says by its bytes what it is; None for text and for zip.

    Raises `FileRefused` for what is known and not read: mails, web pages, pictures, encrypted
    office files ("mail-not-read", "html-not-word", "encrypted", "unknown-format" …).
    """
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return Kind.RICH_TEXT
    if head.startswith(ole.MAGIC):
        return _kind_of_compound(data, source)
    for mark, found in (*_PICTURES, *_OTHERS):
        if head.startswith(mark) and b"\x00" in head:
            raise FileRefused(source, "unknown-format", {"found": found})
    _refuse_mail_and_pages(head, source)
    return None


def kind_of_package(package: Package) -> Kind:
    """The kind of a zip file: Word, workbook, OpenDocument, or an archive of files.

    Raises `FileRefused` ("unknown-format" for presentations and the like, "encrypted").
    """
    names = package.members
    if "[Content_Types].xml" in names:
        types = package.read("[Content_Types].xml", limit=1 << 20)
        if (b"wordprocessingml" in types and b"main+xml" in types) or "word/document.xml" in names:
            return Kind.WORD
        if b"spreadsheetml.sheet.main+xml" in types or b"spreadsheetml.template" in types:
            return Kind.WORKBOOK
        if "xl/workbook.xml" in names or b"sheet.macroEnabled.main+xml" in types:
            return Kind.WORKBOOK
        raise FileRefused(package.source, "unknown-format", {"found": "office"})
    if "mimetype" in names:
        mimetype = package.read("mimetype", limit=1 << 16).decode("ascii", "replace").strip()
        kind = _OPEN_KINDS.get(mimetype)
        if kind is None:
            raise FileRefused(package.source, "unknown-format", {"found": mimetype[:80]})
        return kind
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        manifest = package.read("META-INF/manifest.xml", limit=1 << 20)
        return Kind.OPEN_SHEET if b"opendocument.spreadsheet" in manifest else Kind.OPEN_TEXT
    if any(name.endswith(".iwa") for name in names):
        raise FileRefused(package.source, "unknown-format", {"found": "iwork"})
    return Kind.ARCHIVE


def kind_of_text(text: str, source: str) -> Kind:
    """The kind of a text file; here its name helps."""
    suffix = PurePath(source).suffix.lower()
    start = text[:2000].lstrip("\ufeff \t\r\n")
    if is_named_structured(source):
        return Kind.STRUCTURED
    if suffix in _NAMED_DELIMITED:
        return Kind.DELIMITED
    if start.startswith(("{", "[{", "[\n", "[\r\n")) or _YAML_KEY.search(start):
        return Kind.STRUCTURED
    return Kind.TEXT


def is_named_structured(source: str) -> bool:
    """Whether a file is called YAML or JSON by its name."""
    return PurePath(source).suffix.lower() in _NAMED_STRUCTURED


def _kind_of_compound(data: bytes, source: str) -> Kind:
    try:
        streams = ole.streams(data)
    except ValueError as problem:
        raise FileRefused(source, "damaged") from problem
    if "EncryptedPackage" in streams:
        raise FileRefused(source, "encrypted")
    if "WordDocument" in streams:
        header = streams["WordDocument"]
        # [MS-DOC] FibBase: bit 8 of the word at offset 10 says that the file is encrypted.
        if len(header) > 11 and header[11] & 0x01:
            raise FileRefused(source, "encrypted")
        return Kind.OLD_WORD
    if "Workbook" in streams or "Book" in streams:
        return Kind.OLD_WORKBOOK
    if any(name.startswith(("__properties_version", "__substg1.0")) for name in streams):
        raise FileRefused(source, "mail-not-read")
    raise FileRefused(source, "unknown-format", {"found": "compound"})


def _refuse_mail_and_pages(head: bytes, source: str) -> None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<?xml"):
        _refuse_xml(start, source)
    if start.startswith(b"<") and _HTML.search(start):
        raise FileRefused(source, "html-not-word")
    first_block = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0]
    fields = {match.group(1).lower() for match in _MAIL_FIELD.finditer(first_block)}
    if _MAIL_FIELD.match(first_block) and len(fields) >= 2:
        if b"mime-version" in fields and _SAVED_PAGE.search(first_block):
            raise FileRefused(source, "html-not-word")
        if fields & {b"return-path", b"received", b"message-id", b"from", b"mime-version"}:
            raise FileRefused(source, "mail-not-read")


def _refuse_xml(start: bytes, source: str) -> None:
    if _HTML.search(start):
        raise FileRefused(source, "html-not-word")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise FileRefused(source, "unsafe-xml", {"part": ""})
    raise FileRefused(source, "unknown-format", {"found": "xml"})
