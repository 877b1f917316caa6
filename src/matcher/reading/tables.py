"""A table of the form → its labels with their values, whichever way the form was laid out.

Known layouts: label beside value (once or twice a row), label above value (in one cell, or a row
of labels over a row of values), a row a fiche under a header row, a column a fiche beside a
column of labels, and mixtures of these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.reading.filled import Line, Row
from matcher.reading.labels import Field, Label, recognise, recognise_inline
from matcher.reading.wording import is_prompt


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of the table with the lines that the layout gives it (none: they may follow)."""

    label: Label
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class NextFiche:
    """Another fiche begins, whatever the labels say; `number` is its row or column, from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """A cell that fills a row alone and is no label: a heading between rows, or a value below
    its label."""

    line: Line


Piece = Labelled | NextFiche | Unlabelled | Line

Cell = tuple[Line, ...]

_HEADER_WITHIN = 15
_NOT_ANSWERED = frozenset({Field.HEADING, Field.GUIDANCE})


def pieces(rows: Sequence[Row]) -> list[Piece]:
    """The labels, values and loose lines of one table, in reading order."""
    grid = [tuple(_tidy(cell) for cell in row.cells) for row in rows]
    grid = _without_guidance([row for row in grid if any(row)])
    columns = _fiche_columns(grid)
    if columns:
        return _by_columns(grid, columns)
    found: list[Piece] = []
    at = 0
    while at < len(grid):
        if _is_header(grid, at):
            block = _data_rows(grid, at)
            found += _by_rows(grid[at], block)
            at += 1 + len(block)
        else:
            found += _side_by_side(grid[at])
            at += 1
    return found


def _tidy(cell: Cell) -> Cell:
    return tuple(line for line in cell if line.text.strip() or line.links)


def _text(cell: Cell) -> str:
    return " ".join(line.text.strip() for line in cell)


def cell_label(cell: Cell) -> Label | None:
    """The label that a whole cell is."""
    return recognise(_text(cell)) if cell else None


def _opening_label(cell: Cell) -> tuple[Label, str, Cell] | None:
    """A label in the first line or two of a cell, with its text and the lines after it."""
    for count in (2, 1):
        head = cell[:count]
        if len(cell) > count and (label := recognise(_text(head))):
            return label, _text(head), cell[count:]
    return None


# One row: label beside value


def _side_by_side(row: tuple[Cell, ...]) -> list[Piece]:
    cells = [cell for cell in row if cell]
    if all((label := cell_label(cell)) and label.field in _NOT_ANSWERED for cell in cells):
        return []
    if len(cells) == 2 and _adjacent(row) and cell_label(cells[1]):
        label, text = _label_of(cells[0])
        if label:
            # Whatever was typed beside the only label of a row is its value.
            return [Labelled(label, text, cells[1])]
    if len(cells) == 2 and (pairs := _line_by_line(*cells)):
        return pairs
    if (
        len(cells) == 1
        and row[0]
        and not cell_label(row[0])
        and _inside(row[0]) == list(row[0][:1])
    ):
        return [Unlabelled(row[0][0])]
    found: list[Piece] = []
    at = 0
    while at < len(cells):
        labelled = _label_with_neighbours(cells, at)
        if labelled:
            found.append(labelled)
            at += 1 + _neighbours(cells, at)
        else:
            found += _inside(cells[at])
            at += 1
    return found


def _line_by_line(labels: Cell, values: Cell) -> list[Piece]:
    """Several labels in one cell, as many values in the next."""
    found: list[Piece] = []
    if len(labels) < 2 or len(labels) != len(values):
        return []
    for label_line, value in zip(labels, values, strict=True):
        label = recognise(label_line.text)
        if label is None:
            return []
        found.append(Labelled(label, label_line.text, (value,)))
    return found


def _adjacent(row: tuple[Cell, ...]) -> bool:
    """Whether the two filled cells of a row stand side by side."""
    first = next(column for column, cell in enumerate(row) if cell)
    return bool(row[first + 1])


def _label_of(cell: Cell) -> tuple[Label | None, str]:
    label = cell_label(cell)
    if label:
        return label, _text(cell)
    opening = _opening_label(cell)
    return (opening[0], opening[1]) if opening else (None, "")


def _label_with_neighbours(cells: list[Cell], at: int) -> Labelled | None:
    cell = cells[at]
    label = cell_label(cell)
    count = _neighbours(cells, at)
    values = tuple(line for value in cells[at + 1 : at + 1 + count] for line in value)
    own_links = tuple(Line("", links=line.links) for line in cell if line.links)
    if label:
        return Labelled(label, _text(cell), values + own_links)
    opening = _opening_label(cell)
    if opening and values and not opening[0].weak:
        # The rest of a label cell tells how to fill in, once the value stands beside it.
        return Labelled(opening[0], opening[1], values + own_links)
    if opening and values and all(is_prompt(line.text) for line in opening[2]):
        return Labelled(opening[0], opening[1], values + own_links)
    return None


def _neighbours(cells: list[Cell], at: int) -> int:
    """How many of the cells after a label cell are its value."""
    count = 0
    explained = len(cells[at]) > 1 and all(is_prompt(line.text) for line in cells[at][1:])
    for place, cell in enumerate(cells[at + 1 :], start=at + 1):
        label = cell_label(cell)
        if label and not (count == 0 and label.weak and _closes_a_pair(cells, place)):
            break
        own_pair = count > 0 or (len(cells[at]) > 1 and not explained)
        if own_pair and (_opening_label(cell) or _begins_inline(cell)):
            break
        count += 1
    return count


def _closes_a_pair(cells: list[Cell], place: int) -> bool:
    """A word such as « Commune » is a value where nothing or another label follows."""
    return place + 1 >= len(cells) or cell_label(cells[place + 1]) is not None


def _begins_inline(cell: Cell) -> bool:
    inline = recognise_inline(cell[0].text)
    return inline is not None and not inline.label.weak


def _inside(cell: Cell) -> list[Piece]:
    """A cell that holds label and value, or plain text."""
    opening = _opening_label(cell)
    if opening:
        label, text, lines = opening
        links = tuple(
            Line("", links=line.links) for line in cell[: len(cell) - len(lines)] if line.links
        )
        if not any(_is_labelled(line) for line in lines):
            return [Labelled(label, text, lines + links)]
    return list(cell)


def _is_labelled(line: Line) -> bool:
    if recognise(line.text):
        return True
    inline = recognise_inline(line.text)
    return inline is not None and not inline.label.weak


# A header row over a row a fiche


def _labels(row: tuple[Cell, ...]) -> list[Label | None]:
    return [cell_label(cell) for cell in row]


def _is_header(grid: list[tuple[Cell, ...]], at: int) -> bool:
    if at + 1 >= len(grid) or not _all_labels(grid[at]):
        return False
    following = grid[at + 1]
    filled = [cell for cell in following if cell]
    labelled = [cell for cell in filled if cell_label(cell)]
    return cell_label(filled[0]) is None or len(labelled) <= len(filled) / 3


def _all_labels(row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if cell]
    found = [label for cell in filled if (label := cell_label(cell))]
    fields = {label.field for label in found} - _NOT_ANSWERED
    return len(fields) >= 2 and len(found) >= 0.6 * len(filled)


def _data_rows(grid: list[tuple[Cell, ...]], header: int) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for row in grid[header + 1 :]:
        filled = [cell for cell in row if cell]
        if _all_labels(row) or (len(filled) == 1 and cell_label(filled[0])):
            break
        first = cell_label(filled[0])
        if first and not first.weak and len(rows) > 0:
            break
        rows.append(row)
    return rows


_CONTINUED = frozenset({Field.KEY_POINTS, Field.DOMAINS, Field.CONTACT, Field.SEEKING, Field.OTHER})


def _by_rows(header: tuple[Cell, ...], rows: list[tuple[Cell, ...]]) -> list[Piece]:
    labels = _labels(header)
    named = any(label and label.field is Field.NAME for label in labels)
    found: list[Piece] = []
    for number, row in enumerate(rows, start=1):
        filled = [
            (column, label)
            for column, label in enumerate(labels)
            if label and column < len(row) and row[column]
        ]
        continues = named and found and all(label.field in _CONTINUED for _, label in filled)
        if number > 1 and not continues:
            found.append(NextFiche(number))
        for column, label in enumerate(labels):
            value = row[column] if column < len(row) else ()
            if label and (value or (filled and not continues)):
                found.append(Labelled(label, _text(header[column]), value))
        if not filled:
            found += [line for cell in row for line in cell]
    return found


# A column of labels beside a column a fiche


def _fiche_columns(grid: list[tuple[Cell, ...]]) -> tuple[int, ...]:
    """The label column and the value columns, where several columns are fiches; else empty."""
    width = max((len(row) for row in grid), default=0)
    if width < 3 or any(_all_labels(row) for row in grid[:_HEADER_WITHIN]):
        return ()
    counts = [sum(1 for row in grid if _label_at(row, column)) for column in range(width)]
    label_column = max(range(width), key=lambda column: (counts[column], -column))
    if counts[label_column] < 3:
        return ()
    for row in grid:
        label = _label_at(row, label_column)
        if label and label.field is Field.NAME:
            if any(_label_at(row, column) for column in range(label_column + 1, width)):
                return ()
            columns = tuple(
                column
                for column in range(label_column + 1, width)
                if column < len(row)
                and row[column]
                and counts[column] <= 1
                and not all(is_prompt(line.text) for line in row[column])
            )
            if len(columns) >= 2:
                return (label_column, *columns)
    return ()


def _label_at(row: tuple[Cell, ...], column: int) -> Label | None:
    return cell_label(row[column]) if column < len(row) else None


def _by_columns(grid: list[tuple[Cell, ...]], columns: tuple[int, ...]) -> list[Piece]:
    label_column, *value_columns = columns
    found: list[Piece] = []
    for number, column in enumerate(value_columns, start=1):
        if number > 1:
            found.append(NextFiche(number))
        for row in grid:
            value = row[column] if column < len(row) else ()
            label = _label_at(row, label_column)
            if label and label.field not in _NOT_ANSWERED:
                found.append(Labelled(label, _text(row[label_column]), value))
            elif not (label_column < len(row) and row[label_column]):
                found += value
    return found


def _without_guidance(grid: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """Leaves out the columns headed « Exemple », 記入例 … beside the answers."""
    for row in grid[:_HEADER_WITHIN]:
        labels = _labels(row)
        heading = [label for label in labels if label and label.field in _NOT_ANSWERED]
        filled = sum(1 for cell in row if cell)
        if len(heading) >= 2 and len(heading) >= filled - 1:
            kept = [
                column
                for column in range(max(len(r) for r in grid))
                if not (
                    column < len(labels)
                    and (label := labels[column])
                    and label.field is Field.GUIDANCE
                )
            ]
            return [
                cut
                for r in grid
                if r is not row and any(cut := tuple(r[c] for c in kept if c < len(r)))
            ]
    return grid
