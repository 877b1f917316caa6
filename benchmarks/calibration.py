"""Whether a probability can be taken at its word, on the pairs people are shown.

Only about one pair in twelve is good, so an error averaged over all pairs says nothing (a
constant 0 is nearly right). What is looked at is the union of everyone's five best, in both
directions, against the share of good pairs in that union.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.exposure import DEPTH
from benchmarks.judged import Judged
from benchmarks.uncertainty import SEED, Interval, Resampling, interval
from matcher.matching.calibration import probability
from matcher.tuning.evidence import GOOD

BINS = 10
_SIMULATIONS = 2000


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of like probability: mean probability, share judged good, number."""

    probability: float
    good: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Figures on the union of everyone's `DEPTH` best pairs.

    `base_rate`: share of good pairs, in [0, 1]. `brier_skill` = 1 - Brier score / that of the
    base rate; 1 is perfect, 0 no better than the base rate (Brier 1950; Murphy 1973). `ece`:
    expected calibration error over 10 bins of equal count, in [0, 1] (Naeini et al. 2015).
    `ece_by_chance`: what the ECE of so few pairs would be on average if every probability were
    exactly right; `brier_skill_expected`: likewise for the skill.
    """

    pairs: int
    good: int
    base_rate: float
    brier_skill: float
    brier_skill_interval: Interval
    brier_skill_expected: float
    ece: float
    ece_interval: Interval
    ece_by_chance: float
    bins: tuple[Bin, ...]


def calibration(judged: Judged, scores: NDArray[np.float64]) -> Calibration:
    """Figures for `scores` (n, m), read as log-odds."""
    good = judged.grades >= GOOD
    shown = top_union(scores)
    p, y = probability(scores[shown]), good[shown].astype(np.float64)
    generator = np.random.default_rng(SEED)
    skills, errors = [], []
    for _ in range(_SIMULATIONS):
        drawn = (generator.random(p.size) < p).astype(np.float64)
        skills.append(brier_skill(p, drawn))
        errors.append(expected_calibration_error(p, drawn))
    resampling = Resampling.of(*good.shape)
    rows, columns = np.nonzero(shown)
    skill_draws, error_draws = [], []
    for fr, jp in zip(resampling.fr, resampling.jp, strict=True):
        times = fr[rows] * jp[columns]
        again = np.repeat(np.arange(p.size), times)
        skill_draws.append(brier_skill(p[again], y[again]))
        error_draws.append(expected_calibration_error(p[again], y[again]))
    return Calibration(
        pairs=int(p.size),
        good=int(y.sum()),
        base_rate=float(y.mean()),
        brier_skill=brier_skill(p, y),
        brier_skill_interval=interval(np.array(skill_draws)),
        brier_skill_expected=float(np.nanmean(skills)),
        ece=expected_calibration_error(p, y),
        ece_interval=interval(np.array(error_draws)),
        ece_by_chance=float(np.mean(errors)),
        bins=bins(p, y),
    )


def top_union(scores: NDArray[np.float64], depth: int = DEPTH) -> NDArray[np.bool_]:
    """Bool (n, m): pairs among the `depth` best of the row's or of the column's collectivity."""
    shown = np.zeros(scores.shape, dtype=bool)
    rows = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
    columns = np.argsort(-scores, axis=0, kind="stable")[:depth]
    np.put_along_axis(shown, rows, values=True, axis=1)
    np.put_along_axis(shown, columns, values=True, axis=0)
    return shown


def brier_skill(p: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Skill of probabilities `p` (k,) on outcomes `y` (k,); NaN where all outcomes are alike."""
    reference = float(np.mean((y - y.mean()) ** 2))
    return 1.0 - float(np.mean((p - y) ** 2)) / reference if reference else float("nan")


def bins(p: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[Bin, ...]:
    """`BINS` bins of equal count, least probable first; empty ones are left out."""
    order = np.argsort(p, kind="stable")
    return tuple(
        Bin(float(p[part].mean()), float(y[part].mean()), int(part.size))
        for part in np.array_split(order, BINS)
        if part.size
    )


def expected_calibration_error(p: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Mean distance of probability and share over the bins, weighted by their pairs."""
    found = bins(p, y)
    total = sum(each.pairs for each in found)
    return sum(each.pairs * abs(each.probability - each.good) for each in found) / total
