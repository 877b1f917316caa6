"""Systems as TREC runs: those made elsewhere in, ours out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluation import Evaluated
from benchmarks.judged import Judged
from benchmarks.systems import Matrix, System
from matcher.matching.suggest import ranked
from matcher.reading.runs import read_run
from matcher.workflow.rank_all import Ranked
from matcher.writing.trec import run_lines


def given_run(path: Path, judged: Judged) -> System:
    """The run of `path` as a system: French collectivités asking, Japanese ones found.

    A pair the run does not list comes after all it lists. Raises DataFileError.
    """
    fr, jp = judged.fr.ids, judged.jp.ids
    row, column = ({id_: k for k, id_ in enumerate(ids)} for ids in (fr, jp))
    listed = read_run(path, set(fr), set(jp))
    scores = np.full(judged.grades.shape, min((line.score for line in listed), default=0.0) - 1.0)
    for line in listed:
        scores[row[line.query], column[line.document]] = line.score

    def unchanged(_: Judged) -> Matrix:
        return scores

    return System(f"run {path.stem}", "run", unchanged)


def write_runs(judged: Judged, systems: Mapping[str, Evaluated], folder: Path) -> None:
    """`NAME.fr-jp.run` and `NAME.jp-fr.run` of every system."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, each in systems.items():
        stem = name.replace(" ", "-").replace("/", "-")
        for direction, scores, own, other in (
            ("fr-jp", each.scores, judged.fr.ids, judged.jp.ids),
            ("jp-fr", each.scores.T, judged.jp.ids, judged.fr.ids),
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
