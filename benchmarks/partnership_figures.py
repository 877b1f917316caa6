"""Figures of one signal: means over partnerships, interval, and what shuffled partners get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.partnership_places import Matrix, Places

SEED = 2014
BOOTSTRAPS = 2000
SHUFFLES = 2000
#: Two means this near are the same, whatever the order they were summed in.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Figures:
    """One signal over `count` partnerships; a pair of values is French asking, Japanese asking.

    `percentile`: mean share of the other candidates below the real partner, 0.5 is chance;
    `mean` of both, `low` to `high` its 95 % percentile bootstrap over partnerships. `shuffled`:
    the mean where the same partners are dealt out at random within their levels, `p` how often
    that reaches the real one (both None where nobody could be exchanged). `first_1`, `first_10`:
    share of real partners in the first 1 and 10 %. `reciprocal_rank`: mean of 1 / place.
    """

    signal: str
    count: int
    percentile: tuple[float, float]
    mean: float
    low: float
    high: float
    shuffled: float | None
    p: float | None
    first_1: tuple[float, float]
    first_10: tuple[float, float]
    reciprocal_rank: tuple[float, float]


def figures(
    signal: str, places: tuple[Places, Places], chosen: Sequence[int], blocks: Sequence[object]
) -> Figures:
    """Figures over the partnerships `chosen`; partners are exchanged where `blocks` are equal."""
    rows = np.array(chosen, dtype=np.int64)
    both = (places[0].percentile + places[1].percentile) / 2
    real = np.diagonal(both)[rows]
    generator = np.random.default_rng(SEED)
    drawn = generator.choice(real, (BOOTSTRAPS, len(real))).mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    dealt = _dealt(both, rows, blocks, generator)
    reached = None if dealt is None else int((dealt >= real.mean() - _EQUAL).sum())
    return Figures(
        signal=signal,
        count=len(rows),
        percentile=_each(places, lambda p: np.diagonal(p.percentile), rows),
        mean=float(real.mean()),
        low=float(low),
        high=float(high),
        shuffled=None if dealt is None else float(dealt.mean()),
        p=None if reached is None else (reached + 1) / (SHUFFLES + 1),
        first_1=_each(places, lambda p: p.within(0.01), rows),
        first_10=_each(places, lambda p: p.within(0.10), rows),
        reciprocal_rank=_each(places, lambda p: p.reciprocal_rank(), rows),
    )


def _each(
    places: tuple[Places, Places], measure: Callable[[Places], Matrix], rows: NDArray[np.int64]
) -> tuple[float, float]:
    forth, back = (float(measure(direction)[rows].mean()) for direction in places)
    return forth, back


def _dealt(
    both: Matrix,
    rows: NDArray[np.int64],
    blocks: Sequence[object],
    generator: np.random.Generator,
) -> Matrix | None:
    """Mean percentile of each of `SHUFFLES` ways to deal out the partners (permutation test)."""
    groups: dict[object, list[int]] = {}
    for row in rows:
        groups.setdefault(blocks[row], []).append(int(row))
    if all(len(group) == 1 for group in groups.values()):
        return None
    total = np.zeros(SHUFFLES)
    for group in groups.values():
        partner = generator.permuted(np.tile(group, (SHUFFLES, 1)), axis=1)
        total += both[np.array(group), partner].sum(axis=1)
    result: Matrix = total / len(rows)
    return result
