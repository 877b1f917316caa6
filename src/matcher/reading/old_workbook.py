"""Old workbooks (.xls) → one document a sheet, through calamine."""

from __future__ import annotations

import datetime
import io

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from matcher.errors import FileRefused
from matcher.reading.delimited import cell_lines
from matcher.reading.filled import Document
from matcher.reading.sheet import date_text, new_grid, number_text


def documents(data: bytes, source: str) -> tuple[Document, ...]:
    """One document for every sheet that is not hidden, its name as place.

    Raises `FileRefused` ("damaged", "encrypted", "too-large").
    """
    try:
        return _documents(data, source)
    except PasswordError as problem:
        raise FileRefused(source, "encrypted") from problem
    except CalamineError as problem:
        raise FileRefused(source, "damaged") from problem
    except BaseException as problem:
        # A fault inside calamine arrives as PanicException, which is no ordinary Exception.
        if type(problem).__name__ == "PanicException":
            raise FileRefused(source, "damaged") from problem
        raise


def _documents(data: bytes, source: str) -> tuple[Document, ...]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found: list[Document] = []
    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible:
            continue
        grid = new_grid(source)
        for number, row in enumerate(book.get_sheet_by_name(sheet.name).iter_rows()):
            for column, value in enumerate(row):
                grid.put(number, column, cell_lines(_text(value)))
        found.append(Document(source, grid.blocks(), sheet.name))
    return tuple(found)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "☒" if value else "☐"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return date_text(value)
    return str(value)
