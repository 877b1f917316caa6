"""Values of spreadsheet cells as a person reads them, the same from every kind of workbook."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.filled import Line, Row

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
#: Formats that spreadsheets know by number alone (ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are
#: the East Asian date formats).
_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 22), "d/m/y"),
    17: "m/y",
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:m:s"),
    **dict.fromkeys(range(27, 32), "y/m/d"),
    **dict.fromkeys(range(32, 36), "h:m:s"),
    36: "y/m/d",
    **dict.fromkeys(range(50, 59), "y/m/d"),
    55: "y/m",
}
_EPOCH_1900 = datetime.datetime(1899, 12, 30)
_EPOCH_1904 = datetime.datetime(1904, 1, 1)


@dataclass(slots=True)
class Grid:
    """The filled cells of a sheet while it is read, by row and column from 0."""

    source: str
    rows: dict[int, dict[int, tuple[Line, ...]]]
    count: int = 0

    def put(self, row: int, column: int, lines: tuple[Line, ...]) -> None:
        """Keep the lines of a cell; empty cells take no room.

        Raises `FileRefused` ("too-large") beyond the cells a list of fiches could need.
        """
        if not lines:
            return
        self.count += 1
        if self.count > limits.SHEET_CELLS:
            raise FileRefused(self.source, "too-large", {"limit_cells": limits.SHEET_CELLS})
        self.rows.setdefault(row, {})[column] = lines

    def blocks(self) -> tuple[Row, ...]:
        """Its rows from the first filled column on, as wide as the widest; empty rows once."""
        if not self.rows:
            return ()
        left = min(min(cells) for cells in self.rows.values())
        blocks: list[Row] = []
        previous: int | None = None
        for number in sorted(self.rows):
            if previous is not None and number > previous + 1:
                blocks.append(Row(()))
            cells = self.rows[number]
            # Far-off cells (a stray mark in column 16 000) must not make every row that wide.
            width = min(max(cells), left + 1000)
            columns = [*range(left, width + 1), *sorted(c for c in cells if c > width)]
            blocks.append(Row(tuple(cells.get(column, ()) for column in columns)))
            previous = number
        return tuple(blocks)


def new_grid(source: str) -> Grid:
    """An empty sheet."""
    return Grid(source, {})


def number_text(value: float) -> str:
    """A number without the noise of its storage: 419429.0 → "419429", 0.1 + 0.2 → "0.3"."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def date_text(value: datetime.datetime | datetime.date, shown: str = "d") -> str:
    """A date in ISO form at the precision its format shows (`shown` as `date_format` gives)."""
    full = value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()[:10]
    return full[: {"y": 4, "m": 7}.get(shown, 10)]


def date_of_serial(serial: float, from_1904: bool) -> datetime.datetime | None:
    """The date behind a spreadsheet's day number; None outside of the calendar.

    The 1900 calendar counts a 29 February 1900 that never was (ECMA-376 part 1, 18.17.4.1).
    """
    epoch = _EPOCH_1904 if from_1904 else _EPOCH_1900
    try:
        return epoch + datetime.timedelta(days=serial)
    except OverflowError:
        return None


def date_format(number: int, custom: Mapping[int, str]) -> str | None:
    """What a number format shows of a date: "d", "m", "y" as finest unit; None if no date."""
    code = custom.get(number) or _BUILT_IN.get(number, "")
    letters = set(_LITERAL.sub("", code.partition(";")[0]).casefold())
    if "d" in letters:
        return "d"
    if letters & {"y", "e"} and not letters & {"0", "#"}:
        return "m" if "m" in letters else "y"
    return None
