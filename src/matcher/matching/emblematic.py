"""Criteria that make a rapprochement emblematic (Objective 17 of the roadmap 2013–2018)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.matching.comparison import Comparison
from matcher.profile import Profile

Values = NDArray[np.float64]


def specific_policy(comparison: Comparison, profile: Profile) -> Values:
    """A specific policy in common: logistic((best cosine − threshold) / spread), in (0, 1)."""
    threshold = profile.parameter("specific-threshold")
    spread = profile.parameter("specific-spread")
    value: Values = 1.0 / (1.0 + np.exp(-(comparison.best_passage - threshold) / spread))
    return value


def stressed_field(comparison: Comparison, profile: Profile) -> Values:
    """1 where both name a field the roadmap stresses, else 0; NaN where one names none."""
    return _both_name(comparison, comparison.fr.fields.stressed)


def companies(comparison: Comparison, profile: Profile) -> Values:
    """1 where both name a field that companies of both sides take part in, else 0."""
    return _both_name(comparison, comparison.fr.fields.companies)


def tohoku(comparison: Comparison, profile: Profile) -> Values:
    """1 where a Tōhoku authority shares a field of the reconstruction with the French one."""
    shared = _both_name(comparison, comparison.fr.fields.tohoku)
    return np.where(comparison.jp.tohoku[None, :], shared, 0.0)


def comparable_scale(comparison: Comparison, profile: Profile) -> Values:
    """1 where the larger has at most `comparable-ratio` times the smaller's inhabitants."""
    difference = np.abs(
        comparison.fr.log_population[:, None] - comparison.jp.log_population[None, :]
    )
    within = difference <= np.log10(profile.parameter("comparable-ratio"))
    return np.where(np.isnan(difference), np.nan, within.astype(np.float64))


def _both_name(comparison: Comparison, mask: NDArray[np.bool_]) -> Values:
    """1 where both name the same one of the masked domains, else 0; NaN where one names none."""
    a, b = comparison.fr.domains, comparison.jp.domains
    shared = (a[:, mask].astype(np.float64) @ b[:, mask].astype(np.float64).T) > 0
    unknown = np.logical_or.outer(~a.any(axis=1), ~b.any(axis=1))
    return np.where(unknown, np.nan, shared.astype(np.float64))
