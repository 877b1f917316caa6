"""Workbooks (.xlsx, .xlsm) → one document a sheet.

Own reading of the parts: bounded, without formulas, with merged cells and links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from matcher.reading import limits
from matcher.reading.filled import Document, Line
from matcher.reading.markup import attribute, child, name, parsed
from matcher.reading.parts import Relation, main_part, relations
from matcher.reading.sheet import (
    Grid,
    date_format,
    date_of_serial,
    date_text,
    new_grid,
    number_text,
)
from matcher.reading.zipped import Package

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LINK_FORMULA = re.compile(r'^\s*HYPERLINK\(\s*"([^"]+)"', re.IGNORECASE)
_HIDDEN = ("hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share."""

    source: str
    strings: tuple[str, ...]
    shows: tuple[str | None, ...]
    from_1904: bool


def documents(package: Package) -> tuple[Document, ...]:
    """One document for every sheet that is not hidden, its name as place.

    Raises `FileRefused` ("damaged", "unsafe-xml", "too-large", "expands-too-much").
    """
    main = main_part(package, "xl/workbook.xml")
    root = parsed(package.read(main), package.source, main)
    related = {each.id: each for each in relations(package, main)}
    book = _book(package, root, list(related.values()))
    sheets = child(root, "sheets")
    found: list[Document] = []
    for sheet in sheets if sheets is not None else ():
        relation = related.get(_relation(sheet))
        if relation is None or relation.kind != "worksheet":
            continue
        if attribute(sheet, "state") in _HIDDEN:
            continue
        grid = _sheet(package, relation.target, book)
        found.append(Document(package.source, grid.blocks(), attribute(sheet, "name")))
    return tuple(found)


def _relation(element: etree._Element) -> str:
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")


def _book(package: Package, root: etree._Element, related: list[Relation]) -> _Book:
    properties = child(root, "workbookPr")
    from_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true")
    strings: tuple[str, ...] = ()
    shows: tuple[str | None, ...] = ()
    for relation in related:
        if relation.target not in package.members:
            continue
        if relation.kind == "sharedStrings":
            tree = parsed(package.read(relation.target), package.source, relation.target)
            strings = tuple(_rich(item) for item in tree if name(item) == "si")
        elif relation.kind == "styles":
            tree = parsed(package.read(relation.target), package.source, relation.target)
            shows = _date_styles(tree)
    return _Book(package.source, strings, shows, from_1904)


def _rich(item: etree._Element) -> str:
    """The text of a shared or inline string; its furigana (rPh) left out."""
    parts: list[str] = []
    for element in item:
        if name(element) == "t":
            parts.append(element.text or "")
        elif name(element) == "r":
            parts += [inner.text or "" for inner in element if name(inner) == "t"]
    return "".join(parts)


def _date_styles(styles: etree._Element) -> tuple[str | None, ...]:
    """For every cell style, what it shows of a date (None: it shows a number)."""
    custom: dict[int, str] = {}
    formats = child(styles, "numFmts")
    for each in formats if formats is not None else ():
        number = attribute(each, "numFmtId")
        if number.isdigit():
            custom[int(number)] = attribute(each, "formatCode")
    styles_of_cells = child(styles, "cellXfs")
    return tuple(
        date_format(_integer(attribute(each, "numFmtId")), custom)
        for each in (styles_of_cells if styles_of_cells is not None else ())
        if name(each) == "xf"
    )


def _sheet(package: Package, part: str, book: _Book) -> Grid:
    root = parsed(package.read(part), package.source, part)
    links = dict(_links(root, {each.id: each.target for each in relations(package, part)}))
    covered = _covered(root)
    grid = new_grid(package.source)
    data = child(root, "sheetData")
    row_number = -1
    for row in data if data is not None else ():
        if name(row) != "row":
            continue
        given = _integer(attribute(row, "r"))
        row_number = given - 1 if given else row_number + 1
        column = -1
        for cell in row:
            if name(cell) != "c":
                continue
            place = _place(attribute(cell, "r"))
            column = place[1] if place else column + 1
            at = (row_number, column)
            if at not in covered:
                grid.put(*at, _lines(cell, book, links.get(at)))
    return grid


def _lines(cell: etree._Element, book: _Book, link: str | None) -> tuple[Line, ...]:
    formula = child(cell, "f")
    if link is None and formula is not None:
        match = _LINK_FORMULA.match(formula.text or "")
        link = match.group(1) if match else None
    texts = [part.strip() for part in _text(cell, book).splitlines() if part.strip()]
    if link is None:
        return tuple(Line(text) for text in texts)
    return (Line(texts[0] if texts else "", links=(link,)), *(Line(text) for text in texts[1:]))


def _text(cell: etree._Element, book: _Book) -> str:
    kind = attribute(cell, "t", "n")
    if kind == "inlineStr":
        inline = child(cell, "is")
        return _rich(inline) if inline is not None else ""
    value = child(cell, "v")
    raw = (value.text or "") if value is not None else ""
    if kind == "s":
        number = _integer(raw, -1)
        return book.strings[number] if 0 <= number < len(book.strings) else ""
    if kind in ("str", "d"):
        return raw
    if kind == "e" or not raw:
        return ""
    if kind == "b":
        return "☒" if raw == "1" else "☐"
    return _number(raw, _integer(attribute(cell, "s")), book)


def _number(raw: str, style: int, book: _Book) -> str:
    try:
        value = float(raw)
    except ValueError:
        return raw
    shown = book.shows[style] if 0 <= style < len(book.shows) else None
    if shown is not None:
        date = date_of_serial(value, book.from_1904)
        if date is not None:
            return date_text(date, shown)
    return number_text(value) if abs(value) < float("inf") else ""


def _covered(root: etree._Element) -> set[tuple[int, int]]:
    """Cells under a merged one: whatever they still hold is not shown."""
    covered: set[tuple[int, int]] = set()
    merges = child(root, "mergeCells")
    for merge in merges if merges is not None else ():
        first, _, last = attribute(merge, "ref").partition(":")
        begin, end = _place(first), _place(last or first)
        if begin is None or end is None:
            continue
        area = [
            (row, column)
            for row in range(begin[0], min(end[0], begin[0] + 1000) + 1)
            for column in range(begin[1], min(end[1], begin[1] + 200) + 1)
        ]
        covered.update(area[1:])
        if len(covered) > limits.SHEET_CELLS:
            break
    return covered


def _links(root: etree._Element, targets: dict[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    hyperlinks = child(root, "hyperlinks")
    for each in hyperlinks if hyperlinks is not None else ():
        place = _place(attribute(each, "ref").partition(":")[0])
        target = targets.get(_relation(each))
        if place and target:
            anchor = attribute(each, "location")
            yield place, f"{target}#{anchor}" if anchor else target


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as "B12"."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _integer(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() else otherwise
