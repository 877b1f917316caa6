"""Word in French and Japanese: fonts for both scripts, language tags, fields, table borders.

Word picks a font by script: w:ascii and w:hAnsi for Latin letters, w:eastAsia for Japanese.
A run says in which language it is, so that spelling is checked and lines are broken rightly.

Pages are put together as markup and go into the saved file: a briefing has a million elements,
and the library looks through the whole document for each paragraph and table that it adds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, NewType
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from matcher.collectivity import Language

#: WordprocessingML, with everything escaped that was written by people.
Markup = NewType("Markup", str)

#: What no XML may hold.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_LANGUAGE, _VALUE, _EAST_ASIA = qn("w:lang"), qn("w:val"), qn("w:eastAsia")

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


def add(paragraph: Paragraph, runs: Markup) -> None:
    """Put `runs` at the end of a paragraph."""
    paragraph._p.extend(list(parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>")))


def saved(document: Document, pages: Markup) -> bytes:
    """The document as .docx with `pages` at the end of its body."""
    without, whole = io.BytesIO(), io.BytesIO()
    document.save(without)
    main = str(document.part.partname).lstrip("/")
    with ZipFile(without) as read, ZipFile(whole, "w", ZIP_DEFLATED) as written:
        for entry in read.infolist():
            data = read.read(entry)
            if entry.filename == main:
                before, last_section, after = data.rpartition(b"<w:sectPr")
                data = before + pages.encode() + last_section + after
            written.writestr(entry, data)
    return whole.getvalue()


# --- text -----------------------------------------------------------------------------------


def run(text: str, language: Language, *, quiet: bool = False, bold: bool = False) -> Markup:
    """Text of one look, tagged with its language; a line feed breaks the line."""
    return _run(_text(text), _properties(language, quiet, bold, None))


def accented(text: str, language: Language) -> Markup:
    """Text that stands out of what is around it."""
    return _run(_text(text), _properties(language, False, True, str(ACCENT)))


def field(instruction: str) -> Markup:
    """A field that Word fills in: PAGE, NUMPAGES."""
    pieces = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return joined(_run(piece, "") for piece in pieces)


def joined(pieces: Iterable[Markup]) -> Markup:
    """Pieces one after the other."""
    return Markup("".join(pieces))


def _run(content: str, properties: str) -> Markup:
    return Markup(f"<w:r>{properties}{content}</w:r>")


def _text(text: str) -> str:
    lines = (line.split("\t") for line in escape(_ILLEGAL.sub("", text)).split("\n"))
    return "<w:br/>".join(
        "<w:tab/>".join(
            f'<w:t xml:space="preserve">{piece}</w:t>' if piece else "" for piece in pieces
        )
        for pieces in lines
    )


@cache
def _properties(language: Language, quiet: bool, bold: bool, colour: str | None) -> str:
    """What a run looks like. w:lang is w:val for Latin text, w:eastAsia for Japanese; both, since
    a run may hold either."""
    found = ""
    if language is Language.JA:
        found += '<w:rFonts w:hint="eastAsia"/>'
    if bold:
        found += "<w:b/>"
    if quiet or colour:
        found += f'<w:color w:val="{colour or QUIET}"/>'
    if quiet:
        found += '<w:sz w:val="17"/>'  # half points
    return f"<w:rPr>{found}{_tagged(language)}</w:rPr>"


def _tagged(language: Language) -> str:
    latin = TAGS[Language.EN if language is Language.JA else language]
    return f'<w:lang w:val="{latin}" w:eastAsia="{TAGS[Language.JA]}"/>'


# --- paragraphs and tables ------------------------------------------------------------------


def paragraph(
    *runs: Markup,
    style: str = "",
    before: float | None = None,
    after: float | None = None,
    right: bool = False,
    new_page: bool = False,
    tab: float | None = None,
) -> Markup:
    """A paragraph in a style of the built-in template, by id (« Heading1 »).

    `before` and `after` in points, `tab` in centimetres: a stop that text ends at.
    """
    found = f'<w:pStyle w:val="{style}"/>' if style else ""
    if new_page:
        found += "<w:pageBreakBefore/>"
    if tab is not None:
        found += f'<w:tabs><w:tab w:val="right" w:pos="{_twips(tab)}"/></w:tabs>'
    if before is not None or after is not None:
        above = "" if before is None else f' w:before="{round(20 * before)}"'
        below = "" if after is None else f' w:after="{round(20 * after)}"'
        found += f"<w:spacing{above}{below}/>"
    if right:
        found += '<w:jc w:val="right"/>'
    properties = f"<w:pPr>{found}</w:pPr>" if found else ""
    return Markup(f"<w:p>{properties}{''.join(runs)}</w:p>")


#: An empty paragraph; no cell may be without one.
NOTHING = paragraph()


class Row(NamedTuple):
    """Cells of a table, each of which ends with a paragraph; all filled with a colour (six
    hexadecimal digits) or with none."""

    cells: Sequence[Markup]
    fill: str = ""


def table(
    widths: Sequence[float], rows: Iterable[Row], *, ruled: bool = True, height: float | None = None
) -> Markup:
    """A table without lines but, where `ruled`, thin ones between rows, none of which is split
    over two pages; `widths` and the least `height` of a row in centimetres."""
    twips = [_twips(width) for width in widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    least = "" if height is None else f'<w:trHeight w:val="{_twips(height)}"/>'
    said = "".join(_row(row, twips, f"<w:trPr><w:cantSplit/>{least}</w:trPr>") for row in rows)
    return Markup(
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>{_RULES if ruled else ""}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{said}</w:tbl>'
    )


def _row(row: Row, twips: Sequence[int], properties: str) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{row.fill}"/>' if row.fill else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'
        for width, content in zip(twips, row.cells, strict=True)
    )
    return f"<w:tr>{properties}{cells}</w:tr>"


_RULES = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="C9CDD6"/>'
        for edge in ("top", "bottom", "insideH")
    )
)


def _twips(centimetres: float) -> int:
    return round(centimetres * 1440 / 2.54)


# --- fonts and styles -----------------------------------------------------------------------


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
    tag = properties.find(_LANGUAGE)
    if tag is None:
        tag = OxmlElement("w:lang")
        properties.append(tag)
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
