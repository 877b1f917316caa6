"""Whether the offset of French communes holds for partnerships it was not chosen on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.partnership_figures import SEED
from benchmarks.partnership_places import (
    Contest,
    Matrix,
    Register,
    Signal,
    comparison,
    places,
)
from matcher.matching.population_similarity import population_similarity
from matcher.profile import Profile, Weight

PARAMETER = "commune-offset"
#: Offsets tried: log10 of Japanese over French inhabitants.
GRID = tuple(round(0.05 * step, 2) for step in range(25))
SPLITS = 500


@dataclass(frozen=True, slots=True)
class OffsetCheck:
    """Mean percentile of the product's population signal over the partnerships of communes.

    `shipped`: the profile's offset; `at_none`, `at_shipped`, `at_best`: the mean percentile without
    one, with it, and with the `best` of `GRID`, all chosen on the pairs they are measured on.
    `left_out`: each pair with the offset that is best for the others, which lies in `chosen`.
    `half_chosen`, `half_shipped`, `half_none`: the mean over the halves of `SPLITS` splits of what
    the offset that is best for one half, the shipped one and none give on the other. `gain_low`,
    `gain_high`: 95 % of the halves' gain of the chosen offset over none. `rule`: half of the median
    log10 ratio, the profile's rule, least and greatest with one pair left out.
    """

    count: int
    shipped: float
    at_none: float
    at_shipped: float
    best: float
    at_best: float
    left_out: float
    chosen: tuple[float, float]
    half_chosen: float
    half_shipped: float
    half_none: float
    gain_low: float
    gain_high: float
    rule: tuple[float, float]


def with_offset(profile: Profile, offset: float) -> Signal:
    """The product's population signal with another offset for French communes."""
    weight = Weight(offset, profile.parameters[PARAMETER].reason)
    changed = replace(profile, parameters={**profile.parameters, PARAMETER: weight})

    def measure(fr: Register, jp: Register) -> Matrix:
        return population_similarity(comparison(fr, jp), changed)

    return Signal(f"population, offset {offset:g}", measure)


def offset_check(contests: Sequence[Contest], profile: Profile) -> OffsetCheck:
    """Leave-one-out and split-half check over the communes' partnerships in `contests`."""
    communes = [c for c in contests if c.fr.side.commune[c.fr_rows[0]]]
    numbers = sorted(number for contest in communes for number in contest.at)
    renumbered = [
        replace(contest, at=tuple(numbers.index(number) for number in contest.at))
        for contest in communes
    ]
    shipped = profile.parameter(PARAMETER)
    by_offset = np.stack([_percentiles(renumbered, profile, offset) for offset in GRID])
    at_shipped = _percentiles(renumbered, profile, shipped)
    at_none = by_offset[GRID.index(0.0)]
    count = len(numbers)
    others = (by_offset.sum(axis=1, keepdims=True) - by_offset).argmax(axis=0)
    best = int(by_offset.mean(axis=1).argmax())
    halves = _halves(by_offset, at_shipped)
    low, high = np.percentile(halves[:, 0] - halves[:, 2], [2.5, 97.5])
    return OffsetCheck(
        count=count,
        shipped=shipped,
        at_none=float(at_none.mean()),
        at_shipped=float(at_shipped.mean()),
        best=GRID[best],
        at_best=float(by_offset[best].mean()),
        left_out=float(by_offset[others, np.arange(count)].mean()),
        chosen=(GRID[others.min()], GRID[others.max()]),
        half_chosen=float(halves[:, 0].mean()),
        half_shipped=float(halves[:, 1].mean()),
        half_none=float(halves[:, 2].mean()),
        gain_low=float(low),
        gain_high=float(high),
        rule=_rule(communes),
    )


def _percentiles(contests: Sequence[Contest], profile: Profile, offset: float) -> Matrix:
    """Percentile (N,) of each real partner, mean of both directions."""
    forth, back = places(with_offset(profile, offset), contests)
    both: Matrix = (np.diagonal(forth.percentile) + np.diagonal(back.percentile)) / 2
    return both


def _halves(by_offset: Matrix, at_shipped: Matrix) -> Matrix:
    """For each split (rows): the other half's mean with the chosen offset, the shipped, none."""
    generator = np.random.default_rng(SEED)
    rows = []
    for _ in range(SPLITS):
        order = generator.permutation(by_offset.shape[1])
        one, other = np.array_split(order, 2)
        chosen = by_offset[:, one].mean(axis=1).argmax()
        none = by_offset[GRID.index(0.0)]
        rows.append([x[other].mean() for x in (by_offset[chosen], at_shipped, none)])
    return np.array(rows)


def _rule(communes: Sequence[Contest]) -> tuple[float, float]:
    ratios = np.concatenate(
        [
            c.jp.side.log_population[list(c.jp_rows)] - c.fr.side.log_population[list(c.fr_rows)]
            for c in communes
        ]
    )
    medians = [float(np.median(np.delete(ratios, n))) / 2 for n in range(len(ratios))]
    return min(medians), max(medians)
