"""What a list of one meeting each is worth by the judged grades, and what fairness costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.judged import Judged
from matcher.shortlist.assignment import assign
from matcher.shortlist.constraints import Constraints
from matcher.tuning.evidence import GOOD


@dataclass(frozen=True, slots=True)
class ShortlistQuality:
    """A list of one meeting each, above the profile's floor.

    `collected`: sum of judged grades, a pair under grade 2 counting 0; `best`: what the best
    list would collect; `good`: pairs of grade >= 2 among `pairs`. `served` of `participants`
    have a meeting. `price_of_fairness`: share of the total given up to serve more and raise the
    worst-off, in [0, 1]; `collected_without_fairness`: what the list of greatest total collects.
    """

    collected: int
    best: int
    good: int
    pairs: int
    served: int
    participants: int
    price_of_fairness: float
    collected_without_fairness: int

    @property
    def share(self) -> float:
        """Collected over best, in [0, 1]."""
        return self.collected / self.best if self.best else 0.0


def shortlist_quality(
    judged: Judged, scores: NDArray[np.float64], floor: float
) -> ShortlistQuality:
    """The product's own list for `scores` (n, m), existing twins not looked at."""
    grade = np.where(judged.grades >= GOOD, judged.grades, 0)
    fr, jp = judged.fr.ids, judged.jp.ids
    nobody = np.zeros(scores.shape, dtype=bool)
    found = assign(scores, fr, jp, Constraints(meetings_each=1, floor=floor), nobody)
    got = [int(grade[pair.i, pair.j]) for pair in found.pairs]
    over = np.where(scores >= floor, scores - floor, 0.0)
    free = linear_sum_assignment(over, maximize=True)
    return ShortlistQuality(
        collected=sum(got),
        best=int(grade[linear_sum_assignment(grade, maximize=True)].sum()),
        good=sum(g >= GOOD for g in got),
        pairs=len(got),
        served=found.served,
        participants=len(fr) + len(jp),
        price_of_fairness=found.relative_price,
        collected_without_fairness=int(np.where(over[free] > 0, grade[free], 0).sum()),
    )
