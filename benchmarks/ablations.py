"""The default with one thing changed: what each part of it is worth.

The base is the row "main signals": the three signals that the search chooses, at the penalty it
chooses, nothing searched. Each other row changes one thing (a signal taken out or put in, another
comparison of the key points, another way of fusing) and is fitted anew, cross-fitted as the
default is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged import Judged
from benchmarks.systems import Matrix, System
from matcher.matching.comparison import Comparison
from matcher.matching.hubs import LanguageMeans, corrected, hub_column
from matcher.matching.late_interaction import affinity, directions
from matcher.matching.line_up import embed, list_texts
from matcher.matching.score import score_comparison
from matcher.matching.signals import GROUPS, SIGNALS
from matcher.ports import Encoder
from matcher.tuning.search import ALWAYS, SEED, Choice, cross_fitted

#: Rank constant of reciprocal rank fusion, as in its paper.
_RRF = 60
#: Nearest neighbours of CSLS.
_NEAREST = 10
#: Inverse penalty, as the search on all pairs chooses it (scripts/tune_profile.py prints it).
_FREEDOM = 1.0

Change = Callable[[Judged], Comparison]


def with_signals(name: str, signals: tuple[str, ...]) -> System:
    """The signals `signals` instead of the main ones."""
    return System(name, "ablation", lambda judged: _scored(judged, judged.comparison, signals))


def compared_by(name: str, change: Change) -> System:
    """The default's three main signals on another comparison of the key points."""

    def scores(judged: Judged) -> Matrix:
        return _scored(judged, change(judged), ALWAYS)

    return System(name, "ablation", scores)


def ablations(encoder: Encoder) -> tuple[System, ...]:
    """All of them: signals, late interaction, hubs, fusion."""
    return (
        with_signals("main signals", ALWAYS),
        *(
            with_signals(f"without {name}", tuple(n for n in ALWAYS if n != name))
            for name in ALWAYS
        ),
        *(
            with_signals(f"with {signal.name}", (*ALWAYS, signal.name))
            for signal in SIGNALS
            if signal.name not in ALWAYS
        ),
        compared_by("late interaction fr to jp", lambda j: _one_way(j, 0)),
        compared_by("late interaction jp to fr", lambda j: _one_way(j, 1)),
        compared_by("no hub correction", _uncentred),
        compared_by("languages' means left in", lambda j: _means_left_in(j, encoder)),
        compared_by("CSLS", _csls),
        System("reciprocal rank fusion", "ablation", _reciprocal_ranks),
        System("harmonic mean", "ablation", _harmonic),
    )


def _scored(judged: Judged, comparison: Comparison, names: tuple[str, ...]) -> Matrix:
    return cross_fitted(judged.pairs(comparison).only(names), (Choice(names, _FREEDOM),), SEED)


def _centred(affinity_: NDArray[np.float64], judged: Judged) -> NDArray[np.float64]:
    prior = judged.profile.parameter("key-points-hub-prior")
    count = judged.profile.parameter("hub-prior-count")
    return corrected(
        affinity_,
        hub_column(affinity_, prior, count),
        hub_column(affinity_.T, prior, count),
        prior,
    )


def _temperature(judged: Judged) -> float:
    return judged.profile.parameter("key-points-temperature")


def _one_way(judged: Judged, way: int) -> Comparison:
    fr, jp = judged.fr, judged.jp
    both = directions(
        judged.comparison.passage_cosine,
        fr.passage_texts,
        jp.passage_texts,
        (len(fr), len(jp)),
        _temperature(judged),
    )
    return replace(judged.comparison, key_points=_centred(both[way], judged))


def _late(judged: Judged, cosine: NDArray[np.float64]) -> NDArray[np.float64]:
    fr, jp = judged.fr, judged.jp
    counts = (len(fr), len(jp))
    return affinity(cosine, fr.passage_texts, jp.passage_texts, counts, _temperature(judged))


def _uncentred(judged: Judged) -> Comparison:
    late = _late(judged, judged.comparison.passage_cosine)
    return replace(judged.comparison, key_points=late)


def _means_left_in(judged: Judged, encoder: Encoder) -> Comparison:
    nothing = LanguageMeans({})
    fr, jp = (
        embed(
            list_texts(judged.party.participants, side.country), encoder.encode, nothing, nothing
        ).passage_vectors.astype(np.float64)
        for side in (judged.fr, judged.jp)
    )
    return replace(judged.comparison, key_points=_centred(_late(judged, fr @ jp.T), judged))


def _csls(judged: Judged) -> Comparison:
    """Cross-domain similarity local scaling (Conneau et al. 2018) in place of double centring."""
    cosine = judged.comparison.passage_cosine
    k = min(_NEAREST, *cosine.shape)
    near_fr = np.sort(cosine, axis=1)[:, -k:].mean(axis=1)
    near_jp = np.sort(cosine, axis=0)[-k:].mean(axis=0)
    scaled = cosine - (near_fr[:, None] + near_jp[None, :]) / 2
    return replace(judged.comparison, key_points=_late(judged, scaled))


def _reciprocal_ranks(judged: Judged) -> Matrix:
    """Cormack, Clarke and Büttcher 2009, over the three main signals and both directions."""
    values = np.nan_to_num(judged.pairs().only(ALWAYS).values, nan=-np.inf)
    total = np.zeros(judged.grades.shape)
    for value in values:
        for axis in (0, 1):
            rank = np.argsort(np.argsort(-value, axis=axis, kind="stable"), axis=axis)
            total += 1.0 / (_RRF + 1 + rank)
    return total


def _harmonic(judged: Judged) -> Matrix:
    """Harmonic mean of the three groups' scores, each as its place (0, 1] among all pairs."""
    places = []
    for group in GROUPS:
        score = score_comparison(judged.comparison, judged.profile, (group,)).total
        places.append((np.argsort(np.argsort(score, axis=None)) + 1) / score.size)
    harmonic = len(places) / sum(1.0 / place for place in places)
    return np.asarray(harmonic, dtype=np.float64).reshape(judged.grades.shape)
