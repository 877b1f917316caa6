"""Graded judgments (qrels) in TREC form, refused with file and line where they are wrong."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import DataFileError, Fault

GRADES = range(4)


@dataclass(frozen=True, slots=True)
class Judgment:
    """How good the pair of `query` and `document` is: grade 0 (nothing) to 3 (emblematic)."""

    query: str
    document: str
    grade: int


def read_qrels(
    path: Path, queries: Collection[str], documents: Collection[str]
) -> tuple[Judgment, ...]:
    """The judgments of `path`, a line `query 0 document grade` each.

    Raises DataFileError naming every faulty line: wrong number of columns, an id that is none
    of `queries` or `documents`, a grade outside 0 to 3, a pair judged twice.
    """
    judgments: list[Judgment] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        columns = line.split()
        if not columns:
            continue
        if len(columns) != 4:
            faults.append(Fault(number, "line", line, "query 0 document grade"))
            continue
        query, _, document, grade = columns
        if query not in queries:
            faults.append(Fault(number, "query", query, "an id among the fiches"))
        if document not in documents:
            faults.append(Fault(number, "document", document, "an id among the fiches"))
        if not grade.isdecimal() or int(grade) not in GRADES:
            faults.append(Fault(number, "grade", grade, "0, 1, 2 or 3"))
            continue
        if (query, document) in seen:
            first = seen[query, document]
            faults.append(Fault(number, "pair", f"{query} {document}", f"once (see line {first})"))
        seen[query, document] = number
        judgments.append(Judgment(query, document, int(grade)))
    if faults:
        raise DataFileError(path.name, tuple(faults))
    return tuple(judgments)
