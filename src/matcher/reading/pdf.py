"""PDF → one document: tables by their boxes, text by pdfium, form fields by their values."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.filled import Block, Document, Row
from matcher.reading.pdf_boxes import boxes
from matcher.reading.pdf_drawing import refuse_endless
from matcher.reading.pdf_form import fields
from matcher.reading.pdf_glyphs import Geometry, geometry, glyphs
from matcher.reading.pdf_layout import Page, Table, lines_of, placed_blocks
from matcher.reading.pdf_lines import Link
from matcher.reading.pdf_pages import Laid, stitched
from matcher.reading.pdf_paragraphs import typesetting

#: pdfium keeps state of its own and must not be entered by two threads.
_PDFIUM = threading.Lock()
#: A page with fewer characters than this over a full-page picture is a scan with a stamp on it.
_STAMP = 40


def documents(data: bytes, source: str) -> tuple[Document, ...]:
    """The PDF as one document.

    Raises `FileRefused`: "encrypted" (a password is needed to read it), "scanned-without-text",
    "damaged", "too-large" (pages), "expands-too-much" (what is drawn).
    """
    refuse_endless(data, source)
    with _PDFIUM:
        try:
            pages = list(_pages(data, source))
        except pypdfium2.PdfiumError as problem:
            raise FileRefused(source, "damaged") from problem
    if not any(page.glyphs or page.values for page in pages):
        raise FileRefused(source, "scanned-without-text", {"pages": len(pages)})
    setting = typesetting([line for page in pages for line in lines_of(page)])
    laid = [Laid(page.height, placed_blocks(page, setting)) for page in pages]
    blocks = stitched(laid, setting)
    if any(page.values for page in pages):
        blocks = _notice_first(blocks)
    return (Document(source, tuple(blocks)),)


def _notice_first(blocks: list[Block]) -> list[Block]:
    """What is printed under the last field of a fillable form is a notice, not an answer.

    It is put before the form, where a date in it is still found.
    """
    last = max((n for n, block in enumerate(blocks) if isinstance(block, Row)), default=-1)
    return [*blocks[last + 1 :], *blocks[: last + 1]] if last >= 0 else blocks


def _pages(data: bytes, source: str) -> Iterator[Page]:
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        reason = "encrypted" if "password" in str(problem).casefold() else "damaged"
        raise FileRefused(source, reason) from problem
    try:
        if len(opened) > limits.PAGES:
            raise FileRefused(source, "too-large", {"limit_pages": limits.PAGES})
        if opened.get_formtype():
            opened.init_forms()
        tables = boxes(data)
        for number in range(len(opened)):
            yield _page(opened, number, tables.get(number, []))
    finally:
        opened.close()


def _page(opened: pypdfium2.PdfDocument, number: int, tables: list[Table]) -> Page:
    page = opened[number]
    seen_as = geometry(page)
    text = glyphs(page, seen_as)
    if len(text) < _STAMP and _is_scan(page, seen_as):
        text = []
    form = fields(opened, page, seen_as)
    links = list(_links(opened, page, seen_as))
    return Page(seen_as.width, seen_as.height, [*text, *form.signs], tables, links, form.values)


def _is_scan(page: pypdfium2.PdfPage, seen_as: Geometry) -> bool:
    area = seen_as.width * seen_as.height
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > 0.7 * area:
            return True
    return False


def _links(
    opened: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, seen_as: Geometry
) -> Iterator[Link]:
    """The addresses on the page; jumps inside the document are none."""
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        rectangle = pdfium.FS_RECTF()
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, rectangle):
            continue
        size = pdfium.FPDFAction_GetURIPath(opened, action, None, 0)
        if size <= 1:
            continue
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(opened, action, buffer, size)
        address = buffer.raw.partition(b"\x00")[0].decode("utf-8", "replace")
        box = seen_as.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        yield Link(address, box)
