"""What is to be decided, as arrays: pairs that may be proposed, pairs given, room left.

Ids are put in order here, once. Everything after works on the ordered arrays, so that the answer
depends on who takes part and on the scores, never on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.constraints import Constraints, TwinRule


@dataclass(frozen=True)
class Problem:
    """Arrays of n French and m Japanese participants, both in order of id.

    `scores` (n, m) float64. `vetoed`, `outside_twin_rule` and `pinned` (n, m) bool. `fr_limit`
    (n,) and `jp_limit` (m,) int64 are the most meetings of each. `fr_order` and `jp_order` lead
    back: row i here is row `fr_order[i]` of the caller.
    """

    fr_ids: tuple[str, ...]
    jp_ids: tuple[str, ...]
    fr_order: NDArray[np.int64]
    jp_order: NDArray[np.int64]
    scores: NDArray[np.float64]
    floor: float
    vetoed: NDArray[np.bool_]
    outside_twin_rule: NDArray[np.bool_]
    pinned: NDArray[np.bool_]
    fr_limit: NDArray[np.int64]
    jp_limit: NDArray[np.int64]

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """(n, m): pairs that may be proposed besides the pins, whatever room is left."""
        forbidden = self.vetoed | self.outside_twin_rule | self.pinned
        return (self.scores >= self.floor) & ~forbidden

    @cached_property
    def fr_room(self) -> NDArray[np.int64]:
        """(n,): meetings left to each French participant after the pins, >= 0."""
        pins: NDArray[np.int64] = self.pinned.sum(axis=1, dtype=np.int64)
        return self.fr_limit - pins

    @cached_property
    def jp_room(self) -> NDArray[np.int64]:
        """(m,): meetings left to each Japanese participant after the pins, >= 0."""
        pins: NDArray[np.int64] = self.pinned.sum(axis=0, dtype=np.int64)
        return self.jp_limit - pins

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """(n, m): allowed pairs whose two participants both have room left."""
        room = (self.fr_room > 0)[:, None] & (self.jp_room > 0)[None, :]
        return self.allowed & room

    def gain(self, chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        """What each chosen pair adds to the objective: its score over the floor."""
        return self.scores[chosen] - self.floor


def state(
    scores: NDArray[np.float64],
    fr_ids: Sequence[str],
    jp_ids: Sequence[str],
    constraints: Constraints,
    twins: NDArray[np.bool_],
) -> Problem:
    """The problem in order of ids. The constraints must be free of contradictions (`why_not`).

    Raises ValueError where shapes do not fit, an id stands twice on a side, or a score or the
    floor is not a finite number.
    """
    shape = (len(fr_ids), len(jp_ids))
    if scores.shape != shape or twins.shape != shape:
        raise ValueError(f"scores {scores.shape} and twins {twins.shape} do not fit ids {shape}")
    if len(set(fr_ids)) < len(fr_ids) or len(set(jp_ids)) < len(jp_ids):
        raise ValueError("an id stands twice on one side")
    if not (np.isfinite(scores).all() and np.isfinite(constraints.floor)):
        raise ValueError("scores and floor must be finite numbers")

    fr_order = _order(fr_ids)
    jp_order = _order(jp_ids)
    ordered_fr = tuple(fr_ids[k] for k in fr_order)
    ordered_jp = tuple(jp_ids[k] for k in jp_order)
    grid = np.ix_(fr_order, jp_order)
    return Problem(
        fr_ids=ordered_fr,
        jp_ids=ordered_jp,
        fr_order=fr_order,
        jp_order=jp_order,
        scores=np.asarray(scores[grid], dtype=np.float64),
        floor=constraints.floor,
        vetoed=_marked(constraints.vetoes, ordered_fr, ordered_jp),
        outside_twin_rule=_outside(constraints.twins, twins[grid]),
        pinned=_marked(constraints.pins, ordered_fr, ordered_jp),
        fr_limit=_limits(constraints, ordered_fr),
        jp_limit=_limits(constraints, ordered_jp),
    )


def _order(ids: Sequence[str]) -> NDArray[np.int64]:
    return np.array(sorted(range(len(ids)), key=lambda k: ids[k]), dtype=np.int64)


def _limits(constraints: Constraints, ids: Sequence[str]) -> NDArray[np.int64]:
    return np.array([constraints.limit(id_) for id_ in ids], dtype=np.int64)


def _outside(rule: TwinRule, twins: NDArray[np.bool_]) -> NDArray[np.bool_]:
    match rule:
        case TwinRule.IN:
            return np.zeros_like(twins)
        case TwinRule.OUT:
            return twins.astype(np.bool_)
        case TwinRule.ONLY:
            return ~twins.astype(np.bool_)


def _marked(
    pairs: frozenset[tuple[str, str]], fr_ids: Sequence[str], jp_ids: Sequence[str]
) -> NDArray[np.bool_]:
    row = {id_: i for i, id_ in enumerate(fr_ids)}
    column = {id_: j for j, id_ in enumerate(jp_ids)}
    marked = np.zeros((len(fr_ids), len(jp_ids)), dtype=np.bool_)
    for fr, jp in pairs:
        marked[row[fr], column[jp]] = True
    return marked
