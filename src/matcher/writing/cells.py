"""Cells of a workbook: text that stays text, numbers with their format, and how they look."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Hashable, Iterable
from copy import copy
from dataclasses import dataclass
from math import ceil
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from matcher.collectivity import Language
from matcher.writing.tables import FORMULA_STARTS

ACCENT, QUIET, TINT, RULE = "1D3D7C", "5A6270", "E9EEF8", "C9CDD6"

#: The most characters a cell holds (ECMA-376; Excel's limit).
CELL_LIMIT = 32_767

#: Fonts that Windows has for the language; other systems substitute their own.
FONTS = {Language.FR: "Calibri", Language.EN: "Calibri", Language.JA: "Yu Gothic"}

WHOLE, SCORE, SIMILARITY, TIMES, SHARE = "#,##0", "0.00", "0.00", "0.0", "0%"

#: Letters that are as wide as two: those of Japanese, and marks of their width.
_WIDE = re.compile(r"[^\x00-\u2e80]")

#: Kana and kanji.
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class Wardrobe:
    """The styles of one workbook, each put together once.

    openpyxl looks a style up by all its values each time a cell is given one; a workbook of
    a hundred thousand cells wears a few dozen.
    """

    def __init__(self) -> None:
        """Nothing is worn yet."""
        self._made: dict[tuple[bytes, Hashable], Any] = {}

    def wear(self, cell: Cell, name: Hashable, put_on: Callable[[Cell], None]) -> None:
        """Change how `cell` looks by `put_on`, whose every effect on styles `name` stands for."""
        styled: Any = cell
        known = (b"" if styled._style is None else styled._style.tobytes(), name)
        style = self._made.get(known)
        if style is None:
            put_on(cell)
            self._made[known] = copy(styled._style)
        else:
            styled._style = copy(style)


@dataclass(frozen=True, slots=True)
class Lettering:
    """A font under its name, and the one for Japanese, in the wardrobe of their workbook."""

    name: str
    font: Font
    japanese: Font
    wardrobe: Wardrobe


class Look:
    """The few styles of one workbook, in one font.

    Text with Japanese in it has the font for Japanese whatever the workbook's language: left to
    themselves programs take any font with the letters, often one with Chinese forms.
    """

    def __init__(self, font: str) -> None:
        """Nothing is written yet; a look serves one workbook only."""
        self.wardrobe = Wardrobe()

        def lettering(name: str, **changes: Any) -> Lettering:
            latin, japanese = (
                Font(**{"name": each, "size": 10, **changes}) for each in (font, FONTS[Language.JA])
            )
            return Lettering(name, latin, japanese, self.wardrobe)

        #: Running text.
        self.plain = lettering("plain")
        #: Names and totals.
        self.strong = lettering("strong", bold=True)
        #: Remarks.
        self.quiet = lettering("quiet", size=9, color=QUIET)
        #: The head of a sheet.
        self.title = lettering("title", size=15, bold=True, color=ACCENT)
        #: Column heads.
        self.head = lettering("head", bold=True, color="FFFFFF")
        #: A name that leads to its sheet.
        self.link = lettering("link", bold=True, color=ACCENT, underline="single")


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at `row` and `column`, from 1. Raises TypeError inside merged cells."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is merged into another cell")
    return cell


def put_text(cell: Cell, text: str, lettering: Lettering) -> None:
    """Write `text` as text whatever it begins with; characters no workbook may hold are dropped."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(clean) > CELL_LIMIT:
        clean = clean[: CELL_LIMIT - 1] + "…"
    cell.value = clean
    cell.data_type = "s"
    japanese = _JAPANESE.search(clean) is not None

    def put_on(cell: Cell) -> None:
        cell.font = lettering.japanese if japanese else lettering.font
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)

    lettering.wardrobe.wear(cell, ("text", lettering.name, japanese), put_on)
    if clean.startswith(FORMULA_STARTS):
        cell.quotePrefix = True  # stays text when someone edits the cell


def put_number(
    cell: Cell, value: float | None, number_format: str, lettering: Lettering, *, left: bool = False
) -> None:
    """Write a number, nothing where it is not known; at the right, or at the left."""
    cell.value = value

    def put_on(cell: Cell) -> None:
        cell.number_format = number_format
        cell.font = lettering.font
        cell.alignment = Alignment(horizontal="left" if left else "right", vertical="top", indent=1)

    lettering.wardrobe.wear(cell, ("number", lettering.name, number_format, left), put_on)


def put_heads(
    sheet: Worksheet,
    row: int,
    titles: Iterable[str],
    look: Look,
    *,
    over_numbers: Container[int] = (),
) -> None:
    """Write the column heads of a table into `row`; those at the right that stand
    `over_numbers` (columns from 1)."""
    for column, title in enumerate(titles, start=1):
        cell = at(sheet, row, column)
        side = "right" if column in over_numbers else "left"
        put_text(cell, title, look.head)
        fill(cell, ACCENT, look)
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True, indent=1)


def fill(cell: Cell, colour: str, look: Look) -> None:
    """Fill a cell with a colour (six hexadecimal digits)."""

    def put_on(cell: Cell) -> None:
        cell.fill = PatternFill("solid", fgColor=colour)

    look.wardrobe.wear(cell, ("fill", colour), put_on)


def leave_room(cell: Cell, look: Look) -> None:
    """Make an empty cell ready for text that people write."""

    def put_on(cell: Cell) -> None:
        cell.alignment = Alignment(vertical="top", wrap_text=True)

    look.wardrobe.wear(cell, "room", put_on)


def rule_above(sheet: Worksheet, row: int, columns: int, look: Look) -> None:
    """A thin line above `row`."""

    def put_on(cell: Cell) -> None:
        cell.border = Border(top=Side(style="thin", color=RULE))

    for column in range(1, columns + 1):
        look.wardrobe.wear(at(sheet, row, column), "rule", put_on)


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Column widths in characters of the default font, from the first column on."""
    for column, width in enumerate(widths, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width


def width_for(texts: Iterable[str], least: float, most: float) -> float:
    """The width of a column in which the longest of `texts`, in bold, stands in one line."""
    longest = max((_width(text) for text in texts), default=0)
    return min(max(least, 1.1 * longest + 3), most)


def fit_heights(sheet: Worksheet, first: int) -> None:
    """Heights for the rows from `first` on, in which all text wraps, so that it shows whole.

    Set here, since programs disagree on whether they fit rows when they open a file. A letter of
    Japanese counts as two; a row has at most the 409 points that Excel allows.
    """
    widths = {
        column_index_from_string(letter): max(dimension.width - 1.0, 1.0)
        for letter, dimension in sheet.column_dimensions.items()
    }
    for number, row in enumerate(sheet.iter_rows(min_row=first), start=first):
        lines = 1
        for cell in row:
            if isinstance(cell.value, str):
                lines = max(lines, _lines(cell.value, widths.get(cell.column, 9.0)))
        height = sheet.row_dimensions[number].height or 0
        sheet.row_dimensions[number].height = min(max(height, 13.5 * lines + 3), 409)


def _lines(text: str, room: float) -> int:
    return sum(max(1, ceil(_width(part) / room)) for part in text.split("\n"))


def _width(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))


class SheetNames:
    """Gives every sheet a name that Excel accepts and that nobody else has."""

    LIMIT = 31
    _FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

    def __init__(self) -> None:
        """No name is taken yet; « History » belongs to Excel."""
        self._taken = {"history"}

    def take(self, wished: str) -> str:
        """A name as near to `wished` as is allowed: at most 31 characters, unique, no []:*?/\\."""
        clean = ILLEGAL_CHARACTERS_RE.sub("", wished).translate(self._FORBIDDEN)
        clean = " ".join(clean.split()).strip("'") or "–"
        name = self._cut(clean, self.LIMIT)
        number = 2
        while name.casefold() in self._taken:
            ending = f" ({number})"
            name = self._cut(clean, self.LIMIT - len(ending)) + ending
            number += 1
        self._taken.add(name.casefold())
        return name

    @staticmethod
    def _cut(text: str, limit: int) -> str:
        """The first `limit` UTF-16 units, as Excel counts them, no character cut in two."""
        kept = text.encode("utf-16-le")[: 2 * limit]
        return kept.decode("utf-16-le", errors="ignore").rstrip(" '")
