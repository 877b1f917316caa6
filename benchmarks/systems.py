"""What is compared: a system maps a judged set to scores, French rows × Japanese columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import bm25s
import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from benchmarks.judged import Judged
from benchmarks.uncertainty import SEED
from matcher.gathering import Participant
from matcher.matching.score import score_comparison
from matcher.matching.side import Texts
from matcher.profile import Profile
from matcher.tuning.search import SEED as FOLD_SEED
from matcher.tuning.search import choices, cross_fitted

Matrix = NDArray[np.float64]

#: The system all others are tested against.
DEFAULT = "default"
_N_GRAMS = {"analyzer": "char_wb", "ngram_range": (2, 4)}


@dataclass(frozen=True, slots=True)
class System:
    """A named way of scoring all pairs.

    `family` ("default", "profile", "baseline", "ablation", "run", "broken") says what it is for;
    p values are corrected within a family. `scores` gives French rows × Japanese columns. `back`
    gives Japanese rows × French columns where a system ranks that direction by other scores.
    """

    name: str
    family: str
    scores: Callable[[Judged], Matrix]
    back: Callable[[Judged], Matrix] | None = None


def default_system() -> System:
    """The product with all its signals, by weights that saw neither collectivity of a pair.

    On a set the weights were not learnt from, the profile as it is.
    """

    def scores(judged: Judged) -> Matrix:
        if not judged.source.cross_fit:
            return score_comparison(judged.comparison, judged.profile).total
        pairs = judged.pairs()
        return cross_fitted(pairs, choices(pairs.names), FOLD_SEED)

    return System(DEFAULT, "default", scores)


def by_profile(profile: Profile) -> System:
    """The product with the weights of `profile` as they are."""

    def scores(judged: Judged) -> Matrix:
        return score_comparison(judged.comparison, profile).total

    return System(f"profile {profile.name}", "profile", scores)


def by_signals(name: str, *groups: str) -> System:
    """The product with the signals of `groups` alone, by the profile's weights."""
    return System(
        name, "baseline", lambda j: score_comparison(j.comparison, j.profile, groups).total
    )


def shuffled() -> System:
    """A broken system: the profile's scores, every row and then every column in another order."""

    def scores(judged: Judged) -> Matrix:
        total = score_comparison(judged.comparison, judged.profile).total
        generator = np.random.default_rng(SEED)
        return generator.permuted(generator.permuted(total, axis=1), axis=0)

    return System("shuffled", "broken", scores)


def random_order() -> System:
    """Chance."""

    def scores(judged: Judged) -> Matrix:
        return np.random.default_rng(SEED).random(judged.grades.shape)

    return System("random", "baseline", scores)


def tf_idf() -> System:
    """Key points and labels as character 2- to 4-grams, TF-IDF, cosine: words alone."""

    def scores(judged: Judged) -> Matrix:
        vectors = tf_idf_rows(_texts(judged))
        return vectors[: len(judged.fr)] @ vectors[len(judged.fr) :].T

    return System("tf-idf", "baseline", scores)


def tf_idf_rows(texts: Sequence[str]) -> Matrix:
    """`texts` as unit rows of TF-IDF over their own character 2- to 4-grams: float64 (texts, v)."""
    rows: Matrix = TfidfVectorizer(**_N_GRAMS).fit_transform(texts).toarray()
    return rows


def bm25() -> System:
    """Okapi BM25 on the same n-grams, each side asking the other, the two directions added."""

    def scores(judged: Judged) -> Matrix:
        n = len(judged.fr)
        cut = CountVectorizer(**_N_GRAMS).build_analyzer()
        grams = [cut(text) for text in _texts(judged)]
        return _asked(grams[:n], grams[n:]) + _asked(grams[n:], grams[:n]).T

    return System("bm25", "baseline", scores)


def _asked(queries: list[list[str]], documents: list[list[str]]) -> Matrix:
    index = bm25s.BM25()
    index.index(documents, show_progress=False)
    rows = []
    for query in queries:
        known = [gram for gram in query if gram in index.vocab_dict]
        # Two scripts may share no n-gram at all, which the library does not expect.
        rows.append(index.get_scores(known) if known else np.zeros(len(documents)))
    return np.stack(rows).astype(np.float64)


def mean_pooled() -> System:
    """One embedding a fiche, the mean of its key points', compared by cosine."""

    def scores(judged: Judged) -> Matrix:
        fr, jp = judged.fr, judged.jp
        return _pooled(fr.passage_texts, len(fr)) @ _pooled(jp.passage_texts, len(jp)).T

    return System("mean-pooled fiche", "baseline", scores)


def _pooled(texts: Texts, count: int) -> Matrix:
    mean = texts.membership(count) @ texts.vectors.astype(np.float64)
    length = np.linalg.norm(mean, axis=1, keepdims=True)
    pooled: Matrix = np.divide(mean, length, out=np.zeros_like(mean), where=length > 0)
    return pooled


def _texts(judged: Judged) -> list[str]:
    return [_words(p) for p in (*judged.fr.participants, *judged.jp.participants)]


def _words(participant: Participant) -> str:
    return "\n".join([*(p.text for p in participant.key_points), *participant.domains])


def baselines() -> tuple[System, ...]:
    """What the default must beat, cheapest first."""
    return (
        random_order(),
        by_signals("population only", "population"),
        by_signals("domains only", "domains"),
        by_signals("key points only", "key-points"),
        tf_idf(),
        bm25(),
        mean_pooled(),
    )
