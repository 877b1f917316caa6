"""Ranking measures over a score matrix, by ir_measures; ties broken by us beforehand."""

from __future__ import annotations

from collections.abc import Sequence

import ir_measures
import numpy as np
from ir_measures import AP, RR, R, nDCG
from numpy.typing import NDArray

from matcher.matching.suggest import ranked
from matcher.tuning.evidence import GOOD

#: What is reported. Gain = grade (Järvelin and Kekäläinen 2002); for the others a pair of
#: grade 2 or more is relevant. The first is what systems are tested by.
MEASURES = {
    "nDCG@10": nDCG @ 10,
    "nDCG@5": nDCG @ 5,
    "MRR": RR(rel=GOOD),
    "MAP": AP(rel=GOOD),
    "recall@10": R(rel=GOOD) @ 10,
}
HEADLINE = "nDCG@10"
#: Least grade a query must have among its documents to be scored at all.
_LEAST = {name: 1 if name.startswith("nDCG") else GOOD for name in MEASURES}


def orders(scores: NDArray[np.float64], documents: Sequence[str]) -> NDArray[np.int64]:
    """Each row's candidates, best first, equal scores by id: int64, the shape of `scores`."""
    ids = tuple(documents)
    return np.array([ranked(row, ids) for row in scores], dtype=np.int64)


def per_query(
    scores: NDArray[np.float64],
    grades: NDArray[np.int64],
    queries: Sequence[str],
    documents: Sequence[str],
) -> dict[str, NDArray[np.float64]]:
    """Each measure's value for every query: float64 (n,) in [0, 1].

    `scores` and `grades` are (n, m). Equal scores are ordered by document id. NaN for a query
    without anything to find: no grade above 0 for nDCG, none of 2 or more for the others.
    """
    ids = tuple(documents)
    qrels, run = [], []
    for query, order, grade in zip(queries, orders(scores, ids), grades, strict=True):
        run += [
            ir_measures.ScoredDoc(query, ids[k], float(len(ids) - place))
            for place, k in enumerate(order)
        ]
        qrels += [ir_measures.Qrel(query, id_, int(g)) for id_, g in zip(ids, grade, strict=True)]
    place = {query: k for k, query in enumerate(queries)}
    name_of = {measure: name for name, measure in MEASURES.items()}
    values = {name: np.full(len(place), np.nan) for name in MEASURES}
    for found in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        name, row_number = name_of[found.measure], place[found.query_id]
        if grades[row_number].max() >= _LEAST[name]:
            values[name][row_number] = found.value
    return values
