"""Measures of rankings whose candidates were drawn with replacement.

A collectivity is drawn as asker and as candidate at once. One that is drawn twice stands twice
in a row in every ranking and in the ideal one; one that is not drawn stands nowhere. With every
candidate once the figures are those of trec_eval.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.tuning.evidence import GOOD

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Sum of the discounts 1 / log2(rank + 1) of the first k ranks, k = 0, 1, …
_DISCOUNT = np.concatenate([[0.0], np.cumsum(1.0 / np.log2(np.arange(2, 12)))])


def redrawn(
    order: NDArray[np.int64], grades: NDArray[np.int64], counts: Counts
) -> dict[str, Floats]:
    """Each measure of one ranking in every draw: float64 (draws,), NaN where nothing is to find.

    `order`: the candidates, best first, int64 (m,). `grades`: int64 (m,), by candidate. `counts`:
    int64 (draws, m), how often each candidate stands in a draw.
    """
    ideal = np.argsort(-grades, kind="stable")
    times, grade = counts[:, order], grades[order]
    good = np.where(grade >= GOOD, times, 0)
    found = good.sum(axis=1)
    end = np.cumsum(times, axis=1)
    start = end - times
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            **{
                f"nDCG@{k}": _gain(times, grade, k) / _gain(counts[:, ideal], grades[ideal], k)
                for k in (10, 5)
            },
            "MRR": np.where(found > 0, 1.0 / (_first(start, good > 0) + 1), np.nan),
            "MAP": _precisions(start, good) / np.where(found, found, np.nan),
            "recall@10": _within(start, good, 10) / np.where(found, found, np.nan),
        }


def _gain(times: Counts, grade: NDArray[np.int64], depth: int) -> Floats:
    """Discounted cumulative gain of each draw; gain = grade."""
    end = np.minimum(np.cumsum(times, axis=1), depth)
    start = np.concatenate([np.zeros((len(times), 1), dtype=end.dtype), end[:, :-1]], axis=1)
    gains: Floats = (_DISCOUNT[end] - _DISCOUNT[start]) @ grade.astype(np.float64)
    return gains


def _first(start: Counts, relevant: NDArray[np.bool_]) -> Counts:
    """How many candidates stand before the first relevant one."""
    place = relevant.argmax(axis=1)
    before: Counts = np.take_along_axis(start, place[:, None], axis=1)[:, 0]
    return before


def _within(start: Counts, good: Counts, depth: int) -> Floats:
    """How many relevant ones stand among the first `depth`."""
    counted: Floats = np.clip(depth - start, 0, good).sum(axis=1).astype(np.float64)
    return counted


def _precisions(start: Counts, good: Counts) -> Floats:
    """The sum over relevant candidates of the precision where each stands."""
    before = np.cumsum(good, axis=1) - good
    total = np.zeros(len(good))
    for copy in range(int(good.max(initial=0))):
        there = good > copy
        total += np.where(there, (before + copy + 1) / (start + copy + 1), 0.0).sum(axis=1)
    return total
