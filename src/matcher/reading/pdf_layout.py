"""One page of a PDF → rows and lines: boxes of tables first, then columns set without lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matcher.reading.filled import Block, Line, Row
from matcher.reading.labels import recognise
from matcher.reading.pdf_columns import Pairs, Plain, regions
from matcher.reading.pdf_form import Box, Value, labelled
from matcher.reading.pdf_glyphs import Glyph
from matcher.reading.pdf_lines import (
    Link,
    Printed,
    column_lines,
    lies_on,
    merged,
    printed_lines,
)
from matcher.reading.pdf_paragraphs import Paragraph, Typesetting, paragraphs


@dataclass(frozen=True, slots=True)
class Table:
    """The boxes of a printed table: a row a tuple of cells, None where one is merged away.

    A table of one cell is a frame around text.
    """

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]

    @property
    def is_frame(self) -> bool:
        """Whether it has one cell only."""
        return sum(cell is not None for row in self.rows for cell in row) == 1


@dataclass(slots=True)
class Page:
    """Everything on one page that can become text."""

    width: float
    height: float
    glyphs: list[Glyph]
    tables: list[Table] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it stands on the page.

    `columns` are those of its table; `first` and `last` its outermost paragraphs, in which a page
    break shows.
    """

    top: float
    bottom: float
    block: Block
    columns: tuple[float, ...] = ()
    first: Paragraph | None = None
    last: Paragraph | None = None


def lines_of(page: Page) -> list[Printed]:
    """All printed stretches of the page, for judging how the document was set."""
    return printed_lines(page.glyphs)


def placed_blocks(page: Page, setting: Typesetting) -> list[Placed]:
    """The content of `page` in reading order."""
    free = list(page.glyphs)
    placed: list[Placed] = []
    edges: list[float] = []
    grids: list[Box] = []
    # Inner tables before the ones around them.
    for table in sorted(page.tables, key=lambda t: (t.box[2] - t.box[0]) * (t.box[3] - t.box[1])):
        inside = [glyph for glyph in free if _within(glyph, table.box)]
        if not inside and not any(_inside(value.box, table.box) for value in page.values):
            continue
        if table.is_frame and (len(inside) == len(free) or not _several_lines(inside)):
            continue  # a border around the page, or the shade of one line
        taken = {id(glyph) for glyph in inside}
        free = [glyph for glyph in free if id(glyph) not in taken]
        edges.append(table.box[1])
        if table.is_frame:
            placed += _flow(inside, page, setting, table.box)
        else:
            grids.append(table.box)
            placed += _table(table, inside, page, setting)
    fields = [each for each in page.values if not any(_inside(each.box, t) for t in grids)]
    for pair in labelled(fields, column_lines(free)):
        free = [glyph for glyph in free if not any(_within(glyph, box) for box in pair.boxes)]
        placed.append(Placed(pair.value.box[1], pair.value.box[3], pair.row))
    whole = (0.0, 0.0, page.width, page.height)
    for group in _between(free, sorted(edges)):
        placed += _flow(group, page, setting, whole)
    placed += _pictures(page)
    return sorted(placed, key=lambda each: each.top)


def _within(glyph: Glyph, box: Box) -> bool:
    x0, top, x1, bottom = box
    middle = glyph.baseline - glyph.size * 0.3
    return x0 <= (glyph.x0 + glyph.x1) / 2 <= x1 and top <= middle <= bottom


def _inside(box: Box, around: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return around[0] <= x <= around[2] and around[1] <= y <= around[3]


def _several_lines(glyphs: Sequence[Glyph]) -> bool:
    return len(printed_lines(glyphs)) > 1


def _between(glyphs: list[Glyph], tops: list[float]) -> Iterator[list[Glyph]]:
    """Free text above, between and below the tables."""
    above = float("-inf")
    for edge in [*tops, float("inf")]:
        group = [glyph for glyph in glyphs if above <= glyph.baseline < edge]
        if group:
            yield group
        above = edge


def _table(table: Table, inside: list[Glyph], page: Page, setting: Typesetting) -> Iterator[Placed]:
    columns = tuple(sorted({box[0] for row in table.rows for box in row if box is not None}))
    for number, row in enumerate(table.rows):
        cells: list[tuple[Line, ...]] = []
        found: list[Paragraph] = []
        for column, box in enumerate(row):
            if box is not None:
                glyphs = [glyph for glyph in inside if _within(glyph, box)]
                found = _set(glyphs, box, page, setting)
                cells += _cell(found, box, page)
            elif _covered_from_above(table, number, column):
                cells.append(())
        boxes = [box for box in row if box is not None]
        if boxes and any(cells):
            top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
            first, last = (found[0], found[-1]) if found else (None, None)
            yield Placed(top, bottom, Row(tuple(cells)), columns, first, last)
    yield Placed(table.box[3], table.box[3], Line(""))


def _covered_from_above(table: Table, number: int, column: int) -> bool:
    own = [box[1] for box in table.rows[number] if box is not None]
    for row in reversed(table.rows[:number]):
        box = row[column] if column < len(row) else None
        if box is not None:
            return bool(own) and box[3] > min(own) + 1
    return False


def _set(glyphs: list[Glyph], box: Box, page: Page, setting: Typesetting) -> list[Paragraph]:
    """The paragraphs in a cell; what it keeps free on the left it keeps free on the right."""
    lines = printed_lines(glyphs, page.links)
    padding = max(min((line.x0 for line in lines), default=box[0]) - box[0], 0)
    return paragraphs(lines, box[2] - min(padding, 15), setting)


def _cell(found: list[Paragraph], box: Box, page: Page) -> list[tuple[Line, ...]]:
    """The text of a cell; two cells where a label and the field it asks for share a box."""
    lines = [each.line for each in found]
    for link in page.links:
        if _inside(link.box, box) and not lies_on(link, page.glyphs):
            lines.append(Line("", links=(link.address,)))
    filled = [value for value in page.values if _inside(value.box, box)]
    values = tuple(Line(text) for value in filled for text in value.lines)
    if filled and lines and recognise(" ".join(line.text for line in lines)):
        return [tuple(lines), values]
    return [(*lines, *values)]


def _flow(glyphs: list[Glyph], page: Page, setting: Typesetting, box: Box) -> Iterator[Placed]:
    """Text outside of tables, within `box`; the margin on the right is as wide as on the left."""
    rows = column_lines(glyphs, page.links)
    left = min(part.x0 for row in rows for part in row)
    right = box[2] - (left - box[0])
    for region in regions(rows):
        if isinstance(region, Plain):
            lines = [merged(row) for row in region.rows]
            yield from _paragraphs(lines, right, setting)
        elif isinstance(region, Pairs):
            for pair in region.pairs:
                label = paragraphs(pair.label, region.left - 3, setting)
                value = paragraphs(pair.value, right, setting)
                ends = [line.bottom for line in (*pair.label, *pair.value)]
                row = Row((tuple(x.line for x in label), tuple(x.line for x in value)))
                first, last = (value[0], value[-1]) if value else (None, None)
                columns = (left, region.left)
                yield Placed(pair.label[0].top, max(ends), row, columns, first, last)
            yield Placed(max(ends), max(ends), Line(""))
        else:
            edge = min(line.x0 for line in region.right)
            yield from _paragraphs(region.left, edge - 5, setting)
            top = region.left[-1].bottom
            for each in _paragraphs(region.right, right, setting):
                yield Placed(top, top, each.block)


def _paragraphs(lines: Sequence[Printed], right: float, setting: Typesetting) -> Iterator[Placed]:
    for each in paragraphs(lines, right, setting):
        yield Placed(each.top, each.bottom, each.line, (), each, each)


def _pictures(page: Page) -> Iterator[Placed]:
    """Links that lie on no word: a map or a logo that leads somewhere."""
    for link in page.links:
        in_table = any(_inside(link.box, table.box) for table in page.tables)
        if not in_table and not lies_on(link, page.glyphs):
            yield Placed(link.box[1], link.box[3], Line("", links=(link.address,)))
