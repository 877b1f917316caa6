"""The signals: what is measured of a pair, each in one function, and the list of them.

A signal gives one number a pair, NaN where a value it needs is not known. The profile's weight
turns it into a part of the score; a part whose signal is NaN contributes nothing and is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.matching.comparison import Comparison
from matcher.matching.domain_affinity import domain_affinity
from matcher.matching.emblematic import (
    companies,
    comparable_scale,
    specific_policy,
    stressed_field,
    tohoku,
)
from matcher.matching.population_similarity import population_similarity
from matcher.profile import Profile

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signal:
    """A named measurement.

    `measure` maps a comparison and a profile to float64 (n, m). `group` is what
    `rank --signals` selects: "key-points", "domains" or "population". `criterion` marks the
    emblematic criteria, which are met where the value is 0.5 or more.
    """

    name: str
    group: str
    measure: Callable[[Comparison, Profile], Values]
    criterion: bool = False


def key_points(comparison: Comparison, profile: Profile) -> Values:
    """Late interaction of the key points in both directions, corrected for hubs (a cosine)."""
    return comparison.key_points


SIGNALS: tuple[Signal, ...] = (
    Signal("key-points", "key-points", key_points),
    Signal("specific-policy", "key-points", specific_policy, criterion=True),
    Signal("domains", "domains", domain_affinity),
    Signal("stressed-field", "domains", stressed_field, criterion=True),
    Signal("companies", "domains", companies, criterion=True),
    Signal("tohoku", "domains", tohoku, criterion=True),
    Signal("population", "population", population_similarity),
    Signal("comparable-scale", "population", comparable_scale, criterion=True),
)

GROUPS: tuple[str, ...] = tuple(dict.fromkeys(signal.group for signal in SIGNALS))
