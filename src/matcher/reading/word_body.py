"""The walk over the body of a Word file: paragraphs and tables as lines and rows.

Tracked changes are taken as accepted; comments, notes, ruby, hidden text and the prompts of
empty content controls are not content; a text box is met twice in the file and read once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from matcher.reading.filled import Block, Line, Row
from matcher.reading.markup import attribute, child, name
from matcher.reading.word_fields import Fields, address, is_noise
from matcher.reading.word_lists import is_list_item

_OFF = ("0", "false", "off")
_GONE = frozenset({"del", "moveFrom", "rt", "sdtPr", "sdtEndPr", "delText", "delInstrText"})
_SHAPES = frozenset({"drawing", "pict", "object"})
#: Signs of the Wingdings fonts that carry meaning; other private-use signs are bullets.
_SIGNS = {"FE": "☒", "FD": "☒", "52": "☑", "53": "☒", "54": "☒", "6F": "☐", "A8": "☐", "A3": "☐"}
_ARROWS = {"E0": "→", "E8": "→", "D8": "•", "A7": "•", "B7": "•", "FC": "•", "76": "•"}


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while its runs are collected: its lines, their links, its text boxes."""

    lines: list[str] = field(default_factory=lambda: [""])
    links: list[tuple[int, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.lines[-1] += text

    def break_line(self) -> None:
        self.lines.append("")

    def link(self, address: str) -> None:
        """The words being written lead to `address`."""
        if (len(self.lines) - 1, address) not in self.links:
            self.links.append((len(self.lines) - 1, address))

    def result(self, bullet: bool) -> list[Line]:
        """Its lines; a list item is one line, whatever breaks it has."""
        if bullet:
            links = tuple(dict.fromkeys(link for _, link in self.links))
            return [Line(" ".join(" ".join(self.lines).split(" ")).strip(), True, links)]
        return [
            Line(text.strip(), False, tuple(link for at, link in self.links if at == number))
            for number, text in enumerate(self.lines)
        ]


@dataclass(slots=True)
class Body:
    """One walk. `links` are external addresses by relation id, `styles` those of list items."""

    links: dict[str, str]
    styles: frozenset[str]
    _fields: Fields = field(default_factory=Fields)

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The lines and rows of a body, header, cell or text box, in reading order."""
        pending = _Paragraph()
        for element in self._visible(parent):
            kind = name(element)
            if kind == "p":
                paragraph = pending
                self._collect(element, paragraph)
                if _mark_deleted(element):  # its text runs on into the next paragraph
                    pending = paragraph
                    continue
                pending = _Paragraph()
                yield from self._lines(paragraph, is_list_item(element, self.styles))
            elif kind == "tbl":
                yield from self._table(element)
        yield from self._lines(pending, bullet=False)

    def _visible(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Paragraphs, tables, rows, cells below `parent`: wrappers opened, deletions left out."""
        for element in parent:
            kind = name(element)
            if kind in ("p", "tbl", "tr", "tc"):
                yield element
            elif kind == "sdt":
                content = child(element, "sdtContent")
                if content is not None and not _is_prompt(element):
                    yield from self._visible(content)
            elif kind == "AlternateContent":
                chosen = _alternative(element)
                if chosen is not None:
                    yield from self._visible(chosen)
            elif kind in ("ins", "moveTo", "customXml", "smartTag"):
                yield from self._visible(element)

    def _lines(self, paragraph: _Paragraph, bullet: bool) -> Iterator[Block]:
        lines = [line for line in paragraph.result(bullet) if _has_text(line)]
        if lines:
            yield from lines
        elif not paragraph.boxes:
            yield Line("")
        for box in paragraph.boxes:
            if name(box) == "textpath":
                yield Line(attribute(box, "string").strip())
            else:
                yield from (block for block in self.blocks(box) if _has_text(block))

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for row in self._visible(table):
            if name(row) != "tr" or _row_deleted(row):
                continue
            cells = [self._cell(cell) for cell in self._visible(row) if name(cell) == "tc"]
            present = [cell for cell in cells if cell is not None]
            filled = [cell for cell in present if any(_has_text(block) for block in cell)]
            if len(filled) == 1 and any(isinstance(block, Row) for block in filled[0]):
                # A table used as a frame around the form: what counts is inside.
                yield from filled[0]
            elif present:
                yield Row(tuple(tuple(_flat(cell)) for cell in present))
        yield Line("")

    def _cell(self, cell: etree._Element) -> list[Block] | None:
        """The blocks of a cell; empty if covered from above, None if merged into its left one."""
        properties = child(cell, "tcPr")
        if properties is not None:
            for element in properties:
                kind = name(element)
                continued = attribute(element, "val", "continue") == "continue"
                if kind == "cellDel" or (kind == "hMerge" and continued):
                    return None
                if kind == "vMerge" and continued:
                    return []
        return list(self.blocks(cell))

    def _collect(self, parent: etree._Element, into: _Paragraph) -> None:
        """Gather the inline content of a paragraph or of a part of it."""
        for element in parent:
            kind = name(element)
            if kind == "r":
                self._run(element, into)
            elif kind == "hyperlink":
                self._linked(element, self._address(element), into)
            elif kind == "fldSimple":
                instruction = attribute(element, "instr")
                if not is_noise(instruction):
                    self._linked(element, address(instruction), into)
            elif kind == "sdt":
                content = child(element, "sdtContent")
                if content is not None and not _is_prompt(element):
                    self._collect(content, into)
            elif kind == "AlternateContent":
                chosen = _alternative(element)
                if chosen is not None:
                    self._collect(chosen, into)
            elif kind not in _GONE and kind not in ("pPr", "rPr", "p", "tbl"):
                self._collect(element, into)

    def _address(self, element: etree._Element) -> str | None:
        """Where a w:hyperlink leads; Word keeps what follows « # » apart."""
        target = self.links.get(_relation(element))
        anchor = attribute(element, "anchor")
        return f"{target}#{anchor}" if target and anchor and "#" not in target else target

    def _linked(self, element: etree._Element, link: str | None, into: _Paragraph) -> None:
        if link and len(element):
            into.link(link)
        self._collect(element, into)

    def _run(self, run: etree._Element, into: _Paragraph) -> None:
        properties = child(run, "rPr")
        if properties is not None and _hidden(properties):
            return
        for element in run:
            kind = name(element)
            if kind == "fldChar":
                into.write(self._fields.character(element))
            elif kind == "instrText":
                self._fields.instruct(element.text or "")
            elif kind in _SHAPES or kind == "AlternateContent":
                self._shape(element, into)
            elif kind == "ruby":
                base = child(element, "rubyBase")
                if base is not None:
                    self._collect(base, into)
            elif self._fields.shows_text:
                self._character(element, kind, into)

    def _character(self, element: etree._Element, kind: str, into: _Paragraph) -> None:
        if kind == "t":
            into.write(element.text or "")
            link = self._fields.address
            if link and (element.text or "").strip():
                into.link(link)
        elif kind in ("tab", "ptab"):
            into.write("\t")
        elif kind in ("br", "cr"):
            into.break_line()
        elif kind == "noBreakHyphen":
            into.write("-")
        elif kind == "sym":
            into.write(_sign(element))

    def _shape(self, shape: etree._Element, into: _Paragraph) -> None:
        """Text boxes, word art and links of a drawing; its fallback says the same again."""
        chosen = _alternative(shape) if name(shape) == "AlternateContent" else shape
        for element in chosen if chosen is not None else ():
            kind = name(element)
            if kind == "txbxContent":
                into.boxes.append(element)
                continue
            if kind == "textpath" and attribute(element, "string").strip():
                into.boxes.append(element)
            elif kind == "hlinkClick" and _relation(element) in self.links:
                into.link(self.links[_relation(element)])
            elif kind == "AlternateContent" or len(element):
                self._shape(element, into)


def _alternative(element: etree._Element) -> etree._Element | None:
    choice = child(element, "Choice")
    return choice if choice is not None else child(element, "Fallback")


def _relation(element: etree._Element) -> str:
    for key, value in element.attrib.items():
        if str(key).endswith("}id"):
            return str(value)
    return ""


def _is_prompt(control: etree._Element) -> bool:
    """Whether a content control shows its prompt (« Click here to enter text »)."""
    properties = child(control, "sdtPr")
    flag = child(properties, "showingPlcHdr") if properties is not None else None
    return flag is not None and attribute(flag, "val") not in _OFF


def _hidden(properties: etree._Element) -> bool:
    flag = child(properties, "vanish")
    return flag is not None and attribute(flag, "val") not in _OFF


def _mark_deleted(paragraph: etree._Element) -> bool:
    properties = child(paragraph, "pPr")
    mark = child(properties, "rPr") if properties is not None else None
    return mark is not None and any(name(each) in ("del", "moveFrom") for each in mark)


def _row_deleted(row: etree._Element) -> bool:
    properties = child(row, "trPr")
    return properties is not None and child(properties, "del") is not None


def _sign(element: etree._Element) -> str:
    code = attribute(element, "char").upper()[-2:]
    font = attribute(element, "font").casefold()
    if "wingdings" in font or "symbol" in font:
        return _SIGNS.get(code) or _ARROWS.get(code, "•")
    number = attribute(element, "char")
    try:
        return chr(int(number, 16))
    except (ValueError, OverflowError):
        return ""


def _has_text(block: Block) -> bool:
    if isinstance(block, Row):
        return any(_has_text(line) for cell in block.cells for line in cell)
    return bool(block.text or block.links)


def _flat(blocks: list[Block]) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Row):
            yield from (line for cell in block.cells for line in cell if _has_text(line))
        elif _has_text(block):
            yield block
