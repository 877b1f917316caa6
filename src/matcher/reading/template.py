"""The blank form as a Word file, in French, Japanese or English.

One page: the organisers' labels, one a row, with a word on how to fill in below each. The words
stand in `data/form.toml`, from which the readers know them again: what is left standing in a
filled form is never taken for content.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from matcher.collectivity import Language
from matcher.reading.wording import BlankField, BlankForm, blank_form

_LATIN_FONT = "Calibri"
_EAST_ASIAN_FONT = "Yu Gothic"
#: Found on older Windows and on Macs where the first is not.
_EAST_ASIAN_FALLBACKS = ("Meiryo", "MS Gothic", "Hiragino Sans", "Noto Sans CJK JP")
_LOCALE = {Language.FR: "fr-FR", Language.JA: "ja-JP", Language.EN: "en-GB"}

_INK = RGBColor(0x1B, 0x2A, 0x41)
_QUIET = RGBColor(0x6B, 0x77, 0x88)
_LABEL_FILL = "EEF2F7"
_RULE = "C3CCD8"
_LABEL_WIDTH, _VALUE_WIDTH = Cm(5.8), Cm(11.6)
#: Least height of a row in centimetres; the key points take what the page leaves.
_HEIGHTS = {"key_points": 9.6, "contact": 1.7, "domains": 1.7, "seeking": 1.5}
_HEIGHT = 1.15
#: The zip format's first day: the same form is the same bytes on every day.
_STAMP = (1980, 1, 1, 0, 0, 0)


def blank_docx(language: Language) -> bytes:
    """The blank form in `language`, as the bytes of a .docx file; always the same bytes."""
    words = blank_form(language)
    document = Document()
    _page(document)
    _fonts(document, language)
    _heading(document, words)
    _table(document, words)
    footer = document.sections[0].footer.paragraphs[0]
    _write(footer, words.footer, size=8.5, colour=_QUIET)
    document.core_properties.title = words.title
    document.core_properties.author = ""
    document.core_properties.language = _LOCALE[language]
    return _bytes(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.5)
    section.footer_distance = Cm(0.8)


def _fonts(document: Any, language: Language) -> None:
    style = document.styles["Normal"]
    style.font.name = _LATIN_FONT
    style.font.size = Pt(10.5)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), _EAST_ASIAN_FONT)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), _LOCALE[language])
    spoken.set(qn("w:eastAsia"), "ja-JP")
    properties.append(spoken)
    style.paragraph_format.space_after = Pt(2)
    style.paragraph_format.space_before = Pt(0)


def _heading(document: Any, words: BlankForm) -> None:
    intro = document.add_paragraph()
    _write(intro, words.intro, size=9, colour=_QUIET)
    title = document.add_paragraph()
    _write(title, words.title, size=19, colour=_INK, bold=True)
    title.paragraph_format.space_after = Pt(8)


def _table(document: Any, words: BlankForm) -> None:
    table = document.add_table(rows=0, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _borders(table)
    for column, width in zip(table.columns, (_LABEL_WIDTH, _VALUE_WIDTH), strict=True):
        column.width = width
    for field in words.fields:
        _row(table, field)


def _row(table: Any, field: BlankField) -> None:
    row = table.add_row()
    row.height = Cm(_HEIGHTS.get(field.field, _HEIGHT))
    row.height_rule = WD_ROW_HEIGHT_RULE.AT_LEAST
    label, value = row.cells
    label.width, value.width = _LABEL_WIDTH, _VALUE_WIDTH
    _fill(label, _LABEL_FILL)
    _padding(label)
    _padding(value)
    _write(label.paragraphs[0], field.label, size=10.5, colour=_INK, bold=True)
    _write(label.add_paragraph(), field.instruction, size=8.5, colour=_QUIET)


def _write(paragraph: Any, text: str, *, size: float, colour: RGBColor, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.color.rgb = colour
    run.font.bold = bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:ascii"), _LATIN_FONT)
    fonts.set(qn("w:hAnsi"), _LATIN_FONT)
    fonts.set(qn("w:eastAsia"), _EAST_ASIAN_FONT)


def _fill(cell: Any, colour: str) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:color"), "auto")
    shading.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shading)


def _padding(cell: Any) -> None:
    margins = OxmlElement("w:tcMar")
    for side, width in (("top", 60), ("left", 120), ("bottom", 60), ("right", 120)):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    cell._tc.get_or_add_tcPr().append(margins)


def _borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), "single")
        edge.set(qn("w:sz"), "4")
        edge.set(qn("w:space"), "0")
        edge.set(qn("w:color"), _RULE)
        borders.append(edge)
    table._tbl.tblPr.append(borders)


def _bytes(document: Any) -> bytes:
    """The file with fixed time stamps, and names of other fonts for machines without ours."""
    packed = io.BytesIO()
    document.save(packed)
    steady = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/fontTable.xml":
                content = _with_fallbacks(content)
            new.writestr(zipfile.ZipInfo(entry.filename, _STAMP), content, zipfile.ZIP_DEFLATED)
    return steady.getvalue()


def _with_fallbacks(font_table: bytes) -> bytes:
    entry = (
        f'<w:font w:name="{_EAST_ASIAN_FONT}">'
        f'<w:altName w:val="{",".join(_EAST_ASIAN_FALLBACKS)}"/><w:charset w:val="80"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
    return font_table.replace(b"</w:fonts>", entry.encode())
