"""How far people agree: the level no ranking can be expected to pass."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import cohen_kappa_score

from benchmarks.evaluation import values_of
from benchmarks.judged import Judged
from benchmarks.measures import HEADLINE


@dataclass(frozen=True, slots=True)
class Agreement:
    """One judge's grades used as a ranking, scored against another's; and their kappa.

    `ndcg` is the mean of both directions, in [0, 1]; `kappa` is quadratically weighted, at
    most 1 (Cohen 1968).
    """

    judge: str
    against: str
    ndcg: float
    kappa: float


def agreements(judged: Judged) -> tuple[Agreement, ...]:
    """Every judge against every other one; empty where there are fewer than two."""
    found = []
    for one, other in itertools.permutations(judged.judges, 2):
        ours, theirs = judged.judgments[one], judged.judgments[other]
        values = values_of(judged, ours.astype(np.float64), ours.T.astype(np.float64), theirs)
        ndcg = float(np.mean([np.nanmean(way[HEADLINE]) for way in values.values()]))
        kappa = cohen_kappa_score(ours.ravel(), theirs.ravel(), weights="quadratic")
        found.append(Agreement(one, other, ndcg, float(kappa)))
    return tuple(found)
