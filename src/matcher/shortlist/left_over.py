"""Why someone has no meeting in the list: the first thing that stood in the way, as facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matcher.shortlist.problem import Problem

#: How many partners a reason names; the rest are counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Unserved:
    """A participant without a meeting. `why` is a code, `details` the facts of its sentence.

    "no-partners": the other country has no participant.
    "no-meetings": its own limit is 0.
    "nobody-above-floor": the best (`partner`, `score`) of those neither vetoed nor outside the
    rule for twins, where there are any, is under the `floor`.
    "all-vetoed": everybody above the floor is vetoed (`partners`, `more`).
    "twins-rule": everybody above the floor is outside the rule for twins, or vetoed (`partners`,
    `more`).
    "partners-without-meetings": those left above the floor have a limit of 0 (`partners`, `more`).
    "partners-taken": those left above the floor meet others as often as they may (`partners`,
    `more`), namely `taken_by`.

    `partners` are ids, best first, at most NAMED of them; `more` counts the others. `taken_by`
    are the ids that meet the named partners, in order of id.
    """

    id: str
    why: str
    details: Mapping[str, object] = field(default_factory=dict)


def unserved(problem: Problem, chosen: NDArray[np.bool_]) -> tuple[Unserved, ...]:
    """Everybody without a pair in `chosen` (n, m), French first, in order of id."""
    fr = _Side(
        ids=problem.fr_ids,
        partner_ids=problem.jp_ids,
        limit=problem.fr_limit,
        partner_limit=problem.jp_limit,
        scores=problem.scores,
        vetoed=problem.vetoed,
        outside_twin_rule=problem.outside_twin_rule,
        chosen=chosen,
        floor=problem.floor,
    )
    jp = _Side(
        ids=problem.jp_ids,
        partner_ids=problem.fr_ids,
        limit=problem.jp_limit,
        partner_limit=problem.fr_limit,
        scores=problem.scores.T,
        vetoed=problem.vetoed.T,
        outside_twin_rule=problem.outside_twin_rule.T,
        chosen=chosen.T,
        floor=problem.floor,
    )
    return (*fr.unserved(), *jp.unserved())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """The problem as one country sees it: a row for each of its own, a column a partner."""

    ids: tuple[str, ...]
    partner_ids: tuple[str, ...]
    limit: NDArray[np.int64]
    partner_limit: NDArray[np.int64]
    scores: NDArray[np.float64]
    vetoed: NDArray[np.bool_]
    outside_twin_rule: NDArray[np.bool_]
    chosen: NDArray[np.bool_]
    floor: float

    def unserved(self) -> Iterator[Unserved]:
        for row in np.flatnonzero(~self.chosen.any(axis=1)):
            if not self.partner_ids:
                yield Unserved(self.ids[row], "no-partners")
            elif self.limit[row] == 0:
                yield Unserved(self.ids[row], "no-meetings")
            else:
                yield self._reason(int(row))

    def _reason(self, row: int) -> Unserved:
        id_ = self.ids[row]
        above = self.scores[row] >= self.floor
        not_vetoed = ~self.vetoed[row]
        left = not_vetoed & ~self.outside_twin_rule[row]
        if not above.any():
            return Unserved(id_, "nobody-above-floor", self._nearest(row, left))
        if not (above & not_vetoed).any():
            return Unserved(id_, "all-vetoed", self._named(row, above))
        if not (above & left).any():
            return Unserved(id_, "twins-rule", self._named(row, above))
        partners = above & left
        if not self.partner_limit[partners].any():
            return Unserved(id_, "partners-without-meetings", self._named(row, partners))
        takers = self.chosen[:, self._best_first(row, partners)[:NAMED]].any(axis=1)
        taken_by = tuple(self.ids[k] for k in np.flatnonzero(takers))
        facts = {**self._named(row, partners), "taken_by": taken_by}
        return Unserved(id_, "partners-taken", facts)

    def _best_first(self, row: int, partners: NDArray[np.bool_]) -> list[int]:
        columns = np.flatnonzero(partners)
        return sorted(columns.tolist(), key=lambda column: (-self.scores[row, column], column))

    def _named(self, row: int, partners: NDArray[np.bool_]) -> dict[str, object]:
        order = self._best_first(row, partners)
        names = tuple(self.partner_ids[column] for column in order[:NAMED])
        return {"partners": names, "more": len(order) - len(names)}

    def _nearest(self, row: int, left: NDArray[np.bool_]) -> dict[str, object]:
        best = self._best_first(row, left if left.any() else np.ones_like(left))[0]
        return {
            "partner": self.partner_ids[best],
            "score": float(self.scores[row, best]),
            "floor": self.floor,
        }
