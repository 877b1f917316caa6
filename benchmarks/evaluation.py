"""Systems × measures, with intervals and tests against the default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged import Judged
from benchmarks.measures import HEADLINE, MEASURES, per_query
from benchmarks.systems import DEFAULT, System
from benchmarks.uncertainty import (
    Interval,
    Resampling,
    holm,
    interval,
    means,
    randomisation_p,
)

DIRECTIONS = ("fr-jp", "jp-fr")
MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over queries with its interval."""

    value: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Test:
    """The headline measure against the default's: difference, p, and p by Holm in its family."""

    difference: float
    p: float
    p_holm: float


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """One system's figures.

    `figures` maps a direction ("fr-jp", "jp-fr", "mean") to measures; `tests` likewise, empty
    for the default. `values` are the per-query values: direction → measure → float64 (queries,).
    """

    system: System
    scores: NDArray[np.float64]
    values: Mapping[str, Mapping[str, NDArray[np.float64]]]
    figures: Mapping[str, Mapping[str, Figure]]
    tests: Mapping[str, Test]

    def headline(self, direction: str = MEAN) -> Figure:
        """nDCG@10 in a direction or their mean."""
        return self.figures[direction][HEADLINE]


def evaluate(judged: Judged, systems: Sequence[System]) -> dict[str, Evaluated]:
    """All figures of all systems, in order. The default must be among them."""
    resampling = Resampling.of(*judged.grades.shape)
    scored = {system.name: system.scores(judged) for system in systems}
    values = {name: values_of(judged, scores) for name, scores in scored.items()}
    tests = _tests(values, {system.name: system.family for system in systems})
    return {
        system.name: Evaluated(
            system=system,
            scores=scored[system.name],
            values=values[system.name],
            figures=figures_of(values[system.name], resampling),
            tests=tests.get(system.name, {}),
        )
        for system in systems
    }


def values_of(
    judged: Judged, scores: NDArray[np.float64], grades: NDArray[np.int64] | None = None
) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Per-query values in both directions, against `grades` (default: the consensus)."""
    graded = judged.grades if grades is None else grades
    fr, jp = judged.fr.ids, judged.jp.ids
    return {
        "fr-jp": per_query(scores, graded, fr, jp),
        "jp-fr": per_query(scores.T, graded.T, jp, fr),
    }


def figures_of(
    values: Mapping[str, Mapping[str, NDArray[np.float64]]], resampling: Resampling
) -> dict[str, dict[str, Figure]]:
    """Means and intervals, by direction and for the mean of both."""
    figures: dict[str, dict[str, Figure]] = {name: {} for name in (*DIRECTIONS, MEAN)}
    for measure in MEASURES:
        forth, back = values["fr-jp"][measure], values["jp-fr"][measure]
        drawn = {"fr-jp": means(forth, resampling.fr), "jp-fr": means(back, resampling.jp)}
        drawn[MEAN] = (drawn["fr-jp"] + drawn["jp-fr"]) / 2
        plain = {"fr-jp": float(np.nanmean(forth)), "jp-fr": float(np.nanmean(back))}
        plain[MEAN] = (plain["fr-jp"] + plain["jp-fr"]) / 2
        for name, by_measure in figures.items():
            by_measure[measure] = Figure(plain[name], interval(drawn[name]))
    return figures


def _tests(
    values: Mapping[str, Mapping[str, Mapping[str, NDArray[np.float64]]]],
    family_of: Mapping[str, str],
) -> dict[str, dict[str, Test]]:
    """Every system but the default against it, in each direction and over both at once.

    Holm's correction is over the systems of one family: baselines answer another question than
    ablations.
    """
    against = {direction: values[DEFAULT][direction][HEADLINE] for direction in DIRECTIONS}
    others = [name for name in values if name != DEFAULT]
    found: dict[str, dict[str, Test]] = {name: {} for name in others}
    for direction in (*DIRECTIONS, MEAN):
        ways = DIRECTIONS if direction == MEAN else (direction,)
        differences = {
            name: np.concatenate([values[name][way][HEADLINE] - against[way] for way in ways])
            for name in others
        }
        p = {name: randomisation_p(difference) for name, difference in differences.items()}
        for family in dict.fromkeys(family_of[name] for name in others):
            corrected = holm({name: p[name] for name in others if family_of[name] == family})
            for name, p_holm in corrected.items():
                mean = float(np.nanmean(differences[name]))
                found[name][direction] = Test(mean, p[name], p_holm)
    return found
