"""How evenly a list spreads meetings, and what each one gave up for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.assignment import Pair


@dataclass(frozen=True, slots=True)
class Appearance:
    """How many meetings a participant has in the list."""

    id: str
    meetings: int


@dataclass(frozen=True, slots=True)
class Evenness:
    """How one side is served.

    `appearances` in the order of the ids given. `coverage` is the share with a meeting, in
    [0, 1]; 0 for nobody at all. `gini` of the meetings, everybody counted, is in [0, 1): 0 where
    all have equally many (or none has any).
    """

    appearances: tuple[Appearance, ...]
    coverage: float
    gini: float

    @property
    def without(self) -> tuple[str, ...]:
        """The ids without a meeting."""
        return tuple(one.id for one in self.appearances if one.meetings == 0)


@dataclass(frozen=True, slots=True)
class Concession:
    """What one participant of a pair gave up for the list.

    `rank` of the partner among all it could have had, 1 the best; equal scores share the better
    rank. `best` is the first of them by score, then id, with `best_score`; `difference` >= 0 is
    what the partner obtained scores less (0 for a pin above all the others).
    """

    id: str
    partner: str
    rank: int
    best: str
    best_score: float
    difference: float


@dataclass(frozen=True, slots=True)
class GaveUp:
    """A pair of the list with what either side gave up."""

    pair: Pair
    fr: Concession
    jp: Concession


def evenness(ids: Sequence[str], pairs: Sequence[Pair]) -> Evenness:
    """How the participants `ids` of one country are served by `pairs`."""
    count = dict.fromkeys(ids, 0)
    for pair in pairs:
        for id_ in (pair.fr, pair.jp):
            if id_ in count:
                count[id_] += 1
    served = sum(1 for meetings in count.values() if meetings)
    return Evenness(
        appearances=tuple(Appearance(id_, meetings) for id_, meetings in count.items()),
        coverage=served / len(count) if count else 0.0,
        gini=gini(list(count.values())),
    )


def gini(amounts: Sequence[float]) -> float:
    """Inequality of amounts >= 0, in [0, 1): half the mean difference of two, over the mean.

    By the sorted form, sum of (2 k - n - 1) x_k / (n sum of x_k) for x_1 <= ... <= x_n
    (A. Sen, On Economic Inequality, 1973, section 2.8). 0 where nothing is handed out.
    """
    ordered = np.sort(np.asarray(amounts, dtype=np.float64))
    n, total = ordered.size, float(ordered.sum())
    if total == 0:
        return 0.0
    weights = 2 * np.arange(1, n + 1) - n - 1
    return float(weights @ ordered) / (n * total)


def gave_up(
    pairs: Sequence[Pair],
    scores: NDArray[np.float64],
    possible: NDArray[np.bool_],
    fr_ids: Sequence[str],
    jp_ids: Sequence[str],
) -> tuple[GaveUp, ...]:
    """For each pair, in order, what either side gave up.

    `scores` and `possible` are (len(fr_ids), len(jp_ids)), in the order `pairs` counts in;
    `possible` says who could have met (not vetoed, not excluded as twins). A pair of the list is
    possible in any case.
    """
    possible = possible.copy()
    for pair in pairs:
        possible[pair.i, pair.j] = True
    return tuple(
        GaveUp(
            pair=pair,
            fr=_concession(pair.fr, pair.j, scores[pair.i], possible[pair.i], jp_ids),
            jp=_concession(pair.jp, pair.i, scores[:, pair.j], possible[:, pair.j], fr_ids),
        )
        for pair in pairs
    )


def _concession(
    id_: str,
    partner: int,
    scores: NDArray[np.float64],
    possible: NDArray[np.bool_],
    partner_ids: Sequence[str],
) -> Concession:
    best = min(np.flatnonzero(possible).tolist(), key=lambda k: (-scores[k], partner_ids[k]))
    return Concession(
        id=id_,
        partner=partner_ids[partner],
        rank=1 + int(np.count_nonzero(possible & (scores > scores[partner]))),
        best=partner_ids[best],
        best_score=float(scores[best]),
        difference=float(scores[best] - scores[partner]),
    )
