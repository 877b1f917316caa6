"""Charsets of RTF: which code page a font or a file means, and bytes that come one by one."""

from __future__ import annotations

import codecs

#: \fcharset numbers → Python's codec names (RTF Specification 1.9.1, font table).
_OF_FONTS = {
    77: "mac_roman",
    78: "cp932",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp850",
}
_OF_PAGES = {10000: "mac_roman", 10001: "cp932", 65001: "utf-8", 936: "gbk", 708: "iso8859_6"}


def charset_of_font(number: int, page: str) -> str:
    """The codec of a font with `\\fcharset` `number`; `page` is that of the file."""
    return _OF_FONTS.get(number, page)


def charset_of_page(number: int) -> str:
    """The codec of code page `number`; Western where Python knows none."""
    name = _OF_PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


class Bytes:
    """Bytes of text as they come, decoded when a character is whole.

    The second byte of a Japanese character may come escaped or as a plain letter.
    """

    def __init__(self) -> None:
        self._charset = ""
        self._decoder: codecs.IncrementalDecoder | None = None

    @property
    def waiting(self) -> bool:
        """Whether half a character is held back."""
        return self._decoder is not None and bool(self._decoder.getstate()[0])

    def take(self, raw: bytes, charset: str) -> str:
        """The characters that are whole after `raw`."""
        before = ""
        if self._decoder is None or charset != self._charset:
            before = self.rest()
            self._charset = charset
            self._decoder = codecs.getincrementaldecoder(charset)("replace")
        return before + self._decoder.decode(raw)

    def rest(self) -> str:
        """What is held back, as far as it makes sense."""
        if self._decoder is None:
            return ""
        rest = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return rest
