"""How much a PDF draws: a few bytes may say a page of many, again and again.

Instructions come compressed, and a form (an XObject with instructions of its own) may be drawn by
another any number of times, so that a file of 600 bytes keeps a reader busy for ever. What is
counted here is the instructions in bytes, those of a form as often as it is drawn.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, dict_value, resolve1
from pdfminer.psparser import literal_name

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.pdf_boxes import UNREADABLE

#: « /Name Do »; between the two there may be comments.
_DRAWN = re.compile(rb"/([^\s\x00/\[\]<>(){}%]+)(?:[\s\x00]|%[^\r\n]*[\r\n])+Do(?![A-Za-z])")
#: What it takes to begin a form, in bytes of instructions that take as long.
_BEGUN = 100
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


class _TooMuch(Exception):
    """More is drawn than is taken."""


def refuse_endless(data: bytes, source: str) -> None:
    """Raise FileRefused ("expands-too-much") where the pages draw more than `PDF_DRAWN_BYTES`.

    What pdfminer cannot follow is not counted.
    """
    try:
        drawn = 0
        document = PDFDocument(PDFParser(io.BytesIO(data)))
        for number, page in enumerate(PDFPage.create_pages(document)):
            if number >= limits.PAGES:
                break
            forms = _Forms()
            for stream in page.contents:
                drawn += forms.drawn_by(resolve1(stream), page.resources, ())
                _refuse(drawn)
    except _TooMuch:
        raise FileRefused(source, "expands-too-much") from None
    except UNREADABLE:
        return


def _refuse(drawn: int) -> None:
    if drawn > limits.PDF_DRAWN_BYTES:
        raise _TooMuch


class _Forms:
    """The forms of a page, each measured once."""

    def __init__(self) -> None:
        self._measured: dict[int, int] = {}

    def drawn_by(self, stream: object, resources: object, within: tuple[int, ...]) -> int:
        """Bytes that a stream draws with `resources`, which it may replace; `within` are the
        numbers of the forms that it is drawn by."""
        if not isinstance(stream, PDFStream):
            return 0
        own = resolve1(stream.attrs.get("Resources")) or resources
        content = _content(stream)
        drawn = len(content)
        _refuse(drawn)
        forms = dict(_forms(own))
        for found in _DRAWN.finditer(content):
            form = forms.get(_ESCAPED.sub(_byte, found[1]).decode("latin-1"))
            if form is not None:
                drawn += _BEGUN + self._form(form, own, within)
                _refuse(drawn)
        return drawn

    def _form(self, form: PDFStream, resources: object, within: tuple[int, ...]) -> int:
        number = form.objid or id(form)
        if number in within:
            raise _TooMuch  # it draws itself
        if number not in self._measured:
            self._measured[number] = self.drawn_by(form, resources, (*within, number))
        return self._measured[number]


def _forms(resources: object) -> Iterator[tuple[str, PDFStream]]:
    for name, value in dict_value(dict_value(resources).get("XObject") or {}).items():
        form = resolve1(value)
        if isinstance(form, PDFStream) and literal_name(form.attrs.get("Subtype")) == "Form":
            yield str(name), form


def _content(stream: PDFStream) -> bytes:
    """The instructions; no more than one byte over what is taken, where they are deflated."""
    filters: list[Any] = stream.get_filters()
    raw = stream.rawdata
    deflated = len(filters) == 1 and literal_name(filters[0][0]) in {"FlateDecode", "Fl"}
    if deflated and raw is not None and stream.decipher is None:
        try:
            return zlib.decompressobj().decompress(raw, limits.PDF_DRAWN_BYTES + 1)
        except zlib.error:
            pass  # damaged: pdfminer takes what it can
    return stream.get_data()


def _byte(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])
