"""Systems as TREC runs: those made elsewhere in, ours out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation import Evaluated
from benchmarks.judged import Judged
from benchmarks.systems import Matrix, System
from matcher.errors import DataFileError, Fault
from matcher.matching.suggest import ranked
from matcher.reading.runs import read_run
from matcher.workflow.rank_all import Ranked
from matcher.writing.trec import run_lines

FORTH, BACK = ".fr-jp.run", ".jp-fr.run"


def given_run(path: Path, judged: Judged) -> System:
    """The run NAME.fr-jp.run of `path`, and NAME.jp-fr.run beside it, as a system.

    A pair a run does not list comes after all it lists. Raises DataFileError, and FileRefused
    where one of the two is missing.
    """
    name = path.name.removesuffix(FORTH)
    if name == path.name:
        raise DataFileError(str(path), (Fault(None, "run", path.name, f"NAME{FORTH}"),))
    forth = _scores(path, judged.fr.ids, judged.jp.ids)
    back = _scores(path.with_name(name + BACK), judged.jp.ids, judged.fr.ids)
    return System(f"run {name}", "run", lambda _: forth, lambda _: back)


def _scores(path: Path, queries: tuple[str, ...], documents: tuple[str, ...]) -> Matrix:
    row, column = ({id_: k for k, id_ in enumerate(ids)} for ids in (queries, documents))
    listed = read_run(path, set(queries), set(documents))
    if not listed:
        raise DataFileError(str(path), (Fault(None, "run", "", "a line a candidate"),))
    scores = np.full((len(queries), len(documents)), min(line.score for line in listed) - 1.0)
    for line in listed:
        scores[row[line.query], column[line.document]] = line.score
    return scores


def write_runs(judged: Judged, systems: Mapping[str, Evaluated], folder: Path) -> None:
    """`NAME.fr-jp.run` and `NAME.jp-fr.run` of every system."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, each in systems.items():
        stem = name.replace(" ", "-").replace("/", "-")
        for direction, scores, own, other in (
            ("fr-jp", each.scores, judged.fr.ids, judged.jp.ids),
            ("jp-fr", each.back, judged.jp.ids, judged.fr.ids),
        ):
            lines = run_lines(_ranked(scores, own, other), stem)
            text = "".join(f"{line}\n" for line in lines)
            (folder / f"{stem}.{direction}.run").write_text(text, encoding="utf-8")


def _ranked(
    scores: NDArray[np.float64], own: tuple[str, ...], other: tuple[str, ...]
) -> Iterator[Ranked]:
    for query, row in zip(own, scores, strict=True):
        for rank, k in enumerate(ranked(row, other), start=1):
            yield Ranked(query, other[k], rank, float(row[k]))
