"""Signals × profile → scores: parts that add up, missing ones named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.matching.comparison import Comparison, compare
from matcher.matching.side import Side
from matcher.matching.signals import GROUPS, SIGNALS
from matcher.profile import Profile

#: Parts are kept at this many decimals, so that what is written is what was added up.
DECIMALS = 6

CONSTANT = "constant"


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of all pairs of two sides.

    `names` are the k parts, the constant first. `parts`: float64 (k, n, m), the contribution of
    each, 0 where missing. `values`: float64 (k, n, m), the signals behind them, NaN where
    missing. `total`: float64 (n, m), their sum.
    """

    comparison: Comparison
    names: tuple[str, ...]
    parts: NDArray[np.float64]
    values: NDArray[np.float64]
    total: NDArray[np.float64]

    @property
    def fr(self) -> Side:
        """The French side: rows."""
        return self.comparison.fr

    @property
    def jp(self) -> Side:
        """The Japanese side: columns."""
        return self.comparison.jp

    def parts_of(self, row: int, column: int) -> dict[str, float]:
        """Contribution of each part to one pair; the values add up to its total."""
        return {name: float(self.parts[k, row, column]) for k, name in enumerate(self.names)}

    def missing_of(self, row: int, column: int) -> tuple[str, ...]:
        """Names of the parts without a value for one pair."""
        return tuple(
            name for k, name in enumerate(self.names) if np.isnan(self.values[k, row, column])
        )


def score(fr: Side, jp: Side, profile: Profile, groups: Collection[str] = GROUPS) -> Scores:
    """Score every pair of `fr` × `jp` by the signals of `groups` and the profile's weights."""
    return score_comparison(compare(fr, jp, profile), profile, groups)


def score_comparison(
    comparison: Comparison, profile: Profile, groups: Collection[str] = GROUPS
) -> Scores:
    """As `score`, of sides that have been compared already."""
    shape = (len(comparison.fr), len(comparison.jp))
    chosen = [signal for signal in SIGNALS if signal.group in groups]
    names = (CONSTANT, *(signal.name for signal in chosen))
    values = np.stack([np.ones(shape), *(signal.measure(comparison, profile) for signal in chosen)])
    weights = np.array([profile.weight(name) for name in names])
    parts = np.round(np.nan_to_num(weights[:, None, None] * values, nan=0.0), DECIMALS) + 0.0
    return Scores(
        comparison=comparison,
        names=names,
        parts=parts,
        values=values,
        total=np.round(parts.sum(axis=0), DECIMALS),
    )
