"""Two slow solvers written from the definition, to hold the fast one against."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from matcher.shortlist.constraints import Constraints, TwinRule


@dataclass(frozen=True)
class Instance:
    """Arguments of `assign`."""

    scores: NDArray[np.float64]
    fr_ids: tuple[str, ...]
    jp_ids: tuple[str, ...]
    constraints: Constraints
    twins: NDArray[np.bool_]

    @classmethod
    def plain(cls, scores: list[list[float]]) -> Instance:
        """One meeting each, floor 0, nothing wished, nobody twinned."""
        grid = np.array(scores)
        n, m = grid.shape
        fr_ids, jp_ids = tuple(f"f{i}" for i in range(n)), tuple(f"j{j}" for j in range(m))
        return cls(grid, fr_ids, jp_ids, Constraints(1, 0.0), np.zeros((n, m), dtype=np.bool_))

    def given(self) -> tuple[object, ...]:
        return (self.scores, self.fr_ids, self.jp_ids, self.constraints, self.twins)

    def pinned(self, i: int, j: int) -> bool:
        return (self.fr_ids[i], self.jp_ids[j]) in self.constraints.pins

    def allowed(self, i: int, j: int) -> bool:
        """By the words of the definition: a pin always, else no veto, no floor, no rule against."""
        if self.pinned(i, j):
            return True
        rule = self.constraints.twins
        if rule is TwinRule.OUT and self.twins[i, j]:
            return False
        if rule is TwinRule.ONLY and not self.twins[i, j]:
            return False
        vetoed = (self.fr_ids[i], self.jp_ids[j]) in self.constraints.vetoes
        return not vetoed and self.scores[i, j] >= self.constraints.floor


@dataclass(frozen=True)
class Answer:
    served: int
    worst_off: float | None
    objective: float
    unconstrained: float


def by_enumeration(instance: Instance) -> Answer:
    """Every list there is, and the best of them by the three aims in turn."""
    n, m = instance.scores.shape
    pairs = [(i, j) for i in range(n) for j in range(m) if instance.allowed(i, j)]
    pins = {pair for pair in pairs if instance.pinned(*pair)}
    free = [pair for pair in pairs if pair not in pins]
    best: tuple[int, float, float] | None = None
    unconstrained = -np.inf
    for chosen in itertools.product((False, True), repeat=len(free)):
        listed = [*pins, *itertools.compress(free, chosen)]
        if not _within_limits(instance, listed):
            continue
        served, worst = _served_and_worst(instance, listed, pins)
        total = sum(instance.scores[pair] - instance.constraints.floor for pair in listed)
        unconstrained = max(unconstrained, total)
        rated = (served, worst, total)
        if best is None or rated[:2] > best[:2] or (rated[:2] == best[:2] and rated > best):
            best = rated
    assert best is not None
    return Answer(best[0], None if best[1] == np.inf else best[1], best[2], unconstrained)


def _within_limits(instance: Instance, listed: list[tuple[int, int]]) -> bool:
    count: dict[str, int] = {}
    for i, j in listed:
        for id_ in (instance.fr_ids[i], instance.jp_ids[j]):
            count[id_] = count.get(id_, 0) + 1
    limits = instance.constraints
    return all(c <= limits.meetings.get(id_, limits.meetings_each) for id_, c in count.items())


def _served_and_worst(
    instance: Instance, listed: list[tuple[int, int]], pins: set[tuple[int, int]]
) -> tuple[int, float]:
    best: dict[tuple[str, int], float] = {}
    for i, j in listed:
        for who in (("fr", i), ("jp", j)):
            best[who] = max(best.get(who, -np.inf), instance.scores[i, j])
    given = {who for i, j in pins for who in (("fr", i), ("jp", j))}
    return len(best), min((s for who, s in best.items() if who not in given), default=np.inf)


def by_whole_numbers(instance: Instance) -> Answer:
    """Branch and bound: a program for each aim, the aims before it as constraints."""
    programs = Programs(instance)
    served = round(programs.most_served(threshold=-np.inf))
    unpinned = programs.unpinned_served(served)
    worst = None
    if unpinned:
        n, m = instance.scores.shape
        steps = sorted({instance.scores[i, j] for i in range(n) for j in range(m)})
        low, high = -1, len(steps)
        while high - low > 1:
            middle = (low + high) // 2
            if programs.most_served(threshold=steps[middle]) >= served - 0.5:
                low = middle
            else:
                high = middle
        worst = float(steps[low])
    threshold = -np.inf if worst is None else worst
    return Answer(
        served, worst, programs.best_total(served, threshold), programs.best_total(0, -np.inf)
    )


class Programs:
    """Binary x for each pair, s for each participant: s = 1 only with a pair of its own.

    With a threshold, whoever has no pin may have a pair only along with one of at least it.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        n, m = instance.scores.shape
        self.pairs = [(i, j) for i in range(n) for j in range(m)]
        self.who = [("fr", i) for i in range(n)] + [("jp", j) for j in range(m)]
        pinned = np.array([instance.pinned(*pair) for pair in self.pairs], dtype=float)
        allowed = np.array([instance.allowed(*pair) for pair in self.pairs], dtype=float)
        people = len(self.who)
        self.bounds = Bounds(
            np.concatenate([pinned, np.zeros(people)]), np.concatenate([allowed, np.ones(people)])
        )
        self.gains = np.array(
            [instance.scores[pair] - instance.constraints.floor for pair in self.pairs]
        )

    def _at(self, side: str, k: int) -> NDArray[np.float64]:
        axis = 0 if side == "fr" else 1
        return np.array([pair[axis] == k for pair in self.pairs], dtype=float)

    def _rows(self, threshold: float) -> list[tuple[NDArray[np.float64], float]]:
        """Rows `a @ (x, s) <= b`."""
        rows = []
        limits = self.instance.constraints
        good = np.array([self.instance.scores[pair] >= threshold for pair in self.pairs])
        for number, (side, k) in enumerate(self.who):
            mine = self._at(side, k)
            s = np.zeros(len(self.who))
            s[number] = 1
            id_ = (self.instance.fr_ids if side == "fr" else self.instance.jp_ids)[k]
            limit = limits.meetings.get(id_, limits.meetings_each)
            rows.append((np.concatenate([mine, 0 * s]), limit))
            rows.append((np.concatenate([-mine, s]), 0))
            if any(id_ in pair for pair in limits.pins):
                continue
            for place in np.flatnonzero(mine):
                one = np.zeros(len(self.pairs))
                one[place] = 1
                rows.append((np.concatenate([one - mine * good, 0 * s]), 0))
        return rows

    def _best(
        self,
        aim: NDArray[np.float64],
        rows: list[tuple[NDArray[np.float64], float]],
    ) -> float:
        if not aim.size:
            return 0.0
        matrix = np.array([a for a, _ in rows])
        answer = milp(
            -aim,
            integrality=np.ones(aim.size),
            bounds=self.bounds,
            constraints=LinearConstraint(matrix, -np.inf, [b for _, b in rows]),
            options={"mip_rel_gap": 0},
        )
        return -answer.fun if answer.status == 0 else -np.inf

    def most_served(self, threshold: float) -> float:
        aim = np.concatenate([np.zeros(len(self.pairs)), np.ones(len(self.who))])
        return self._best(aim, self._rows(threshold))

    def unpinned_served(self, served: int) -> int:
        pinned = {id_ for pair in self.instance.constraints.pins for id_ in pair}
        return served - len(pinned)

    def best_total(self, served: int, threshold: float) -> float:
        at_least = np.concatenate([np.zeros(len(self.pairs)), -np.ones(len(self.who))])
        aim = np.concatenate([self.gains, np.zeros(len(self.who))])
        return self._best(aim, [*self._rows(threshold), (at_least, -served)])
