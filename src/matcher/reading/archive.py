"""The files inside a zip, under the names people gave them."""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.zipped import Package

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
#: Letters with accents that French file names have.
_FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ’«»°–—")
_JAPANESE_RUN = re.compile("[\u3041-\u30ff\u3400-\u9fff々]{2,}")
_SKIPPED_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db", "icon\r"})


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its path inside, as a person reads it, and its content."""

    path: str
    data: bytes


def is_clutter(name: str) -> bool:
    """Whether a file or folder of that name is left by a program, not meant by a person.

    Word's owner files (~$…), hidden files, Thumbs.db, .DS_Store, __MACOSX, desktop.ini.
    """
    return name.startswith((".", "~$")) or name.lower() in _SKIPPED_NAMES


def members(package: Package) -> Iterator[Member | FileRefused]:
    """The files of an archive in its own order; a bad one is a refusal by itself.

    Raises `FileRefused` ("too-many-files", "expands-too-much", "encrypted" if all of it is).
    """
    named = [(_path(info), info) for info in package.archive.infolist() if not info.is_dir()]
    wanted = [
        (path, info)
        for path, info in named
        if not any(is_clutter(part) for part in PurePosixPath(path).parts)
    ]
    if len(wanted) > limits.MEMBERS:
        raise FileRefused(package.source, "too-many-files", {"limit": limits.MEMBERS})
    if wanted and all(info.flag_bits & 0x1 for _, info in wanted):
        raise FileRefused(package.source, "encrypted")
    for path, info in wanted:
        place = f"{package.source}/{path}"
        try:
            yield Member(path, package.unpacked(info, limits.FILE_BYTES))
        except FileRefused as refusal:
            yield FileRefused(place, refusal.reason, refusal.details)


def _path(info: zipfile.ZipInfo) -> str:
    """The path of a member, whatever program wrote it."""
    name = _unicode_path(info.extra)
    if name is None:
        name = info.filename if info.flag_bits & _UTF8_FLAG else decoded_name(info.filename)
    return unicodedata.normalize("NFC", name).replace("\\", "/").lstrip("/")


def decoded_name(as_cp437: str) -> str:
    """The name behind `zipfile`'s reading of it as code page 437, where the zip says no charset.

    UTF-8 if it fits; Shift_JIS where it shows Japanese words; else the code page of Western
    Windows (850), which differs from 437 in capitals with accents.
    """
    try:
        raw = as_cp437.encode("cp437")
    except UnicodeEncodeError:
        return as_cp437
    if raw.isascii():
        return as_cp437
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    western = raw.decode("cp850")
    try:
        japanese = raw.decode("cp932")
    except UnicodeDecodeError:
        return western
    foreign = {character for character in western if not character.isascii()} - _FRENCH
    if _JAPANESE_RUN.search(japanese) or foreign:
        return japanese
    return western


def _unicode_path(extra: bytes) -> str | None:
    """The name in Info-ZIP's Unicode path field, if the member has one."""
    offset = 0
    while offset + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, offset)
        if tag == _UNICODE_PATH and size > 5:
            try:
                return extra[offset + 9 : offset + 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        offset += 4 + size
    return None
