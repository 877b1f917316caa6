"""How evenly partners are offered: who stands in the others' five best, and who in nobody's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged import Judged
from matcher.matching.side import Side
from matcher.shortlist.fairness import gini
from matcher.tuning.evidence import GOOD

DEPTH = 5


@dataclass(frozen=True, slots=True)
class Exposure:
    """How one country's collectivités are offered to the other's.

    `often` is how many of the others' five best each stands in, by id. `gini` of that, beside
    `gini_judged`, that of the pairs judged good; both in [0, 1). `offered_to_nobody` is a share;
    so are `..._small` and `..._large`, for the smaller and the larger half by population
    (those without a population in neither).
    """

    often: dict[str, int]
    gini: float
    gini_judged: float
    coverage: float
    offered_to_nobody: float
    offered_to_nobody_small: float
    offered_to_nobody_large: float
    mean_small: float
    mean_large: float


def exposure(judged: Judged, scores: NDArray[np.float64]) -> dict[str, Exposure]:
    """Of both countries, "fr" and "jp", by `scores` (n, m)."""
    good = judged.grades >= GOOD
    return {
        "fr": _of(judged.fr, scores.T, good.sum(axis=1)),
        "jp": _of(judged.jp, scores, good.sum(axis=0)),
    }


def _of(side: Side, asked_by: NDArray[np.float64], judged_good: NDArray[np.int64]) -> Exposure:
    top = np.argsort(-asked_by, axis=1, kind="stable")[:, :DEPTH]
    often = np.bincount(top.ravel(), minlength=len(side))
    middle = np.nanmedian(side.log_population)
    small, large = side.log_population < middle, side.log_population >= middle
    nobody = often == 0
    return Exposure(
        often=dict(zip(side.ids, often.tolist(), strict=True)),
        gini=gini(often.tolist()),
        gini_judged=gini(judged_good.tolist()),
        coverage=float((~nobody).mean()),
        offered_to_nobody=float(nobody.mean()),
        offered_to_nobody_small=float(nobody[small].mean()),
        offered_to_nobody_large=float(nobody[large].mean()),
        mean_small=float(often[small].mean()),
        mean_large=float(often[large].mean()),
    )
