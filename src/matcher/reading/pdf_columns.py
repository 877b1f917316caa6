"""Text set in columns without ruled lines: labels on the left, values on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matcher.reading.labels import recognise
from matcher.reading.pdf_lines import Printed

#: How far apart the beginnings of one column may lie, in points.
_ALIGNED = 4.0
_PROSE = 30


@dataclass(slots=True)
class Pair:
    """A label and its value, as the lines of each."""

    label: list[Printed]
    value: list[Printed] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The label as one text."""
        return " ".join(line.text for line in self.label)


@dataclass(frozen=True, slots=True)
class Plain:
    """Lines of the page that stand in no column."""

    rows: list[list[Printed]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labels with their values; `left` is where the values begin."""

    pairs: list[Pair]
    left: float


@dataclass(frozen=True, slots=True)
class TwoColumns:
    """Running text in two columns."""

    left: list[Printed]
    right: list[Printed]


Region = Plain | Pairs | TwoColumns


def regions(rows: Sequence[list[Printed]]) -> Iterator[Region]:
    """Cut the lines of a page into plain text and columns, top to bottom."""
    plain: list[list[Printed]] = []
    number = 0
    while number < len(rows):
        end, left = _columns_from(rows, number)
        if left is None:
            plain.append(rows[number])
            number += 1
            continue
        if plain:
            yield Plain(plain)
            plain = []
        yield _region(rows[number:end], left)
        number = end
    if plain:
        yield Plain(plain)


def _columns_from(rows: Sequence[list[Printed]], begin: int) -> tuple[int, float | None]:
    """Where the columns that begin in this row end, and where their right one begins."""
    if len(rows[begin]) != 2:
        return begin, None
    left = rows[begin][1].x0
    both = known = 0
    end = begin
    for number in range(begin, len(rows)):
        row = rows[number]
        if not _keeps_to(row, left) or (number > begin and _far(rows[number - 1], row)):
            break
        if len(row) == 2:
            both += 1
            known += recognise(row[0].text) is not None
        end = number + 1
    while end > begin and len(rows[end - 1]) == 1 and rows[end - 1][0].x0 < left - _ALIGNED:
        if recognise(rows[end - 1][0].text):
            break  # a label whose value is empty
        end -= 1  # plain text below the columns
    enough = both >= 3 or (both >= 2 and known >= 1) or known >= 1
    return (end, left) if enough else (begin, None)


def _keeps_to(row: list[Printed], left: float) -> bool:
    if len(row) > 2:
        return False
    if len(row) == 2:
        return abs(row[1].x0 - left) <= _ALIGNED
    return row[0].x0 >= left - _ALIGNED or row[0].x1 < left


def _far(above: list[Printed], below: list[Printed]) -> bool:
    return below[0].baseline - above[0].baseline > 5 * below[0].size


def _region(rows: Sequence[list[Printed]], left: float) -> Region:
    lefts = [part for row in rows for part in row if part.x0 < left - _ALIGNED]
    rights = [part for row in rows for part in row if part.x0 >= left - _ALIGNED]
    known = any(recognise(part.text) for part in lefts)
    long_lines = sum(len(part.text) > _PROSE for part in lefts)
    if not known and len(lefts) >= 4 and long_lines > len(lefts) / 2:
        return TwoColumns(lefts, rights)
    return Pairs(_pairs(lefts, rights), left)


def _pairs(lefts: Sequence[Printed], rights: Sequence[Printed]) -> list[Pair]:
    pairs: list[Pair] = []
    for line in lefts:
        if pairs and _goes_on(pairs[-1], line):
            pairs[-1].label.append(line)
        else:
            pairs.append(Pair([line]))
    for group in _groups(rights):
        inside = [pair for pair in pairs if _beside(pair, group)]
        if len(inside) == 1:
            inside[0].value += group
            continue
        for line in group:
            _owner(inside or pairs, line).value.append(line)
    return pairs


def _goes_on(pair: Pair, line: Printed) -> bool:
    """Whether `line` is the next line of a label that did not fit its column."""
    if line.baseline - pair.label[-1].baseline > 1.7 * line.size:
        return False
    if recognise(f"{pair.text} {line.text}"):
        return True
    if pair.text.rstrip().endswith((":", "：")) or recognise(line.text):
        return False
    return recognise(pair.text) is None and line.text[0].islower()


def _groups(lines: Sequence[Printed]) -> Iterator[list[Printed]]:
    group: list[Printed] = []
    for line in lines:
        if group and line.baseline - group[-1].baseline > 1.9 * line.size:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _beside(pair: Pair, group: Sequence[Printed]) -> bool:
    middle = (pair.label[0].top + pair.label[-1].bottom) / 2
    return group[0].top <= middle <= group[-1].bottom


def _owner(pairs: Sequence[Pair], line: Printed) -> Pair:
    above = [pair for pair in pairs if pair.label[0].top <= line.middle]
    return above[-1] if above else pairs[0]
