"""Graded judgments (qrels) in TREC form, refused with file and line where they are wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import DataFileError, Fault
from matcher.reading.trec import again, rows

GRADES = range(4)

_FORM = "query 0 document grade"
_AS_WRITTEN = {str(grade): grade for grade in GRADES}


@dataclass(frozen=True, slots=True)
class Judgment:
    """How good the pair of `query` and `document` is: grade 0 (nothing) to 3 (emblematic)."""

    query: str
    document: str
    grade: int


def read_qrels(
    path: Path, queries: Collection[str], documents: Collection[str]
) -> tuple[Judgment, ...]:
    """The judgments of `path`, a line `query 0 document grade` each, in the order of the file.

    Raises DataFileError naming every faulty line: wrong number of columns, not UTF-8, an id that
    is none of `queries` or `documents`, a grade outside 0 to 3, a pair judged twice. Raises
    FileRefused where there is no such file or it may not be read.
    """
    judgments: list[Judgment] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows(path, _FORM):
        if isinstance(row, Fault):
            faults.append(row)
            continue
        query, _, document, grade = row.columns
        if query not in queries:
            faults.append(Fault(row.line, "query", query, "an id among the fiches"))
        if document not in documents:
            faults.append(Fault(row.line, "document", document, "an id among the fiches"))
        if grade not in _AS_WRITTEN:
            faults.append(Fault(row.line, "grade", grade, " | ".join(_AS_WRITTEN)))
            continue
        first = seen.setdefault((query, document), row.line)
        if first != row.line:
            faults.append(again(row.line, first, query, document))
        judgments.append(Judgment(query, document, _AS_WRITTEN[grade]))
    if faults:
        raise DataFileError(str(path), tuple(faults))
    return tuple(judgments)
