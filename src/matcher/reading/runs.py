"""Rankings as TREC runs, of this or another system, refused with file and line where wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from matcher.errors import DataFileError, Fault
from matcher.reading.trec import again, rows

_FORM = "query Q0 document rank score tag"
_RANK = re.compile(r"0*[1-9][0-9]{0,17}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class RunLine:
    """One document in the ranking of one query. `rank` (from 1) and `score` are as written."""

    query: str
    document: str
    rank: int
    score: float
    tag: str


def read_run(
    path: Path, queries: Collection[str], documents: Collection[str]
) -> tuple[RunLine, ...]:
    """The run of `path`, a line `query Q0 document rank score tag` each.

    Queries stand in the order of the file, the documents of each by falling score and, where
    scores are equal, by id: as TREC's own evaluation does, the rank written is not followed.
    Raises DataFileError naming every faulty line: wrong number of columns, not UTF-8, an id that
    is none of `queries` or `documents`, a rank that is no positive whole number, a score that is
    no finite number, a document twice for one query. Raises FileRefused where there is no such
    file or it may not be read.
    """
    rankings: dict[str, list[RunLine]] = {}
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows(path, _FORM):
        if isinstance(row, Fault):
            faults.append(row)
            continue
        query, _, document, rank, score, tag = row.columns
        found = [
            *_unknown(row.line, "query", query, queries),
            *_unknown(row.line, "document", document, documents),
        ]
        if not _RANK.fullmatch(rank):
            found.append(Fault(row.line, "rank", rank, "1, 2, 3 …"))
        if not _NUMBER.fullmatch(score) or not math.isfinite(float(score)):
            found.append(Fault(row.line, "score", score, "a finite number"))
        first = seen.setdefault((query, document), row.line)
        if first != row.line:
            found.append(again(row.line, first, query, document))
        if not found:
            line = RunLine(query, document, int(rank), float(score), tag)
            rankings.setdefault(query, []).append(line)
        faults += found
    if faults:
        raise DataFileError(str(path), tuple(faults))
    return tuple(
        line
        for ranking in rankings.values()
        for line in sorted(ranking, key=lambda each: (-each.score, each.document))
    )


def _unknown(line: int, place: str, id_: str, known: Collection[str]) -> list[Fault]:
    return [] if id_ in known else [Fault(line, place, id_, "an id among the fiches")]
