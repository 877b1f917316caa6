"""Everything one run of the benchmark found, and its form as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.breakdown import Part
from benchmarks.calibration import Calibration
from benchmarks.ceiling import Agreement
from benchmarks.evaluation import Evaluated
from benchmarks.exposure import Exposure
from benchmarks.measures import HEADLINE
from benchmarks.shortlist_quality import ShortlistQuality


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What was compared: set, sizes, encoder, profile."""

    set_name: str
    fr: int
    jp: int
    good: int
    cross_fitted: bool
    encoder: str
    encoder_fingerprint: str
    profile: str
    profile_fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One run.

    `systems` in the order of the table, the default first. `shortlist` by system.
    `calibration` is None where the default's score is no log-odds of the encoder in use.
    """

    setting: Setting
    systems: Mapping[str, Evaluated]
    agreements: tuple[Agreement, ...]
    calibration: Calibration | None
    shortlist: Mapping[str, ShortlistQuality]
    exposure: Mapping[str, Exposure]
    by_language: tuple[Part, ...]
    by_domain: tuple[Part, ...]
    notes: tuple[str, ...] = field(default=())


def as_json(results: Results) -> dict[str, Any]:
    """The results as plain values: figures by system and direction, then the rest."""
    return {
        "setting": asdict(results.setting),
        "systems": {name: _system(each) for name, each in results.systems.items()},
        "ceiling": [asdict(each) for each in results.agreements],
        "calibration": None if results.calibration is None else asdict(results.calibration),
        "shortlist": {
            name: {**asdict(each), "share": each.share} for name, each in results.shortlist.items()
        },
        "exposure": {country: asdict(each) for country, each in results.exposure.items()},
        "by_language": [asdict(part) for part in results.by_language],
        "by_domain": [asdict(part) for part in results.by_domain],
        "notes": list(results.notes),
    }


def _system(each: Evaluated) -> dict[str, Any]:
    found: dict[str, Any] = {"family": each.system.family}
    for direction, figures in each.figures.items():
        row: dict[str, Any] = {name: figure.value for name, figure in figures.items()}
        row["intervals"] = {
            name: [figure.interval.low, figure.interval.high] for name, figure in figures.items()
        }
        test = each.tests.get(direction)
        row["against_default"] = None if test is None else {"measure": HEADLINE, **asdict(test)}
        found[direction] = row
    return found
