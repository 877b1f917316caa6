"""One file → what can be read of it: its true kind, the limits, and the reader for it."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path
from traceback import clear_frames

from matcher.errors import FileRefused
from matcher.reading import (
    archive,
    charset,
    delimited,
    limits,
    office,
    old_workbook,
    opendocument,
    opensheet,
    pdf,
    plain,
    rich_text,
    signature,
    structured,
    word,
    workbook,
)
from matcher.reading.characters import cleaned_document, cleaned_form
from matcher.reading.filled import Document, FilledForm, ReadFile
from matcher.reading.signature import Kind
from matcher.reading.zipped import Budget, Package, opened

Outcome = ReadFile | FileRefused


def read_path(path: Path) -> tuple[Outcome, ...]:
    """What the file at `path` gives: one outcome; for an archive also one per refused member.

    Never raises for what is in the file; a file that cannot be opened is a refusal as well
    ("not-found", "not-readable", "too-large", …).
    """
    source = shown(path)
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):  # a pipe or device would never end
            return (FileRefused(source, "not-readable", {"found": "no regular file"}),)
        if state.st_size > limits.FILE_BYTES:  # known before a byte is read
            return (_too_large(source),)
        with path.open("rb") as stream:
            data = stream.read(limits.FILE_BYTES + 1)
    except FileNotFoundError:
        return (FileRefused(source, "not-found"),)
    except OSError as problem:
        return (FileRefused(source, "not-readable", {"found": problem.strerror or ""}),)
    return read_bytes(data, source)


def read_bytes(data: bytes, source: str) -> tuple[Outcome, ...]:
    """What a file of content `data`, named `source`, gives; as `read_path`."""
    return _outcomes(data, source, Budget(), limits.NESTED_ARCHIVES)


def shown(path: Path) -> str:
    """`path` as text that can be written anywhere, also where its bytes are no UTF-8."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _outcomes(data: bytes, source: str, budget: Budget, depth: int) -> tuple[Outcome, ...]:
    try:
        return _guarded(data, source, budget, depth)
    except FileRefused as refusal:
        # It lives on in a list: what its frames hold (the whole file) must not.
        clear_frames(refusal.__traceback__)
        if refusal.__cause__ is not None:
            clear_frames(refusal.__cause__.__traceback__)
        return (refusal,)


def _guarded(data: bytes, source: str, budget: Budget, depth: int) -> tuple[Outcome, ...]:
    """As `_read`, but whatever goes wrong is a FileRefused."""
    try:
        return _read(data, source, budget, depth)
    except FileRefused:
        raise
    except MemoryError:
        raise FileRefused(source, "expands-too-much", {}) from None
    except Exception as problem:
        # The one broad catch of the reading side: parsers of foreign formats raise anything for
        # damaged bytes. The error is kept as the cause, so that a fault of ours stays findable.
        raise FileRefused(source, "damaged", {"error": type(problem).__name__}) from problem


def _read(data: bytes, source: str, budget: Budget, depth: int) -> tuple[Outcome, ...]:
    if not data.strip(b"\x00 \t\r\n"):
        raise FileRefused(source, "empty-file")
    if len(data) > limits.FILE_BYTES:
        raise _too_large(source)
    if data.startswith(signature.ZIP):
        return _zipped(opened(data, source, budget), depth)
    kind = signature.kind_of_binary(data, source)
    if kind is None:
        return (_text(data, source),)
    return (_file(source, _binary(kind, data, source)),)


def _zipped(package: Package, depth: int) -> tuple[Outcome, ...]:
    source = package.source
    kind = signature.kind_of_package(package)
    if kind is Kind.ARCHIVE:
        return _members(package, depth)
    if kind is Kind.WORD:
        return (_file(source, word.documents(package)),)
    if kind is Kind.WORKBOOK:
        return (_file(source, workbook.documents(package)),)
    if kind is Kind.OPEN_SHEET:
        return (_file(source, opensheet.documents(package)),)
    return (_file(source, opendocument.documents(package)),)


def _binary(kind: Kind, data: bytes, source: str) -> tuple[Document, ...]:
    if kind is Kind.PDF:
        return pdf.documents(data, source)
    if kind is Kind.RICH_TEXT:
        return rich_text.documents(data, source)
    if kind is Kind.OLD_WORKBOOK:
        return old_workbook.documents(data, source)
    return word.documents(opened(office.as_docx(data, source), source))


def _text(data: bytes, source: str) -> ReadFile:
    if charset.is_binary(data):
        raise FileRefused(source, "unknown-format", {"found": "binary"})
    text = charset.decoded(data, source)
    kind = signature.kind_of_text(text.text, source)
    if kind is Kind.STRUCTURED:
        try:
            return _structured(text, source)
        except FileRefused:
            if signature.is_named_structured(source):
                raise  # otherwise it only looked so
    if kind is Kind.DELIMITED or delimited.looks_delimited(text.text):
        return _file(source, delimited.documents(text, source))
    return _file(source, plain.documents(text, source))


def _structured(text: charset.Decoded, source: str) -> ReadFile:
    if len(text.text) > limits.STRUCTURED_BYTES:
        limit = limits.STRUCTURED_BYTES // limits.MEBIBYTE
        raise FileRefused(source, "too-large", {"limit_mb": limit})
    forms = structured.forms(text, source)
    return ReadFile(source, tuple(cleaned_form(form) for form in forms))


def _file(source: str, documents: tuple[Document, ...]) -> ReadFile:
    return ReadFile(source, tuple(cleaned_document(each) for each in documents))


def _members(package: Package, depth: int) -> tuple[Outcome, ...]:
    """An archive as one file whose parts are placed by their path inside; refusals apart."""
    parts: list[Document | FilledForm] = []
    refusals: list[FileRefused] = []
    read = 0
    for member in archive.members(package):
        if isinstance(member, FileRefused):
            refusals.append(member)
            continue
        name = f"{package.source}/{member.path}"
        if depth == 0 and member.data.startswith(signature.ZIP):
            refusals.append(FileRefused(name, "expands-too-much", {}))
            continue
        for outcome in _outcomes(member.data, name, package.budget, depth - 1):
            if isinstance(outcome, FileRefused):
                refusals.append(outcome)
                continue
            read += 1
            parts += [_placed(part, package.source, member.path) for part in outcome.parts]
    if not read and not refusals:
        raise FileRefused(package.source, "no-fiche-inside")
    whole = (ReadFile(package.source, tuple(parts)),) if read else ()
    return (*whole, *refusals)


def _placed(part: Document | FilledForm, source: str, member: str) -> Document | FilledForm:
    place = member if part.place is None else f"{member} · {part.place}"
    return dataclasses.replace(part, source=source, place=place)


def _too_large(source: str) -> FileRefused:
    limit = limits.FILE_BYTES // limits.MEBIBYTE
    return FileRefused(source, "too-large", {"limit_mb": limit})
