"""Word in French and Japanese: fonts for both scripts, language tags, fields, table borders.

Word picks a font by script: w:ascii and w:hAnsi for Latin letters, w:eastAsia for Japanese.
A run says in which language it is, so that spelling is checked and lines are broken rightly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml.etree import SubElement
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from matcher.collectivity import Language

_RUN, _PROPERTIES, _FONTS, _BOLD = qn("w:r"), qn("w:rPr"), qn("w:rFonts"), qn("w:b")
_COLOUR, _SIZE, _LANGUAGE = qn("w:color"), qn("w:sz"), qn("w:lang")
_TEXT, _TAB, _BREAK = qn("w:t"), qn("w:tab"), qn("w:br")
_VALUE, _HINT, _EAST_ASIA, _SPACE = qn("w:val"), qn("w:hint"), qn("w:eastAsia"), qn("xml:space")

LATIN, JAPANESE, JAPANESE_ELSEWHERE = "Calibri", "Yu Gothic", "Noto Sans CJK JP"
INK, ACCENT, QUIET = (
    RGBColor(0x1B, 0x1F, 0x27), RGBColor(0x1D, 0x3D, 0x7C), RGBColor(0x5A, 0x62, 0x70)
)  # fmt: skip

TAGS = {Language.FR: "fr-FR", Language.JA: "ja-JP", Language.EN: "en-GB"}

STYLES = {
    "Normal": (9.5, False, INK),
    "Title": (24, False, ACCENT),
    "Subtitle": (14, False, INK),
    "Heading 1": (17, False, ACCENT),
    "Heading 2": (10, True, QUIET),
    "Header": (8, False, QUIET),
    "Footer": (8, False, QUIET),
}


def prepare(document: Document, language: Language) -> None:
    """A4, quiet styles, and fonts for both scripts in every style used."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.9)
    section.top_margin, section.bottom_margin = Cm(1.9), Cm(1.7)
    for name, (size, bold, colour) in STYLES.items():
        style = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = colour
        _set_fonts(style.element.get_or_add_rPr())
        style.paragraph_format.space_before = Pt(1)
        style.paragraph_format.space_after = Pt(1.5)
        style.paragraph_format.line_spacing = 1.0
        _remove_ornaments(style.element)
    document.styles["Heading 2"].paragraph_format.space_before = Pt(8)
    document.styles["Heading 2"].paragraph_format.space_after = Pt(3)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(0)
    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    _set_fonts(defaults)
    _set_language(defaults, language)
    _name_alternative(document)


def paragraph_in(document: Document, style: str) -> Paragraph:
    """A new paragraph in a style of the built-in template, by id (« Heading1 »).

    Sets the id itself: by name the library searches all styles for every paragraph.
    """
    paragraph = document.add_paragraph()
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.style = style
    return paragraph


def say(
    paragraph: Paragraph, text: str, language: Language, *, quiet: bool = False, bold: bool = False
) -> Run:
    """Add `text` to the paragraph, tagged with its language; a line feed breaks the line.

    The elements are put together here: a briefing has tens of thousands of runs, and setting
    each property through the library takes three times as long.
    """
    run: Any = SubElement(paragraph._p, _RUN)
    properties = SubElement(run, _PROPERTIES)
    if language is Language.JA:
        SubElement(properties, _FONTS, {_HINT: "eastAsia"})
    if bold:
        SubElement(properties, _BOLD)
    if quiet:
        SubElement(properties, _COLOUR, {_VALUE: str(QUIET)})
        SubElement(properties, _SIZE, {_VALUE: "17"})  # half points
    _set_language(properties, language)
    for number, line in enumerate(ILLEGAL_CHARACTERS_RE.sub("", text).split("\n")):
        if number:
            SubElement(run, _BREAK)
        for place, piece in enumerate(line.split("\t")):
            if place:
                SubElement(run, _TAB)
            if piece:
                SubElement(run, _TEXT, {_SPACE: "preserve"}).text = piece
    return Run(run, paragraph)


def grid(place: Document | _Cell, widths: Sequence[float], rows: int) -> Table:
    """A table without lines but thin ones between rows; `widths` in centimetres."""
    table: Table = place.add_table(rows, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "insideH", "bottom"):
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C9CDD6")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties.append(borders)
    return table


def keep_whole(table: Table) -> None:
    """No row is split over two pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell with a colour (six hexadecimal digits)."""
    shading = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A field that Word fills in: PAGE, NUMPAGES."""
    for kind, text in (("begin", None), (None, instruction), ("separate", None), (None, "1"),
                       ("end", None)):  # fmt: skip
        run = paragraph.add_run()
        if kind is not None:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == instruction:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = f" {instruction} "
            run._r.append(code)
        else:
            run.text = text or ""


def _set_fonts(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", JAPANESE)):
        fonts.set(qn(f"w:{key}"), font)


def _set_language(properties: Any, language: Language) -> None:
    """w:val for Latin text, w:eastAsia for Japanese; both, since a run may hold either."""
    tag = properties.find(_LANGUAGE)
    if tag is None:
        tag = SubElement(properties, _LANGUAGE)
    tag.set(_VALUE, TAGS[Language.EN if language is Language.JA else language])
    tag.set(_EAST_ASIA, TAGS[Language.JA])


def _remove_ornaments(style: Any) -> None:
    """The built-in title styles draw lines and space letters out; ours do not."""
    for name in ("w:pBdr", "w:spacing", "w:kern"):
        for found in list(style.iter(qn(name))):
            if found.getparent().tag == qn("w:rPr") or name == "w:pBdr":
                found.getparent().remove(found)


def _name_alternative(document: Document) -> None:
    """Tell programs without the Japanese font which other one to take (w:altName)."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            entry = (
                f'<w:font w:name="{JAPANESE}"><w:altName w:val="{JAPANESE_ELSEWHERE}"/>'
                '<w:charset w:val="80"/><w:family w:val="swiss"/></w:font>'
            )
            blob = part.blob.decode("utf-8")
            part._blob = blob.replace("</w:fonts>", f"{entry}</w:fonts>").encode("utf-8")
