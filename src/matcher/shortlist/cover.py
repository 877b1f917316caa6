"""First as many served as possible, then the worst-off raised: by maximum flow.

Who can be served on one side is a flow question of its own: give each participant without a pin
one meeting, within the room of the other side. Both sides' best can always be had together: where
one flow serves the one side and another flow the other, their union holds a flow that serves both
(the symmetric supply-demand theorem: L. R. Ford and D. R. Fulkerson, Flows in Networks, 1962,
chapter II). So each side is solved alone, and the numbers add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.problem import Problem
from matcher.shortlist.solver import largest_cover


@dataclass(frozen=True, slots=True)
class Cover:
    """What a list must reach.

    `fr_needy` (n,) and `jp_needy` (m,) are those who have no pin but room: `fr_count` and
    `jp_count` of them are served. `worst_off` is the largest score t such that pairs of at least
    t serve that many; None where the two numbers are 0. `good` (n, m) are the open pairs of at
    least t: whoever is counted as served has one. `witness` (n, m) is a part of `good` that is
    enough to serve as many.
    """

    fr_needy: NDArray[np.bool_]
    jp_needy: NDArray[np.bool_]
    fr_count: int
    jp_count: int
    worst_off: float | None
    good: NDArray[np.bool_]
    witness: NDArray[np.bool_]


def cover(problem: Problem) -> Cover:
    """The most who can be served, and the best that the worst-off among them can have.

    Pins are given: who has one is served, and its score does not count for the worst-off, since
    no list could change it.
    """
    fr_needy = ~problem.pinned.any(axis=1) & (problem.fr_room > 0)
    jp_needy = ~problem.pinned.any(axis=0) & (problem.jp_room > 0)
    fr = _raised(problem.scores, problem.open, fr_needy, problem.jp_room)
    jp = _raised(problem.scores.T, problem.open.T, jp_needy, problem.fr_room)
    thresholds = [side.threshold for side in (fr, jp) if side.threshold is not None]
    worst_off = min(thresholds, default=None)
    good = np.zeros_like(problem.open)
    if worst_off is not None:
        good = problem.open & (problem.scores >= worst_off)
    return Cover(
        fr_needy=fr_needy,
        jp_needy=jp_needy,
        fr_count=int(fr.used.sum()),
        jp_count=int(jp.used.sum()),
        worst_off=worst_off,
        good=good,
        witness=fr.used | jp.used.T,
    )


def nothing_to_reach(problem: Problem) -> Cover:
    """Nobody need be served: what the best total without fairness is measured by."""
    nothing = np.zeros_like(problem.open)
    return Cover(
        fr_needy=np.zeros(len(problem.fr_ids), dtype=np.bool_),
        jp_needy=np.zeros(len(problem.jp_ids), dtype=np.bool_),
        fr_count=0,
        jp_count=0,
        worst_off=None,
        good=nothing,
        witness=nothing,
    )


@dataclass(frozen=True, slots=True)
class _Raised:
    """The pairs that serve most of one side, all of at least `threshold`."""

    used: NDArray[np.bool_]
    threshold: float | None


def _raised(
    scores: NDArray[np.float64],
    pairs: NDArray[np.bool_],
    needy: NDArray[np.bool_],
    room: NDArray[np.int64],
) -> _Raised:
    """Bisect over the distinct scores for the largest that still serves as many rows."""
    used = largest_cover(pairs, needy, room)
    count = int(used.sum())
    if count == 0:
        return _Raised(used, None)
    steps = np.unique(scores[pairs])
    low, high = 0, len(steps)  # steps[low] is enough, steps[high] (or beyond the last) is not
    while high - low > 1:
        middle = (low + high) // 2
        tried = largest_cover(pairs & (scores >= steps[middle]), needy, room)
        if int(tried.sum()) == count:
            low, used = middle, tried
        else:
            high = middle
    return _Raised(used, float(steps[low]))
