"""Fillable PDFs: what the fields hold, and which printed label each field answers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from matcher.reading.filled import Line, Row
from matcher.reading.labels import recognise
from matcher.reading.pdf_glyphs import Geometry, Glyph
from matcher.reading.pdf_lines import Printed

Box = tuple[float, float, float, float]

_BUTTON = 1 << 16  # a push button asks for nothing (field flag 17, ISO 32000-1 12.7.4.2)
_CHOICES = (pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)
_BOXES = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_TEXTS = (pdfium.FPDF_FORMFIELD_TEXTFIELD, *_CHOICES)


@dataclass(frozen=True, slots=True)
class Value:
    """What a field holds, and its box; `names` are its tooltip and its inner name."""

    lines: tuple[str, ...]
    box: Box
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A field as a row, and the boxes of the printed words used up as its label."""

    value: Value
    row: Row
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one page: texts and choices, and check boxes as the signs they show."""

    values: list[Value]
    signs: list[Glyph]


def fields(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, seen_as: Geometry) -> Fields:
    """The form fields on `page`; none where the document is no form."""
    values: list[Value] = []
    signs: list[Glyph] = []
    form = document.formenv
    if form is None:
        return Fields(values, signs)
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET:
                continue
            kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
            box = _box(annotation, seen_as)
            if box is None:
                continue
            if kind in _BOXES:
                checked = bool(pdfium.FPDFAnnot_IsChecked(form, annotation))
                signs.append(_sign(checked, box))
            elif kind in _TEXTS:
                values.append(_value(form, annotation, kind, box))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return Fields(values, signs)


def labelled(values: Sequence[Value], rows: Sequence[list[Printed]]) -> Iterator[Labelled]:
    """Each field with its label: the words beside it, above it, or the field's own name."""
    printed = [part for row in rows for part in row]
    used: set[int] = set()
    for value in values:
        free = [part for part in printed if id(part) not in used]
        options = [_beside(value, free, values), _above(value, free)]
        chosen = next((each for each in options if _known(each)), None)
        named = next((name for name in value.names if recognise(name)), None)
        if chosen is None and named is None:
            chosen = next((each for each in options if each), None)
        if chosen is None:
            label = named or next(iter(value.names), "")
            boxes: tuple[Box, ...] = ()
        else:
            used |= {id(part) for part in chosen}
            label = " ".join(part.text for part in chosen)
            boxes = tuple((p.x0 - 1, p.top - 1, p.x1 + 1, p.bottom + 1) for p in chosen)
        cells = ((Line(label),), tuple(Line(text) for text in value.lines))
        yield Labelled(value, Row(cells), boxes)


def _known(parts: Sequence[Printed]) -> bool:
    return bool(parts) and recognise(" ".join(part.text for part in parts)) is not None


def _beside(value: Value, printed: Sequence[Printed], values: Sequence[Value]) -> list[Printed]:
    x0, top, _, bottom = value.box
    found = [
        part
        for part in printed
        if part.x1 <= x0 + 5 and top - 3 <= part.middle <= bottom + 3 and part.x1 > x0 - 300
    ]
    between = [
        other.box[2]
        for other in values
        if other is not value
        and other.box[2] <= x0
        and other.box[1] < bottom
        and other.box[3] > top
    ]
    nearest = max(between, default=float("-inf"))
    return [part for part in found if part.x0 >= nearest - 3]


def _above(value: Value, printed: Sequence[Printed]) -> list[Printed]:
    x0, top, x1, _ = value.box
    over = [
        part
        for part in printed
        if part.x0 < x1
        and part.x1 > x0
        and part.middle < top
        and top - part.bottom < 1.5 * part.size
    ]
    if not over:
        return []
    last = max(over, key=lambda part: part.baseline)
    before = [
        part
        for part in printed
        if 0 < last.baseline - part.baseline < 1.6 * last.size and abs(part.x0 - last.x0) < 5
    ]
    wrapped = [*before[-1:], last]
    return wrapped if before and _known(wrapped) else [last]


def _value(
    form: pdfium.FPDF_FORMHANDLE, annotation: pdfium.FPDF_ANNOTATION, kind: int, box: Box
) -> Value:
    if kind in _CHOICES:
        texts = list(_chosen(form, annotation))
        if not texts:
            texts = [_text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)]
    else:
        texts = [_text(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)]
    lines = tuple(part.strip() for text in texts for part in text.splitlines() if part.strip())
    names = (
        _text(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, annotation),
        _text(pdfium.FPDFAnnot_GetFormFieldName, form, annotation).rpartition(".")[2],
    )
    return Value(lines, box, tuple(name for name in names if name))


def _chosen(form: pdfium.FPDF_FORMHANDLE, annotation: pdfium.FPDF_ANNOTATION) -> Iterator[str]:
    for index in range(max(pdfium.FPDFAnnot_GetOptionCount(form, annotation), 0)):
        if pdfium.FPDFAnnot_IsOptionSelected(form, annotation, index):
            size = pdfium.FPDFAnnot_GetOptionLabel(form, annotation, index, None, 0)
            buffer = ctypes.create_string_buffer(max(size, 2))
            pointer = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
            pdfium.FPDFAnnot_GetOptionLabel(form, annotation, index, pointer, size)
            yield _decoded(buffer.raw)


def _text(
    ask: Callable[..., int], form: pdfium.FPDF_FORMHANDLE, annotation: pdfium.FPDF_ANNOTATION
) -> str:
    size = ask(form, annotation, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(form, annotation, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return _decoded(buffer.raw)


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-16-le", "replace").partition("\x00")[0]


def _box(annotation: pdfium.FPDF_ANNOTATION, seen_as: Geometry) -> Box | None:
    rectangle = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, rectangle):
        return None
    return seen_as.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _sign(checked: bool, box: Box) -> Glyph:
    x0, top, x1, bottom = box
    size = min(max(bottom - top, 6.0), 12.0)
    baseline = (top + bottom) / 2 + 0.3 * size
    return Glyph("☒" if checked else "☐", x0, x1, baseline, size, after_gap=True)
