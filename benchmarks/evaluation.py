"""Systems × measures, with intervals and tests against the default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged import Judged
from benchmarks.measures import HEADLINE, MEASURES, orders, per_query
from benchmarks.redrawn import redrawn
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

    `scores` are French rows × Japanese columns, `back` Japanese rows × French columns.
    `figures` maps a direction ("fr-jp", "jp-fr", "mean") to measures; `tests` likewise, empty
    for the default. `values` are the per-query values: direction → measure → float64 (queries,).
    """

    system: System
    scores: NDArray[np.float64]
    back: NDArray[np.float64]
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
    back = {
        system.name: scored[system.name].T if system.back is None else system.back(judged)
        for system in systems
    }
    values = {name: values_of(judged, scored[name], back[name]) for name in scored}
    tests = _tests(values, {system.name: system.family for system in systems})
    return {
        system.name: Evaluated(
            system=system,
            scores=scored[system.name],
            back=back[system.name],
            values=values[system.name],
            figures=figures_of(
                values[system.name],
                drawn_values(judged, scored[system.name], back[system.name], resampling),
                resampling,
            ),
            tests=tests.get(system.name, {}),
        )
        for system in systems
    }


def values_of(
    judged: Judged,
    scores: NDArray[np.float64],
    back: NDArray[np.float64],
    grades: NDArray[np.int64] | None = None,
) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Per-query values in both directions, against `grades` (default: the consensus)."""
    graded = judged.grades if grades is None else grades
    fr, jp = judged.fr.ids, judged.jp.ids
    return {
        "fr-jp": per_query(scores, graded, fr, jp),
        "jp-fr": per_query(back, graded.T, jp, fr),
    }


def drawn_values(
    judged: Judged,
    scores: NDArray[np.float64],
    back: NDArray[np.float64],
    resampling: Resampling,
) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Per-query values in every draw: direction → measure → float64 (draws, queries)."""
    found = {}
    for direction, asked, graded, ids, counts in (
        ("fr-jp", scores, judged.grades, judged.jp.ids, resampling.jp),
        ("jp-fr", back, judged.grades.T, judged.fr.ids, resampling.fr),
    ):
        rows = [
            redrawn(order, grades, counts)
            for order, grades in zip(orders(asked, ids), graded, strict=True)
        ]
        found[direction] = {
            measure: np.stack([row[measure] for row in rows], axis=1) for measure in MEASURES
        }
    return found


def figures_of(
    values: Mapping[str, Mapping[str, NDArray[np.float64]]],
    again: Mapping[str, Mapping[str, NDArray[np.float64]]],
    resampling: Resampling,
) -> dict[str, dict[str, Figure]]:
    """Means and intervals, by direction and for the mean of both.

    `values` by query as `values_of` gives them, `again` as `drawn_values` does.
    """
    figures: dict[str, dict[str, Figure]] = {name: {} for name in (*DIRECTIONS, MEAN)}
    for measure in MEASURES:
        forth, back = values["fr-jp"][measure], values["jp-fr"][measure]
        drawn = {
            "fr-jp": means(again["fr-jp"][measure], resampling.fr),
            "jp-fr": means(again["jp-fr"][measure], resampling.jp),
        }
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
    """Every system but the default against it, in each direction.

    For the mean of both the larger of the two p stands: the directions share their judgments, so
    their queries may not be pooled. Holm's correction is over the systems of one family:
    baselines answer another question than ablations.
    """
    against = {direction: values[DEFAULT][direction][HEADLINE] for direction in DIRECTIONS}
    others = [name for name in values if name != DEFAULT]
    found: dict[str, dict[str, Test]] = {name: {} for name in others}
    for direction in DIRECTIONS:
        differences = {
            name: values[name][direction][HEADLINE] - against[direction] for name in others
        }
        p = {name: randomisation_p(difference) for name, difference in differences.items()}
        for family in dict.fromkeys(family_of[name] for name in others):
            corrected = holm({name: p[name] for name in others if family_of[name] == family})
            for name, p_holm in corrected.items():
                mean = float(np.nanmean(differences[name]))
                found[name][direction] = Test(mean, p[name], p_holm)
    for tests in found.values():
        both = [tests[direction] for direction in DIRECTIONS]
        tests[MEAN] = Test(
            difference=sum(test.difference for test in both) / 2,
            p=max(test.p for test in both),
            p_holm=max(test.p_holm for test in both),
        )
    return found
