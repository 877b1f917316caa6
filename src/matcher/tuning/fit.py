"""Judged pairs → weights: a regularised logistic regression whose score is a log-odds.

    log-odds(pair is judged good) = constant + Σ weight_k · signal_k

Signals are scaled to unit spread while fitting, so that the ridge penalty treats them alike; a
missing signal counts 0, as it does in a score. No weight may be negative: a signal that comes out
so is noise or the shadow of another one, and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from matcher.tuning.evidence import JudgedPairs
from matcher.tuning.folds import Mask


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: the constant, and a weight >= 0 for each signal, in the signal's units."""

    constant: float
    of: Mapping[str, float]

    def scores(self, pairs: JudgedPairs) -> NDArray[np.float64]:
        """Log-odds of every pair: float64 (n, m). Raises KeyError for a signal not learnt."""
        weight = np.array([self.of[name] for name in pairs.names])
        total: NDArray[np.float64] = self.constant + np.tensordot(
            weight, np.nan_to_num(pairs.values, nan=0.0), axes=1
        )
        return total


def fit(pairs: JudgedPairs, train: Mask, freedom: float) -> Weights:
    """Weights learnt from the pairs of `train`; `freedom` > 0 is the inverse penalty (sklearn's C).

    Raises ValueError where the pairs to learn from are all good or none is.
    """
    good = pairs.good[train]
    if good.all() or not good.any():
        raise ValueError("to learn what is good, some pairs must be and some must not")
    values = np.nan_to_num(pairs.values[:, train].T, nan=0.0)
    spread = values.std(axis=0)
    kept = np.flatnonzero(spread > 0)
    while True:
        model = LogisticRegression(C=freedom, solver="newton-cholesky")
        scaled = values[:, kept] / spread[kept] if kept.size else np.zeros((len(good), 1))
        model.fit(scaled, good)
        found = model.coef_[0][: kept.size]
        if not kept.size or found.min() >= 0:
            break
        kept = np.delete(kept, found.argmin())
    weights = dict.fromkeys(pairs.names, 0.0)
    for position, k in enumerate(kept):
        weights[pairs.names[k]] = float(found[position] / spread[k])
    return Weights(float(model.intercept_[0]), weights)
