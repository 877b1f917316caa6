"""OpenDocument texts (.odt) → one document: header and footer first, then the body.

Tracked changes are taken as accepted: what was deleted is kept by the format in a list apart,
which is left out. Comments, notes, ruby and the prompts of placeholders are not content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from matcher.errors import FileRefused
from matcher.reading.filled import Block, Document, Line, Row
from matcher.reading.markup import attribute, child, name, parsed
from matcher.reading.zipped import Package

_NOT_CONTENT = frozenset(
    {
        "tracked-changes",
        "annotation",
        "note",
        "ruby-text",
        "placeholder",
        "page-number",
        "page-count",
        "hidden-text",
        "title",
        "desc",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "event-listeners",
        "list-header-item",
        "meta",
        "label",
        "list-item-label",
        "table-of-content",
    }
)
_PARAGRAPHS = ("p", "h")
_REPEATED = 200


def documents(package: Package) -> tuple[Document, ...]:
    """The text in `package` as one document.

    Headers and footers come first, each only with lines that the body does not have: a title or
    a date that stands only there is found, and none of it becomes a key point.
    Raises `FileRefused` ("damaged", "unsafe-xml", "encrypted", "expands-too-much").
    """
    refuse_encrypted(package)
    root = parsed(package.read("content.xml"), package.source, "content.xml")
    body = child(root, "body")
    text = next(iter(body), None) if body is not None else None
    if text is None:
        raise FileRefused(package.source, "damaged", {"part": "content.xml"})
    walk = Text(hidden_styles(root), _controls(text))
    blocks = list(walk.blocks(text))
    seen = {_key(line.text) for line in flat(blocks)}
    head, foot = _margins(package, seen)
    return (Document(package.source, (*head, *foot, *blocks)),)


def refuse_encrypted(package: Package) -> None:
    """Raise `FileRefused` ("encrypted") for a file saved with a password."""
    manifest = "META-INF/manifest.xml"
    if manifest in package.members:
        root = parsed(package.read(manifest), package.source, manifest)
        if any(name(each) == "encryption-data" for each in root.iter()):
            raise FileRefused(package.source, "encrypted")


def hidden_styles(root: etree._Element) -> frozenset[str]:
    """Names of the automatic styles whose text is not displayed."""
    hidden: set[str] = set()
    for style in root.iter("{*}style"):
        properties = child(style, "text-properties")
        if properties is not None and attribute(properties, "display") == "none":
            hidden.add(attribute(style, "name"))
    return frozenset(hidden)


@dataclass(slots=True)
class _Paragraph:
    lines: list[str] = field(default_factory=lambda: [""])
    links: list[tuple[int, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.lines[-1] += text

    def link(self, address: str) -> None:
        if address and not address.startswith("#"):
            self.links.append((len(self.lines) - 1, address))


@dataclass(slots=True)
class Text:
    """One walk. `hidden` are styles of text not displayed, `controls` what form controls show."""

    hidden: frozenset[str] = frozenset()
    controls: dict[str, str] = field(default_factory=dict)

    def blocks(self, parent: etree._Element, bullet: bool = False) -> Iterator[Block]:
        """The lines and rows below `parent` in reading order."""
        for element in parent:
            kind = name(element)
            if kind in _PARAGRAPHS:
                yield from self.paragraph(element, bullet)
                bullet = False  # further paragraphs of a list item are text under it
            elif kind == "list":
                for item in element:
                    yield from self.blocks(item, bullet=name(item) == "list-item")
            elif kind == "table":
                yield from self._table(element)
            elif kind == "section" and attribute(element, "display") == "none":
                continue
            elif kind in ("frame", "a", "g", "custom-shape", "control"):
                holder = _Paragraph()
                self._inline(element, holder)
                yield from self._finished(holder, bullet=False)
            elif kind not in _NOT_CONTENT:
                yield from self.blocks(element, bullet)

    def paragraph(self, element: etree._Element, bullet: bool) -> Iterator[Block]:
        """The lines of one paragraph, and after them those of the boxes anchored in it."""
        holder = _Paragraph()
        if attribute(element, "style-name") not in self.hidden:
            self._collect(element, holder)
        yield from self._finished(holder, bullet)

    def _finished(self, paragraph: _Paragraph, bullet: bool) -> Iterator[Block]:
        if bullet:
            links = tuple(dict.fromkeys(link for _, link in paragraph.links))
            lines = [Line(" ".join(paragraph.lines).strip(), True, links)]
        else:
            lines = [
                Line(
                    text.strip(),
                    links=tuple(
                        dict.fromkeys(link for at, link in paragraph.links if at == number)
                    ),
                )
                for number, text in enumerate(paragraph.lines)
            ]
        written = [line for line in lines if line.text or line.links]
        if written:
            yield from written
        elif not paragraph.boxes:
            yield Line("")
        for box in paragraph.boxes:
            yield from (block for block in self.blocks(box) if has_text(block))

    def _collect(self, element: etree._Element, into: _Paragraph) -> None:
        into.write(_spaced(element.text))
        for inner in element:
            self._inline(inner, into)
            into.write(_spaced(inner.tail))

    def _inline(self, element: etree._Element, into: _Paragraph) -> None:
        kind = name(element)
        if kind == "s":
            into.write(" " * min(_count(element, "c"), _REPEATED))
        elif kind == "tab":
            into.write("\t")
        elif kind == "line-break":
            into.lines.append("")
        elif kind == "a":
            into.link(attribute(element, "href"))
            self._collect(element, into)
        elif kind == "ruby":
            base = child(element, "ruby-base")
            if base is not None:
                self._collect(base, into)
        elif kind == "control":
            into.write(self.controls.get(attribute(element, "control"), ""))
        elif kind in ("text-box", "custom-shape"):
            into.boxes.append(element)
        elif kind == "drop-down":
            into.write(_spaced(element.text) or "".join(_spaced(c.tail) for c in element))
        elif kind not in _NOT_CONTENT and not self._is_unseen(element):
            self._collect(element, into)

    def _is_unseen(self, element: etree._Element) -> bool:
        """Whether it is the prompt of an empty control, or hidden text."""
        if name(element) == "content-control":
            return attribute(element, "showing-place-holder") == "true"
        return name(element) == "span" and attribute(element, "style-name") in self.hidden

    def _table(self, table: etree._Element) -> Iterator[Block]:
        for row in _rows(table):
            cells = [
                () if name(cell) == "covered-table-cell" else tuple(self.blocks(cell))
                for cell in row
                if name(cell) == "table-cell" or _covered_from_above(cell)
            ]
            filled = [cell for cell in cells if any(has_text(block) for block in cell)]
            if len(filled) == 1 and any(isinstance(block, Row) for block in filled[0]):
                # A table used as a frame around the form: what counts is inside.
                yield from filled[0]
            elif cells:
                lines = (tuple(line for line in flat(cell) if has_text(line)) for cell in cells)
                yield Row(tuple(lines))
        yield Line("")


def flat(blocks: tuple[Block, ...] | list[Block]) -> Iterator[Line]:
    """All lines of these blocks, those of rows included."""
    for block in blocks:
        if isinstance(block, Row):
            yield from (line for cell in block.cells for line in cell)
        else:
            yield block


def has_text(block: Block) -> bool:
    """Whether a block shows anything."""
    if isinstance(block, Row):
        return any(has_text(line) for cell in block.cells for line in cell)
    return bool(block.text or block.links)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        kind = name(element)
        if kind == "table-row":
            yield element
        elif kind in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _covered_from_above(cell: etree._Element) -> bool:
    """Whether a covered cell belongs to one of a row above, not to its left neighbour."""
    if name(cell) != "covered-table-cell":
        return False
    before = cell.getprevious()
    while before is not None and name(before) == "covered-table-cell":
        before = before.getprevious()
    if before is None:
        return True
    reach = _count(before, "number-columns-spanned")
    distance = 1
    walker = cell.getprevious()
    while walker is not None and walker is not before:
        distance += 1
        walker = walker.getprevious()
    return distance >= reach


def _controls(text: etree._Element) -> dict[str, str]:
    """What the controls of a form in the text show, by their id."""
    shown: dict[str, str] = {}
    forms = child(text, "forms")
    for control in forms.iter() if forms is not None else ():
        kind = name(control)
        identity = attribute(control, "id")
        value = attribute(control, "current-value") or attribute(control, "value")
        if kind == "checkbox":
            state = attribute(control, "current-state") or attribute(control, "state")
            value = ("☒ " if state == "checked" else "☐ ") + attribute(control, "label")
        elif kind == "listbox":
            chosen = [
                attribute(option, "label")
                for option in control
                if name(option) == "option" and attribute(option, "current-selected") == "true"
            ]
            value = ", ".join(chosen)
        if identity and kind in ("text", "textarea", "combobox", "listbox", "checkbox", "date"):
            shown[identity] = value
    return shown


def _margins(package: Package, seen: set[str]) -> tuple[list[Line], list[Line]]:
    """New lines of the page headers and footers; `seen` grows by them."""
    head: list[Line] = []
    foot: list[Line] = []
    if "styles.xml" not in package.members:
        return head, foot
    root = parsed(package.read("styles.xml"), package.source, "styles.xml")
    walk = Text(hidden_styles(root))
    for kinds, lines in (
        (("header", "header-first", "header-left"), head),
        (("footer", "footer-first", "footer-left"), foot),
    ):
        for kind in kinds:
            for part in root.iter(f"{{*}}{kind}"):
                if attribute(part, "display") == "false":
                    continue
                for line in flat(list(walk.blocks(part))):
                    key = _key(line.text)
                    if key and key not in seen:
                        seen.add(key)
                        lines.append(line)
    return head, foot


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


def _spaced(text: str | None) -> str:
    """Character data as OpenDocument means it: line breaks and runs of blanks are one space."""
    if not text:
        return ""
    words = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    while "  " in words:
        words = words.replace("  ", " ")
    return words


def _count(element: etree._Element, local: str) -> int:
    number = attribute(element, local, "1")
    return max(int(number), 1) if number.isascii() and number.isdigit() else 1
