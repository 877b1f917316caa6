"""How sure a figure is: bootstrap over collectivités, paired randomisation, Holm.

Queries are not independent: both directions share their judgments, and all queries of a
direction rank the same field. So it is collectivités that are drawn again, the French and the
Japanese ones each among themselves, and each is drawn as asker and as candidate at once (the
two-way, "pigeonhole" bootstrap of Owen 2007, which errs on the wide side). Within one draw all
figures, systems and directions see the same collectivités.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 2014
DRAWS = 1000
FLIPS = 10_000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % percentile interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Resampling:
    """How often each collectivity stands in each draw: int64 (draws, n) and (draws, m)."""

    fr: NDArray[np.int64]
    jp: NDArray[np.int64]

    @classmethod
    def of(cls, n: int, m: int, draws: int = DRAWS) -> Resampling:
        """Seeded draws with replacement of n French and m Japanese collectivités."""
        generator = np.random.default_rng(SEED)
        counts = [
            generator.multinomial(size, np.full(size, 1 / size), size=draws) for size in (n, m)
        ]
        return cls(counts[0], counts[1])


def means(values: NDArray[np.float64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The mean over askers in each draw: float64 (draws,).

    `values`: float64 (draws, n), what each asker's ranking is worth in a draw, or (n,) where that
    does not depend on the draw; NaN is left out;
    `counts`: int64 (draws, n), how often each asks.
    """
    times = np.where(np.isnan(values), 0, counts)
    weight = times.sum(axis=1)
    total = (times * np.nan_to_num(values)).sum(axis=1)
    result: NDArray[np.float64] = total / np.where(weight, weight, np.nan)
    return result


def interval(drawn: NDArray[np.float64]) -> Interval:
    """The middle 95 % of the draws; those without a value are left out."""
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.nanpercentile(drawn, [tail, 100 - tail])
    return Interval(float(low), float(high))


def randomisation_p(differences: NDArray[np.float64]) -> float:
    """Two-sided paired randomisation test that the mean of `differences` (n,) is 0.

    Signs are flipped at random (Fisher; for retrieval Smucker, Allan and Carterette 2007); NaN
    is left out. In (0, 1]; the observed arrangement counts as one.
    """
    known = differences[~np.isnan(differences)]
    signs = np.random.default_rng(SEED).choice((-1.0, 1.0), size=(FLIPS, known.size))
    as_far = np.abs(signs @ known) >= abs(known.sum()) - 1e-12
    return float((as_far.sum() + 1) / (FLIPS + 1))


def holm(p: Mapping[str, float]) -> dict[str, float]:
    """p values corrected for their number, step down (Holm 1979); same keys."""
    corrected: dict[str, float] = {}
    running = 0.0
    ordered: Sequence[tuple[str, float]] = sorted(p.items(), key=lambda item: item[1])
    for position, (name, value) in enumerate(ordered):
        running = max(running, min(1.0, (len(ordered) - position) * value))
        corrected[name] = running
    return {name: corrected[name] for name in p}
