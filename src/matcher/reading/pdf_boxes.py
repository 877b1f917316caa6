"""The ruled tables of a PDF: the boxes of their cells, as pdfplumber finds them."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from matcher.reading.pdf_layout import Table

#: Beyond so many ruled lines a page is a map or a drawing, not a form.
_RULES = 3000
#: How far ends of ruled lines may lie apart to be one edge, in points.
_NEAR = 3.0
#: What pdfminer raises for files that pdfium still reads; their boxes are not known then.
UNREADABLE = (
    PDFException,
    PSException,
    PdfminerException,
    MalformedPDFException,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RecursionError,
    NotImplementedError,
)


def boxes(data: bytes) -> dict[int, list[Table]]:
    """The tables of every page by number, as far as pdfminer can follow the file."""
    # It complains to standard error about fonts that do not concern us.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: dict[int, list[Table]] = {}
    try:
        with pdfplumber.open(io.BytesIO(data)) as ruled:
            for number, page in enumerate(ruled.pages):
                if len(page.edges) <= _RULES:
                    settings = {"explicit_horizontal_lines": list(_missing_ends(page.edges))}
                    found[number] = [_table(table) for table in page.find_tables(settings)]
                page.close()
    except UNREADABLE:
        return found
    return found


def _table(found: pdfplumber.table.Table) -> Table:
    x0, top, x1, bottom = (float(edge) for edge in found.bbox)
    return Table((x0, top, x1, bottom), tuple(tuple(row.cells) for row in found.rows))


def _missing_ends(edges: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Horizontal lines where a page break left the last or first row of a table open.

    Vertical lines that end together, with no line across, are closed with one.
    """
    across = [e["top"] for e in edges if e["orientation"] == "h" and e["x1"] - e["x0"] > 5]
    upright = [edge for edge in edges if edge["orientation"] == "v" and edge["height"] > 10]
    for end in ("top", "bottom"):
        outermost = min if end == "top" else max
        for edge in upright:
            y = edge[end]
            if any(abs(y - other) < _NEAR for other in across):
                continue
            together = [other for other in upright if abs(other[end] - y) < _NEAR]
            xs = [other["x0"] for other in together]
            if max(xs) - min(xs) < 20 or y != outermost(other[end] for other in together):
                continue
            across.append(y)
            yield {
                "object_type": "line",
                "x0": min(xs),
                "x1": max(xs),
                "top": y,
                "bottom": y,
                "width": max(xs) - min(xs),
                "height": 0,
            }
