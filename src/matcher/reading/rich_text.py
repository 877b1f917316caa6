"""RTF → one document of lines and rows.

Follows the RTF Specification 1.9.1 as far as text goes: groups, destinations, fonts with their
charsets, Unicode with fallbacks, tables, lists, fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from matcher.errors import FileRefused
from matcher.reading.filled import Block, Document, Line, Row
from matcher.reading.rich_text_charset import Bytes, charset_of_font, charset_of_page
from matcher.reading.word_fields import address, is_noise

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
)
_DEEPEST = 500

_SILENT = frozenset(
    [
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "footnote",
        "annotation",
        "atnid",
        "atnauthor",
        "atntime",
        "atnref",
        "atnicn",
        "atndate",
        "atnparent",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "xmlnstbl",
        "mmathPr",
        "objdata",
        "objclass",
        "nonshppict",
        "bkmkstart",
        "bkmkend",
        "pgdsctbl",
        "nesttableprops",
        "nonesttables",
        "shprslt",
        "sp",
        "filetbl",
        "docvar",
        "userprops",
        "xform",
        "formfield",
        "ftnsep",
        "ftnsepc",
        "ftncn",
        "aftnsep",
        "aftnsepc",
        "aftncn",
        "tc",
        "xe",
        "listname",
        "leveltext",
        "levelnumbers",
        "pnseclvl",
        "upr",
        "fldtype",
        "blipuid",
    ]
)
_MARGINS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
}
#: Destinations marked as skippable that hold text we want.
_WANTED = frozenset({"fldinst", "shpinst", "shptxt", "ud", "pn", "pntext", "listtext", "fonttbl"})
_CHARACTERS = {
    "tab": "\t",
    "bullet": "•",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "",
    "zwnj": "",
}
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "", b"{": "{", b"}": "}", b"\\": "\\"}
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column"})


def documents(data: bytes, source: str) -> tuple[Document, ...]:
    """The RTF text as one document.

    Headers and footers come first, each only with lines that the body does not have: a title may
    stand only there, and a footer must not be taken for the last key point.

    Raises `FileRefused` ("damaged") for groups nested beyond sense.
    """
    reader = _Reader(source)
    reader.take(data)
    body = reader.flows["body"].finished()
    seen = {"".join(line.text.split()) for block in body for line in _lines(block)}
    margins = {}
    for where in ("header", "footer"):
        lines = [line for block in reader.flows[where].finished() for line in _lines(block)]
        fresh = {"".join(line.text.split()): line for line in lines if line.text}
        margins[where] = tuple(line for key, line in fresh.items() if key not in seen)
    return (Document(source, (*margins["header"], *margins["footer"], *body)),)


def _lines(block: Block) -> tuple[Line, ...]:
    return (
        tuple(line for cell in block.cells for line in cell) if isinstance(block, Row) else (block,)
    )


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    address: str | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and its end restores."""

    silent: bool = False
    hidden: bool = False
    deleted: bool = False
    charset: str = "cp1252"
    skip: int = 1
    place: str = "body"
    destination: str = ""
    field: _Field | None = None


@dataclass(slots=True)
class _Flow:
    """Text of the body, a header or a text box as it grows."""

    blocks: list[Block] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    bullet: bool = False
    in_table: bool = False
    level: int = 1
    cell: list[Line] = field(default_factory=list)
    cells: list[tuple[Line, ...]] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        """A paragraph or line ends here."""
        text = "".join(self.texts)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()
        line = Line(text, self.bullet and bool(text), tuple(dict.fromkeys(self.links)))
        self.texts, self.links = [], []
        if self.in_table:
            if text or line.links:
                self.cell.append(line)
            return
        if self.cells or self.cell:
            self.end_row()
        self.blocks.append(line)

    def end_cell(self) -> None:
        """A cell ends here."""
        self.in_table = True
        self.end_line()
        self.cells.append(tuple(self.cell))
        self.cell = []

    def end_row(self) -> None:
        """A row ends here."""
        if self.cell:
            self.cells.append(tuple(self.cell))
        kinds = [*self.covered[: len(self.cells)], *[""] * (len(self.cells) - len(self.covered))]
        kept = [
            () if kind == "clvmrg" else cell
            for cell, kind in zip(self.cells, kinds, strict=True)
            if kind != "clmrg"
        ]
        if kept:
            self.blocks.append(Row(tuple(kept)))
        self.cells, self.cell = [], []

    def finished(self) -> tuple[Block, ...]:
        """All blocks, what is still open included."""
        if self.texts or self.links:
            self.end_line()
        if self.cells or self.cell:
            self.end_row()
        return tuple(self.blocks)


class _Reader:
    """The state of one reading."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.state = _State()
        self.stack: list[_State] = []
        self.flows = {place: _Flow() for place in ("body", "header", "footer")}
        self.boxes: list[_Flow] = []
        self.fonts: dict[int, str] = {}
        self.page = "cp1252"
        self.font = 0
        self.skipping = 0
        self.starred = False
        self.opened = False
        self.pending_merge = ""
        self.bytes = Bytes()

    @property
    def flow(self) -> _Flow:
        return self.boxes[-1] if self.state.place == "box" else self.flows[self.state.place]

    def take(self, data: bytes) -> None:
        """Read the whole file."""
        position = 0
        while match := _TOKEN.search(data, position):
            position = match.end()
            if match["brace"]:
                self._flush()
                self._open() if match["brace"] == b"{" else self._close()
            elif match["word"]:
                word = match["word"].decode("ascii")
                number = int(match["number"]) if match["number"] else None
                if word == "bin":
                    position += max(number or 0, 0)
                else:
                    self._word(word, number)
            elif match["hex"]:
                self._byte(bytes.fromhex(match["hex"].decode("ascii")))
            elif match["symbol"]:
                self._symbol(match["symbol"])
            else:
                self._text(match["text"])
        self._flush()

    def _open(self) -> None:
        if len(self.stack) >= _DEEPEST:
            raise FileRefused(self.source, "damaged", {"part": "groups"})
        self.stack.append(self.state)
        self.opened = True
        self.skipping = 0

    def _close(self) -> None:
        ended = self.state
        self.opened = self.starred = False
        self.skipping = 0
        if not self.stack:
            return
        self.state = self.stack.pop()
        if ended.place == "box" and self.state.place != "box" and self.boxes:
            blocks = self.boxes.pop().finished()
            self.flow.blocks += [block for block in blocks if block != Line("")]
        if ended.destination == "fldinst" and ended.field is not None:
            ended.field.address = address(ended.field.instruction)
            ended.field.silent = is_noise(ended.field.instruction)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
        elif symbol in (b"\r", b"\n"):
            self._word("par", None)
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _byte(self, byte: bytes) -> None:
        self.opened = False
        if self.skipping:
            self.skipping -= 1
        else:
            self._write(self.bytes.take(byte, self.state.charset))

    def _text(self, raw: bytes) -> None:
        self.opened = False
        if self.skipping:
            dropped = min(self.skipping, len(raw))
            self.skipping -= dropped
            raw = raw[dropped:]
        if self.state.silent:
            return  # a picture may be megabytes of text
        self._write(self.bytes.take(raw, self.state.charset))

    def _flush(self) -> None:
        self._write(self.bytes.rest())

    def _write(self, text: str) -> None:
        state = self.state
        if not text:
            return
        if state.destination == "fldinst" and state.field is not None:
            state.field.instruction += text
            return
        if state.silent or state.hidden or state.deleted or state.destination:
            return
        if state.field is not None:
            if state.field.silent:
                return
            if state.field.address and text.strip():
                self.flow.links.append(state.field.address)
        self.flow.texts.append(text)

    def _word(self, word: str, number: int | None) -> None:
        if self.bytes.waiting:
            self._flush()
        starred, opened = self.starred, self.opened
        self.starred = self.opened = False
        if word == "u":
            code = (number or 0) % 0x10000
            self._write(chr(code))
            self.skipping = self.state.skip
            return
        self.skipping = 0
        if (opened or starred) and self._destination(word, starred):
            return
        if self.state.silent and self.state.destination != "fonttbl":
            return
        if word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _PARAGRAPH_ENDS or word in ("line", "softline", "lbr"):
            self._break(word)
        else:
            self._property(word, number)

    def _break(self, word: str) -> None:
        if self.state.destination or self.state.deleted:
            return
        if word in _PARAGRAPH_ENDS or not self.flow.bullet:
            self.flow.end_line()
        else:
            self.flow.texts.append(" ")

    def _destination(self, word: str, starred: bool) -> bool:
        """Enter the destination that `word` opens, if it opens one."""
        if word in _SILENT or (starred and word not in _WANTED):
            self.state = replace(self.state, silent=True, destination=word)
        elif word in ("pntext", "listtext", "pn"):
            self.flow.bullet = True
            self.state = replace(self.state, silent=True, destination=word)
        elif word == "fonttbl":
            self.state = replace(self.state, destination="fonttbl")
        elif word == "field":
            self.state = replace(self.state, field=_Field())
        elif word == "fldinst":
            self.state = replace(self.state, destination="fldinst")
        elif word == "shpinst":
            self.state = replace(self.state, destination="shpinst")
        elif word in ("shptxt", "dptxbxtext"):
            self.boxes.append(_Flow())
            self.state = replace(self.state, place="box", destination="", silent=False, field=None)
        elif word == "ud":
            self.state = replace(self.state, destination="", silent=False)
        elif word in _MARGINS:
            self.state = replace(self.state, place=_MARGINS[word])
        else:
            return False
        return True

    def _property(self, word: str, number: int | None) -> None:
        act = _PROPERTIES.get(word)
        if act is not None:
            act(self, number)
        elif word in ("clmrg", "clvmrg"):
            self.pending_merge = word

    def _set_font(self, number: int | None) -> None:
        self.font = number or 0
        if self.state.destination != "fonttbl":
            self.state = replace(self.state, charset=self.fonts.get(self.font, self.page))

    def _set_font_charset(self, number: int | None) -> None:
        self.fonts[self.font] = charset_of_font(number or 0, self.page)

    def _set_page(self, number: int | None) -> None:
        self.page = charset_of_page(number or 1252)
        self.state = replace(self.state, charset=self.page)

    def _reset_paragraph(self, _: int | None) -> None:
        self.flow.bullet = False
        self.flow.in_table = False

    def _in_table(self, _: int | None) -> None:
        self.flow.in_table = True

    def _list_item(self, number: int | None) -> None:
        self.flow.bullet = bool(number)

    def _begin_row(self, _: int | None) -> None:
        self.flow.covered = []
        self.pending_merge = ""

    def _cell_edge(self, _: int | None) -> None:
        self.flow.covered.append(self.pending_merge)
        self.pending_merge = ""

    def _plain(self, _: int | None) -> None:
        self.state = replace(self.state, hidden=False, deleted=False)

    def _end_nested_cell(self, _: int | None) -> None:
        self.flow.in_table = True
        self.flow.end_line()


_PROPERTIES: dict[str, Callable[[_Reader, int | None], None]] = {
    "f": _Reader._set_font,
    "fcharset": _Reader._set_font_charset,
    "ansicpg": _Reader._set_page,
    "mac": lambda reader, _: reader._set_page(10000),
    "pc": lambda reader, _: reader._set_page(437),
    "pca": lambda reader, _: reader._set_page(850),
    "uc": lambda reader, number: setattr(
        reader, "state", replace(reader.state, skip=number if number is not None else 1)
    ),
    "v": lambda reader, number: setattr(reader, "state", replace(reader.state, hidden=number != 0)),
    "deleted": lambda reader, number: setattr(
        reader, "state", replace(reader.state, deleted=number != 0)
    ),
    "plain": _Reader._plain,
    "pard": _Reader._reset_paragraph,
    "intbl": _Reader._in_table,
    "ls": _Reader._list_item,
    "trowd": _Reader._begin_row,
    "cellx": _Reader._cell_edge,
    "cell": lambda reader, _: reader.flow.end_cell(),
    "row": lambda reader, _: reader.flow.end_row(),
    "nestcell": _Reader._end_nested_cell,
}
