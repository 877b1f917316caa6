"""The search for the default profile's weights: few choices, judged on unseen folds.

What is chosen is which of the optional signals take part and how strong the penalty is; the
measure is the log-loss of unseen pairs (a proper score: it rewards order and calibration at
once). `cross_fitted` nests the whole search in further folds: what it returns for a pair was
neither fitted nor chosen with any pair of either collectivity.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.tuning.evidence import JudgedPairs
from matcher.tuning.fit import Weights, fit
from matcher.tuning.folds import Mask, splits

#: Of the fold draws.
SEED = 2014
#: Inverse penalties tried (sklearn's C, signals at unit spread).
FREEDOMS = (0.1, 0.3, 1.0, 3.0)
#: Signals that always take part, and groups of those that may.
ALWAYS = ("key-points", "domains", "population")
OPTIONAL = (("specific-policy", "comparable-scale"), ("stressed-field", "companies", "tohoku"))
#: Fold draws whose log-odds are averaged in `cross_fitted`.
FOLD_DRAWS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate of the search: signals that take part, and the inverse penalty."""

    signals: tuple[str, ...]
    freedom: float


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search: the choice, its log-loss on unseen pairs (nats), its weights."""

    choice: Choice
    loss: float
    weights: Weights


def choices(names: Sequence[str]) -> tuple[Choice, ...]:
    """All candidates among the signals `names`, fewer signals first."""
    always = tuple(name for name in ALWAYS if name in names)
    groups = [tuple(n for n in group if n in names) for group in OPTIONAL]
    groups = [group for group in groups if group]
    subsets = [
        always + tuple(itertools.chain.from_iterable(chosen))
        for size in range(len(groups) + 1)
        for chosen in itertools.combinations(groups, size)
    ]
    return tuple(Choice(subset, freedom) for subset in subsets if subset for freedom in FREEDOMS)


def search(pairs: JudgedPairs, candidates: Iterable[Choice], seed: int) -> Found:
    """The candidate of least log-loss on unseen folds, fitted to all pairs; first of equals.

    The loss of a single candidate is not measured (NaN). Raises ValueError where there is no
    candidate, or too few collectivities or good pairs.
    """
    tried = tuple(candidates)
    if not tried:
        raise ValueError("no candidate to choose from")
    losses = [
        # One candidate is chosen whatever its loss.
        log_loss(_unseen_scores(pairs.only(each.signals), each.freedom, seed), pairs.good)
        if len(tried) > 1
        else float("nan")
        for each in tried
    ]
    place = int(np.argmin(losses))
    everything = np.ones(pairs.shape, dtype=bool)
    weights = fit(pairs.only(tried[place].signals), everything, tried[place].freedom)
    return Found(tried[place], losses[place], weights)


def cross_fitted(
    pairs: JudgedPairs, candidates: Sequence[Choice], seed: int
) -> NDArray[np.float64]:
    """Log-odds of every pair, float64 (n, m), each from a search that saw neither of the two.

    Averaged over `FOLD_DRAWS` draws of the folds, which steadies them and lets nothing leak.
    """
    total = np.zeros(pairs.shape)
    for draw in range(FOLD_DRAWS):
        for split in splits(pairs.shape, seed + draw):
            found = search(_within(pairs, split.train), candidates, seed)
            held = pairs.only(found.choice.signals)
            total[split.unseen] += found.weights.scores(held)[split.unseen]
    return total / FOLD_DRAWS


def log_loss(scores: NDArray[np.float64], good: NDArray[np.bool_]) -> float:
    """Mean negative log-likelihood of the judgments under logistic(scores), in nats."""
    return float(np.mean(np.logaddexp(0.0, scores) - np.where(good, scores, 0.0)))


def _unseen_scores(pairs: JudgedPairs, freedom: float, seed: int) -> NDArray[np.float64]:
    scores = np.zeros(pairs.shape)
    for split in splits(pairs.shape, seed):
        scores[split.unseen] = fit(pairs, split.train, freedom).scores(pairs)[split.unseen]
    return scores


def _within(pairs: JudgedPairs, train: Mask) -> JudgedPairs:
    """The pairs of a train mask, which is a block of rows × columns, as a smaller table."""
    rows, columns = np.flatnonzero(train.any(axis=1)), np.flatnonzero(train.any(axis=0))
    block = np.ix_(rows, columns)
    return JudgedPairs(pairs.names, pairs.values[:, rows][:, :, columns], pairs.grades[block])
