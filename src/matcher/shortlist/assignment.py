"""The shortlist of a meeting: the exact best list under the constraints, and how good it is.

Three aims, strictly one after the other:

1. As many participants as possible have a meeting, both countries counted.
2. The worst-off of those served is as well off as possible: the least, over all who are served
   and have no pin, of each one's best score in the list.
3. The total of what the pairs score over the floor is as large as possible. Over the floor, so
   that a pair just good enough neither helps nor harms and every better one is welcome; and so
   that a constant added to all scores and to the floor changes nothing.

The list depends on who takes part and on the scores, not on the order in which they are given:
ids are put in order first. Where several lists are equally good in all three aims, the same one
comes out every time (with the same versions of the libraries); which one is arbitrary.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.constraints import Constraints
from matcher.shortlist.cover import cover, nothing_to_reach
from matcher.shortlist.left_over import Unserved, unserved
from matcher.shortlist.problem import Problem, state
from matcher.shortlist.total import best_total, start
from matcher.shortlist.why_not import refuse_contradictions


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of the list: row `i` and column `j` of the caller's arrays, with ids and score."""

    i: int
    j: int
    fr: str
    jp: str
    score: float
    pinned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The list and how good it is.

    `pairs` by score, best first, equal ones by ids. `served` counts the participants of both
    countries with at least one meeting. `worst_off` is the least of each served one's best score
    (who has a pin left out; None if nobody remains). `objective` is the sum of score - floor over
    the pairs, pins included; no list that serves as many and keeps the worst-off as well off is
    over `bound`, proved by linear duality apart from rounding. `unconstrained` is the best such
    sum without the first two aims: same limits, pins, vetoes and floor. `total_score` is the
    plain sum of scores.
    """

    pairs: tuple[Pair, ...]
    served: int
    worst_off: float | None
    objective: float
    bound: float
    unconstrained: float
    total_score: float
    unserved: tuple[Unserved, ...]

    @property
    def gap(self) -> float:
        """What the proof leaves open, >= 0; 0 but for rounding."""
        return self.bound - self.objective

    @property
    def price_of_fairness(self) -> float:
        """What serving more and raising the worst-off costs in total, >= 0."""
        return self.unconstrained - self.objective

    @property
    def relative_price(self) -> float:
        """The price as a share of the total without fairness, >= 0; 0 where that is not > 0."""
        return self.price_of_fairness / self.unconstrained if self.unconstrained > 0 else 0.0


def assign(
    scores: NDArray[np.float64],
    fr_ids: Sequence[str],
    jp_ids: Sequence[str],
    constraints: Constraints,
    twins: NDArray[np.bool_],
) -> Assignment:
    """The best list. `scores` and `twins` are (len(fr_ids), len(jp_ids)).

    Raises ConstraintConflict where the constraints exclude each other, ValueError where the
    arrays do not fit or a score is not finite.
    """
    refuse_contradictions(constraints, fr_ids, jp_ids)
    problem = state(scores, fr_ids, jp_ids, constraints, twins)
    reach = cover(problem)
    begin = start(problem)
    fair = best_total(problem, reach, begin)
    free = best_total(problem, nothing_to_reach(problem), begin)

    chosen = fair.chosen | problem.pinned
    objective = math.fsum(problem.gain(chosen))
    pins_gain = math.fsum(problem.gain(problem.pinned))
    return Assignment(
        pairs=_pairs(problem, chosen),
        served=int(chosen.any(axis=1).sum() + chosen.any(axis=0).sum()),
        worst_off=reach.worst_off,
        objective=objective,
        bound=max(objective, pins_gain + fair.bound),
        unconstrained=max(objective, math.fsum(problem.gain(free.chosen | problem.pinned))),
        total_score=math.fsum(problem.scores[chosen]),
        unserved=unserved(problem, chosen),
    )


def _pairs(problem: Problem, chosen: NDArray[np.bool_]) -> tuple[Pair, ...]:
    found = [
        Pair(
            i=int(problem.fr_order[i]),
            j=int(problem.jp_order[j]),
            fr=problem.fr_ids[i],
            jp=problem.jp_ids[j],
            score=float(problem.scores[i, j]),
            pinned=bool(problem.pinned[i, j]),
        )
        for i, j in np.argwhere(chosen)
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.fr, pair.jp)))
