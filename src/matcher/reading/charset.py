"""Bytes of a text file → its characters, and whether the charset had to be guessed."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

from matcher.errors import FileRefused
from matcher.fiche import Note

# Without this list French in Windows-1252 is taken for the Central European code page.
_CANDIDATES = ["cp932", "euc_jp", "cp1252"]
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. `guessed` is the charset where nothing in the file states it."""

    text: str
    guessed: str | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a fiche of this file should say about its charset."""
        if self.guessed is None:
            return ()
        return (Note("charset-guessed", "source", {"charset": self.guessed}),)


def is_binary(data: bytes) -> bool:
    """Whether the data is no text in any charset: it has zeros without being UTF-16 or UTF-32."""
    if any(data.startswith(mark) for mark, _ in _MARKS) or _utf16_without_mark(data):
        return False
    return b"\x00" in data[:_SAMPLE]


def decoded(data: bytes, source: str) -> Decoded:
    """Decode a text file: a byte-order mark counts, then UTF-8, then the likeliest other.

    Raises `FileRefused` ("undecodable-text") where no charset fits.
    """
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(data, charset, source))
    if b"\x1b$B" in data or b"\x1b$@" in data:
        return Decoded(_strict(data, "iso2022_jp", source), "ISO-2022-JP")
    silent = _utf16_without_mark(data)
    if silent:
        return Decoded(_strict(data, silent, source), "UTF-16")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), "UTF-8")
    likeliest = _likeliest(data)
    if likeliest is None:
        raise FileRefused(source, "undecodable-text")
    return Decoded(data.decode(likeliest, "replace"), _SPOKEN[likeliest])


_SPOKEN = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "cp1252": "Windows-1252"}


def _nearly_utf8(data: bytes) -> bool:
    """Whether UTF-8 fits but for a damaged character here and there."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return wrong * 10 < sum(not character.isascii() for character in text)


def _likeliest(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_CANDIDATES)).best()
    if best is not None and best.encoding in _CANDIDATES:
        return best.encoding
    wrong = {charset: data.decode(charset, "replace").count("\ufffd") for charset in _CANDIDATES}
    charset = min(_CANDIDATES[::-1], key=lambda each: wrong[each])
    return charset if wrong[charset] <= max(len(data) // 200, 1) else None


def _utf16_without_mark(data: bytes) -> str | None:
    """The byte order of UTF-16 without mark: its ASCII characters leave zeros on one side."""
    head = data[:2000]
    if len(head) < 4 or len(data) % 2:
        return None
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Japanese text has few ASCII characters, but separators and line ends always are.
    if odd and not even and odd >= half * 0.02:
        return "utf-16-le"
    if even and not odd and even >= half * 0.02:
        return "utf-16-be"
    return None


def _strict(data: bytes, charset: str, source: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as problem:
        raise FileRefused(source, "undecodable-text", {"charset": charset}) from problem
