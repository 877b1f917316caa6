"""CSV and its kin → the rows of one sheet: charset and delimiter found, quoted line breaks kept."""

from __future__ import annotations

import csv
import io
from collections import Counter

from matcher.errors import FileRefused
from matcher.reading import limits
from matcher.reading.charset import Decoded
from matcher.reading.filled import Document, Line, Row

_DELIMITERS = ";,\t|"
_SAMPLE_LINES = 40
_FIELD_BYTES = 1 << 20


def documents(decoded: Decoded, source: str) -> tuple[Document, ...]:
    """The sheet in `decoded` as one document of rows.

    Raises `FileRefused` ("invalid-structure" with the line where quoting goes wrong).
    """
    text = decoded.text.lstrip("\ufeff")
    first, _, rest = text.partition("\n")
    declared = first.strip().lower()
    if declared.startswith("sep=") and len(declared) <= 5:  # Excel's own hint
        delimiter = first.strip()[4:] or "\t"
        text = rest
    else:
        delimiter = delimiter_of(text)
    return (Document(source, _rows(text, delimiter, source), notes=decoded.notes),)


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the most rows of `text` into the same number of two or more cells."""
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _sample(text, delimiter)]
        counted = Counter(width for width in widths if width > 1)
        if not counted:
            continue
        width, rows = counted.most_common(1)[0]
        score = rows / len(widths) + min(width, 20) / 1000
        if score > best_score:
            best, best_score = delimiter, score
    return best


def looks_delimited(text: str) -> bool:
    """Whether nearly all rows of a text file without a telling name have the same cells."""
    widths = [len(row) for row in _sample(text, delimiter_of(text))]
    if len(widths) < 2:
        return False
    width, rows = Counter(widths).most_common(1)[0]
    return width >= 3 and rows >= 0.9 * len(widths)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) >= _SAMPLE_LINES:
                break
    except csv.Error:
        return rows
    return rows


def _rows(text: str, delimiter: str, source: str) -> tuple[Row, ...]:
    csv.field_size_limit(_FIELD_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    try:
        for cells in reader:
            if len(rows) >= limits.SHEET_ROWS:
                raise FileRefused(source, "too-large", {"limit_rows": limits.SHEET_ROWS})
            rows.append(Row(tuple(cell_lines(cell) for cell in cells)))
    except csv.Error as problem:
        raise FileRefused(source, "invalid-structure", {"line": reader.line_num}) from problem
    return tuple(rows)


def cell_lines(text: str) -> tuple[Line, ...]:
    """The lines of a cell of a sheet; none for an empty one."""
    return tuple(Line(part.strip()) for part in text.splitlines() if part.strip())
