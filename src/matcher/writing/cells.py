"""Cells of a workbook: text that stays text, numbers with their format, and how they look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from matcher.collectivity import Language
from matcher.writing.tables import FORMULA_STARTS

ACCENT, QUIET, TINT, RULE = "1D3D7C", "5A6270", "E9EEF8", "C9CDD6"

#: The most characters a cell holds (ECMA-376; Excel's limit).
CELL_LIMIT = 32_767

#: Fonts that Windows has for the language; other systems substitute their own.
FONTS = {Language.FR: "Calibri", Language.EN: "Calibri", Language.JA: "Yu Gothic"}

WHOLE, SCORE, SIMILARITY, TIMES, SHARE = "#,##0", "0.00", "0.00", "0.0", "0%"


@dataclass(frozen=True, slots=True)
class Look:
    """The few styles of the workbook, in one font."""

    font: str

    def plain(self) -> Font:
        """Running text."""
        return Font(name=self.font, size=10)

    def strong(self) -> Font:
        """Names and totals."""
        return Font(name=self.font, size=10, bold=True)

    def quiet(self) -> Font:
        """Remarks."""
        return Font(name=self.font, size=9, color=QUIET)

    def title(self) -> Font:
        """The head of a sheet."""
        return Font(name=self.font, size=15, bold=True, color=ACCENT)

    def head(self) -> Font:
        """Column heads."""
        return Font(name=self.font, size=10, bold=True, color="FFFFFF")

    def link(self) -> Font:
        """A name that leads to its sheet."""
        return Font(name=self.font, size=10, bold=True, color=ACCENT, underline="single")


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell at `row` and `column`, from 1. Raises TypeError inside merged cells."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is merged into another cell")
    return cell


def put_text(cell: Cell, text: str, font: Font) -> None:
    """Write `text` as text whatever it begins with; characters no workbook may hold are dropped."""
    clean = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(clean) > CELL_LIMIT:
        clean = clean[: CELL_LIMIT - 1] + "…"
    cell.value = clean
    cell.data_type = "s"
    cell.font = font
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True, indent=1)
    if clean.startswith(FORMULA_STARTS):
        cell.quotePrefix = True  # stays text when someone edits the cell


def put_number(cell: Cell, value: float | None, number_format: str, font: Font) -> None:
    """Write a number, nothing where it is not known."""
    cell.value = value
    cell.number_format = number_format
    cell.font = font
    cell.alignment = Alignment(horizontal="right", vertical="top", indent=1)


def put_heads(sheet: Worksheet, row: int, titles: Iterable[str], look: Look) -> None:
    """Write the column heads of a table into `row`."""
    for column, title in enumerate(titles, start=1):
        cell = at(sheet, row, column)
        put_text(cell, title, look.head())
        cell.fill = PatternFill("solid", fgColor=ACCENT)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)


def rule_above(sheet: Worksheet, row: int, columns: int) -> None:
    """A thin line above `row`."""
    for column in range(1, columns + 1):
        sheet.cell(row, column).border = Border(top=Side(style="thin", color=RULE))


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Column widths in characters of the default font, from the first column on."""
    for column, width in enumerate(widths, start=1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width


def fit_heights(sheet: Worksheet, first: int) -> None:
    """Heights for the rows from `first` on, so that wrapped text shows whole.

    Set here, since programs disagree on whether they fit rows when they open a file. A letter of
    Japanese counts as two; a row has at most the 409 points that Excel allows.
    """
    widths = {letter: dim.width for letter, dim in sheet.column_dimensions.items()}
    for number, row in enumerate(sheet.iter_rows(min_row=first), start=first):
        lines = 1
        for cell in row:
            if isinstance(cell.value, str) and cell.alignment.wrap_text:
                room = max(widths.get(cell.column_letter, 10.0) - 1.0, 1.0)
                lines = max(lines, sum(_lines(part, room) for part in cell.value.split("\n")))
        height = sheet.row_dimensions[number].height or 0
        sheet.row_dimensions[number].height = min(max(height, 13.5 * lines + 3), 409)


def _lines(text: str, room: float) -> int:
    wide = sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
    return max(1, ceil(wide / room))


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
