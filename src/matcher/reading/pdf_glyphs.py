"""The characters of a PDF page with their places, as pdfium reads them.

pdfium repairs the Kangxi radicals that browsers print, and marks the spaces it invents.
Coordinates: points, x to the right, y downwards from the top of the page.
"""

from __future__ import annotations

import ctypes
import math
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

_UPRIGHT = math.radians(5)
#: Sizes of readable type, in points.
_SMALLEST, _LARGEST = 2.0, 200.0
_WIDE = re.compile("[\u2027\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
#: What pdfium gives for a hyphen at the end of a line.
_LINE_END_HYPHEN = 2
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_GLUE = "\u00a0\u202f\u2007"
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One visible character: its box, baseline and size.

    `after_space` if the file has a space before it (`glued`: one that no line breaks at),
    `after_gap` if pdfium thinks that there should be one. `order` counts the characters as the
    file has them.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    after_space: bool = False
    after_gap: bool = False
    order: int = 0
    glued: bool = False

    @property
    def top(self) -> float:
        """Where tall letters begin."""
        return self.baseline - self.size * 0.8

    @property
    def bottom(self) -> float:
        """Where letters such as g end."""
        return self.baseline + self.size * 0.2


@dataclass(frozen=True, slots=True)
class Geometry:
    """How page space turns into top-down coordinates: the media box and the page's rotation."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def width(self) -> float:
        """Width of the page as seen."""
        return (self.top - self.bottom) if self.rotation % 180 else (self.right - self.left)

    @property
    def height(self) -> float:
        """Height of the page as seen."""
        return (self.right - self.left) if self.rotation % 180 else (self.top - self.bottom)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of page space as seen on the page."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of page space as (x0, top, x1, bottom) seen on the page."""
        a, b = self.point(x0, y0), self.point(x1, y1)
        return min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


def is_wide(character: str) -> bool:
    """Whether `character` is Japanese (kanji, kana, full-width form): set without spaces."""
    return _WIDE.match(character) is not None


def geometry(page: pypdfium2.PdfPage) -> Geometry:
    """The geometry of `page`."""
    left, bottom, right, top = page.get_mediabox()
    return Geometry(left, bottom, right, top, page.get_rotation())


def glyphs(page: pypdfium2.PdfPage, seen_as: Geometry) -> list[Glyph]:
    """The upright, visible characters of `page` in the order of the file."""
    text_page = page.get_textpage()
    try:
        return _glyphs(text_page.raw, seen_as)
    finally:
        text_page.close()


def _glyphs(text_page: pdfium.FPDF_TEXTPAGE, seen_as: Geometry) -> list[Glyph]:
    found: list[Glyph] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    after_space = after_gap = glued = False
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text_page)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if code in (0, 0xFFFE, 0xFFFF) or code in _SURROGATES:
            continue
        text = "-" if code == _LINE_END_HYPHEN else _LIGATURES.get(code, chr(code))
        invented = pdfium.FPDFText_IsGenerated(text_page, index) == 1
        if text.isspace() and text != "\u3000":
            after_gap = after_gap or invented
            after_space = after_space or not invented
            glued = glued or text in _GLUE
            continue
        if invented and text != "-":
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        if not pdfium.FPDFText_GetCharOrigin(text_page, index, x, y):
            continue
        if not _is_upright(pdfium.FPDFText_GetCharAngle(text_page, index), seen_as):
            continue
        x0, _, x1, _ = seen_as.box(box.left, box.bottom, box.right, box.top)
        origin = seen_as.point(x.value, y.value)
        size = _size(text_page, index, matrix)
        if not _SMALLEST <= size <= _LARGEST:
            continue
        if abs(box.top - box.bottom) < 0.95 * size and is_wide(text):
            # A glyph drawn as a picture: its box is its ink, its room is a full square.
            x1 = max(x1, origin[0] + size)
        found.append(
            Glyph(
                text,
                min(x0, origin[0]),
                x1,
                origin[1],
                size,
                after_space,
                after_gap,
                index,
                glued,
            )
        )
        after_space = after_gap = glued = False
    return found


def _is_upright(angle: float, seen_as: Geometry) -> bool:
    """Whether a character stands upright on the page as seen; stamps and watermarks do not."""
    turn = math.radians(seen_as.rotation)
    offsets = ((angle + way + math.pi) % math.tau - math.pi for way in (turn, -turn))
    return any(abs(offset) <= _UPRIGHT for offset in offsets)


def _size(text_page: pdfium.FPDF_TEXTPAGE, index: int, matrix: pdfium.FS_MATRIX) -> float:
    """The size of the type as printed, in points."""
    nominal = float(pdfium.FPDFText_GetFontSize(text_page, index))
    if not pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        return nominal
    return nominal * math.hypot(matrix.c, matrix.d)
