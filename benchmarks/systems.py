"""What is compared: a system maps both sides to scores, French rows × Japanese columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.gathering import Participant
from matcher.matching.score import score
from matcher.matching.side import Side
from matcher.profile import Profile

Matrix = NDArray[np.float64]

SEED = 2014


@dataclass(frozen=True, slots=True)
class System:
    """A named way of scoring all pairs."""

    name: str
    scores: Callable[[Side, Side], Matrix]


def by_signals(name: str, profile: Profile, *groups: str) -> System:
    """The product itself with the signals of `groups` alone."""
    return System(name, lambda fr, jp: score(fr, jp, profile, groups).total)


def shuffled(profile: Profile) -> System:
    """A broken system: the default's scores, every row in another order."""

    def scores(fr: Side, jp: Side) -> Matrix:
        return np.random.default_rng(SEED).permuted(score(fr, jp, profile).total, axis=1)

    return System("shuffled", scores)


def random_order() -> System:
    """Chance."""

    def scores(fr: Side, jp: Side) -> Matrix:
        return np.random.default_rng(SEED).random((len(fr), len(jp)))

    return System("random", scores)


def tf_idf() -> System:
    """Key points and labels as character 2- to 4-grams, TF-IDF, cosine: words alone."""

    def scores(fr: Side, jp: Side) -> Matrix:
        texts = [_words(p) for p in (*fr.participants, *jp.participants)]
        vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit_transform(texts)
        matrix: Matrix = (vectors[: len(fr)] @ vectors[len(fr) :].T).toarray()
        return matrix

    return System("tf-idf", scores)


def _words(participant: Participant) -> str:
    return "\n".join([*(p.text for p in participant.key_points), *participant.domains])


def all_systems(profile: Profile) -> tuple[System, ...]:
    """The default first, then its signals alone, then the baselines."""
    return (
        by_signals("default", profile, "key-points", "domains", "population"),
        by_signals("key points", profile, "key-points"),
        by_signals("domains", profile, "domains"),
        by_signals("population", profile, "population"),
        tf_idf(),
        random_order(),
    )
