"""OpenDocument spreadsheets (.ods) → one document a sheet."""

from __future__ import annotations

from lxml import etree

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.filled import Document, Line
from matcher.reading.markup import attribute, child, name, parsed
from matcher.reading.opendocument import Text, flat, has_text, hidden_styles, refuse_encrypted
from matcher.reading.sheet import Grid, new_grid, number_text
from matcher.reading.zipped import Package

_FIGURES = ("float", "currency", "percentage")


def documents(package: Package) -> tuple[Document, ...]:
    """One document for every sheet that is not hidden, its name as place.

    Raises `FileRefused` ("damaged", "unsafe-xml", "encrypted", "too-large").
    """
    refuse_encrypted(package)
    root = parsed(package.read("content.xml"), package.source, "content.xml")
    body = child(root, "body")
    book = child(body, "spreadsheet") if body is not None else None
    if book is None:
        raise FileRefused(package.source, "damaged", {"part": "content.xml"})
    walk = Text(hidden_styles(root))
    precision = _date_precision(root, _common_styles(package))
    unseen = _hidden_tables(root)
    return tuple(
        Document(
            package.source,
            _sheet(table, package.source, walk, precision).blocks(),
            attribute(table, "name"),
        )
        for table in book
        if name(table) == "table" and attribute(table, "style-name") not in unseen
    )


def _sheet(table: etree._Element, source: str, walk: Text, precision: dict[str, str]) -> Grid:
    grid = new_grid(source)
    row = 0
    for element in table.iter("{*}table-row"):
        if any(name(above) == "table-cell" for above in element.iterancestors()):
            continue  # a table inside a cell
        column = 0
        filled: dict[int, tuple[Line, ...]] = {}
        for cell in element:
            kind = name(cell)
            if kind not in ("table-cell", "covered-table-cell"):
                continue
            times = _times(cell, "number-columns-repeated")
            lines = _lines(cell, walk, precision) if kind == "table-cell" else ()
            if lines:
                for offset in range(min(times, 100)):
                    filled[column + offset] = lines
            column += times
        times = _times(element, "number-rows-repeated")
        # The last filled row of a sheet is often repeated to its end by a format, never by hand.
        for offset in range(min(times, 100) if filled else 0):
            for at, lines in filled.items():
                grid.put(row + offset, at, lines)
        row += times
        if len(grid.rows) > limits.SHEET_ROWS:
            raise FileRefused(source, "too-large", {"limit_rows": limits.SHEET_ROWS})
    return grid


def _lines(cell: etree._Element, walk: Text, precision: dict[str, str]) -> tuple[Line, ...]:
    written = tuple(line for line in flat(list(walk.blocks(cell))) if has_text(line))
    kind = attribute(cell, "value-type")
    text = ""
    if kind in _FIGURES:
        try:
            text = number_text(float(attribute(cell, "value")))
        except (ValueError, OverflowError):
            return written
    elif kind == "date":
        shown = precision.get(attribute(cell, "style-name"), "d")
        text = attribute(cell, "date-value")[: {"y": 4, "m": 7}.get(shown, 10)]
    elif kind == "boolean":
        text = "☒" if attribute(cell, "boolean-value") == "true" else "☐"
    if not text:
        return written
    links = tuple(link for line in written for link in line.links)
    return (Line(text, links=links),)


def _common_styles(package: Package) -> etree._Element | None:
    if "styles.xml" not in package.members:
        return None
    return parsed(package.read("styles.xml"), package.source, "styles.xml")


def _date_precision(root: etree._Element, common: etree._Element | None) -> dict[str, str]:
    """For every cell style with a date format: its finest unit, "d", "m" or "y"."""
    formats: dict[str, str] = {}
    for part in (common, root):
        for style in part.iter("{*}date-style") if part is not None else ():
            units = {name(unit) for unit in style}
            shown = "d" if "day" in units else "m" if "month" in units else "y"
            formats[attribute(style, "name")] = shown
    return {
        attribute(style, "name"): formats[attribute(style, "data-style-name")]
        for style in root.iter("{*}style")
        if attribute(style, "data-style-name") in formats
    }


def _hidden_tables(root: etree._Element) -> frozenset[str]:
    return frozenset(
        attribute(style, "name")
        for style in root.iter("{*}style")
        if attribute(style, "family") == "table"
        and any(attribute(each, "display") == "false" for each in style)
    )


def _times(element: etree._Element, local: str) -> int:
    number = attribute(element, local, "1")
    return max(int(number), 1) if number.isascii() and number.isdigit() else 1
