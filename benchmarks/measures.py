"""Ranking measures over a score matrix, by ir_measures; ties broken by us beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ir_measures
import numpy as np
from ir_measures import nDCG
from numpy.typing import NDArray

from benchmarks.judgments import Judgment
from matcher.matching.suggest import ranked


@dataclass(frozen=True, slots=True)
class Ranking:
    """One query's documents, best first."""

    query: str
    documents: tuple[str, ...]


def rankings(
    scores: NDArray[np.float64], queries: Sequence[str], documents: Sequence[str]
) -> tuple[Ranking, ...]:
    """Each row of `scores` (queries × documents) as a ranking, ties broken by document id."""
    ids = tuple(documents)
    return tuple(
        Ranking(query, tuple(ids[k] for k in ranked(row, ids)))
        for query, row in zip(queries, scores, strict=True)
    )


def ndcg(
    rankings_: Sequence[Ranking], judgments: Sequence[Judgment], depth: int = 10
) -> dict[str, float]:
    """nDCG@depth of each query, gain = grade (Järvelin and Kekäläinen 2002).

    A query without any judgment above 0 has no ideal ranking and is left out.
    """
    judged = {j.query for j in judgments if j.grade > 0}
    qrels = [ir_measures.Qrel(j.query, j.document, j.grade) for j in judgments]
    run = [
        ir_measures.ScoredDoc(r.query, document, float(len(r.documents) - place))
        for r in rankings_
        if r.query in judged
        for place, document in enumerate(r.documents)
    ]
    return {
        found.query_id: float(found.value)
        for found in ir_measures.iter_calc([nDCG @ depth], qrels, run)
        if found.query_id in judged
    }
