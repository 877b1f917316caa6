"""Scores in single precision, of one participant with very many: whom to score exactly.

Everybody gets a rough score first: from the shadow of the side where it is large (see `shadow`),
first by the middle of each one's passages, then by each passage; else from all vectors. The best of
a shadow are looked at again with all vectors. Whoever then
comes within the error of single precision of the best is to be scored exactly, so that below the
size from which a shadow is used nothing is lost, and above it what the shadow loses (benchmarks/
scale.py measures it).

Where passages are searched for, the nearest ones tell first who can be among the best, by the
bounds of `candidates`; nobody else is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.matching import shadow as shadows
from matcher.matching.candidates import FIRST, PassageSearch, best_left, most_affinity
from matcher.matching.comparison import Comparison
from matcher.matching.domain_affinity import with_labels
from matcher.matching.hubs import corrected
from matcher.matching.layers import (
    LEAST_TEMPERATURE,
    Layers,
    Matrix,
    affinities,
    best_cosines,
    precision,
)
from matcher.matching.live_side import LiveSide
from matcher.matching.score import CONSTANT
from matcher.matching.shadow import Shadow, middles
from matcher.matching.side import Fields, Side, Texts
from matcher.matching.signals import SIGNALS, Signal
from matcher.profile import Profile

#: So many are scored exactly at once.
FEW = 48
#: So many of a shadow's best are looked at again, and so many for each one wanted.
AGAIN, AGAIN_EACH = 144, 8
#: A large side is narrowed down to so many by the middles of their passages, or to one in so many.
NEAR, NEAR_SHARE = 4_000, 10
#: What the affinity of two participants gains with the cosine of their middles.
_BY_MIDDLES = 1.5
#: What single precision may do to a score whose weights sum to 1.
_ERROR = 2e-5

Totals = NDArray[np.float64]
_OF_KEY_POINTS = "key-points"


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """Who asks: a side of one participant, with what its question is measured by.

    `fields` and `hubs` (passages and labels) are columns of all rows of the side that is asked.
    """

    one: Side
    profile: Profile
    fields: Fields
    hubs: tuple[NDArray[np.float64], NDArray[np.float64]]


def best_rows(
    asking: Asking,
    other: LiveSide,
    wanted: NDArray[np.bool_],
    limit: int,
    search: PassageSearch | None = None,
) -> list[int]:
    """Rows of `other` that hold the `limit` best of those `wanted` (n,), and few besides.

    `search` finds the passages of `other`; without it, everybody is looked at.
    """
    rows = np.flatnonzero(wanted)
    if rows.size <= max(limit, FEW):
        return [int(row) for row in rows]
    beside = _beside_key_points(asking, other)
    if search is not None:
        rows = _within_reach(asking, other, rows, limit, beside, search)
    shadow = other.shadow
    if shadow is not None and other.passage_count[rows].sum() > shadows.WITHOUT:
        rows = _by_middles(asking, shadow, rows, beside)
        rows = _by_shadow(asking, other, shadow, rows, beside, max(AGAIN, AGAIN_EACH * limit))
    totals = _in_full(asking, other, rows, beside)
    return [int(row) for row in rows[totals >= _enough(asking, totals, limit)]]


def _within_reach(
    asking: Asking,
    other: LiveSide,
    rows: NDArray[np.int64],
    limit: int,
    beside: Totals,
    search: PassageSearch,
) -> NDArray[np.int64]:
    """Those of `rows` who may be among the `limit` best, by the nearest passages there are.

    Whoever owns none of them has nothing nearer than the last of them, and the rest of the score
    is known: most cannot reach the best that were found.
    """
    texts = asking.one.passage_texts
    found = search.nearest(texts.vectors, FIRST)
    near = np.intersect1d(other.passage_texts.owner[found.position.ravel()], rows)
    if near.size < limit:
        return rows
    totals = _in_full(asking, other, near, beside)
    enough = _enough(asking, totals, limit)
    rest = np.setdiff1d(rows, near, assume_unique=True)
    most = beside[rest] + _most_of_key_points(
        asking, best_left(texts, found, search.size), other.passage_count[rest] > 0, rest
    )
    return np.union1d(near[totals >= enough], rest[most >= enough])


def _by_middles(
    asking: Asking, shadow: Shadow, rows: NDArray[np.int64], beside: Totals
) -> NDArray[np.int64]:
    """Those of `rows` whose key points are, all in all, near enough to look at each."""
    kept = max(NEAR, rows.size // NEAR_SHARE)
    if rows.size <= kept:
        return rows
    own = middles(shadow.cast(asking.one.passage_texts), 1)[0]
    affinity = (_BY_MIDDLES * (shadow.middles.array @ own).astype(np.float64))[np.newaxis]
    totals = beside + _parts(asking, affinity, np.full_like(affinity, np.nan), slice(None)).sum(0)
    return rows[_largest(totals if rows.size == totals.size else totals[rows], kept)]


def _by_shadow(
    asking: Asking,
    other: LiveSide,
    shadow: Shadow,
    rows: NDArray[np.int64],
    beside: Totals,
    kept: int,
) -> NDArray[np.int64]:
    """Those of `rows`, `kept` of them, whose scores are best as far as the shadow tells."""
    places, owner = other.places(rows)
    layers = Layers.flat(shadow.taken(places, owner, other.weight.take(places)), rows.size)
    queries = shadow.cast(asking.one.passage_texts)
    return rows[_largest(beside[rows] + _of_key_points(asking, queries, layers, rows), kept)]


def _enough(asking: Asking, totals: Totals, limit: int) -> float:
    """Whoever has less is not among the `limit` best, whatever single precision does."""
    if totals.size <= limit:
        return -np.inf
    error = _ERROR * sum(abs(weight.value) for weight in asking.profile.weights.values())
    return float(np.partition(totals, -limit)[-limit] - 2 * error)


def _in_full(asking: Asking, other: LiveSide, rows: NDArray[np.int64], beside: Totals) -> Totals:
    """The scores of `rows` in single precision, from all vectors."""
    texts = other.passage_texts if rows.size == len(other) else other.texts_of(rows)
    kind = precision(asking.profile.parameter("key-points-temperature"))
    layers = Layers.flat(texts, rows.size, kind)
    totals: Totals = beside[rows] + _of_key_points(asking, asking.one.passage_texts, layers, rows)
    return totals


def _largest(totals: Totals, count: int) -> NDArray[np.int64]:
    if totals.size <= count:
        return np.arange(totals.size)
    return np.sort(np.argpartition(totals, -count)[-count:])


def _beside_key_points(asking: Asking, other: LiveSide) -> Totals:
    """What all other signals make of everybody's score, (n,)."""
    labels = corrected(
        other.book.affinities(
            asking.one.label_texts, 1, asking.profile.parameter("labels-temperature")
        ).astype(np.float64),
        asking.one.label_hub,
        asking.hubs[1],
        asking.profile.parameter("labels-hub-prior"),
    )
    unknown = np.full((1, other.kinds.first.size), np.nan)
    by_kind = _comparison(asking, other, other.of_each_kind, labels=unknown)
    comparison = _comparison(asking, other, other.columns, labels=labels)
    total = np.full(len(other), asking.profile.weight(CONSTANT))
    for signal in SIGNALS:
        weight = asking.profile.weight(signal.name)
        if not weight or signal.group == _OF_KEY_POINTS:
            continue
        if signal.group == "domains":
            value = signal.measure(by_kind, asking.profile).ravel().take(other.kinds.of)
            if signal.name == "domains":
                value = with_labels(value, labels.ravel(), asking.profile)
        else:
            value = signal.measure(comparison, asking.profile).ravel()
        total += np.nan_to_num(weight * value)
    return total


def _of_key_points(
    asking: Asking, queries: Texts, layers: Layers, rows: slice | NDArray[np.int64]
) -> Totals:
    """What the signals of the key points make of the score of `rows`, whose texts are `layers`."""
    profile = asking.profile
    temperature = profile.parameter("key-points-temperature")
    if layers.kind == np.float32:
        temperature = max(temperature, LEAST_TEMPERATURE)
    affinity = affinities(queries, 1, layers, temperature).astype(np.float64)
    best = np.full_like(affinity, np.nan)
    if {each.name for each in _signals(profile)} - {"key-points"}:
        best = best_cosines(queries, 1, layers).astype(np.float64)
    total: Totals = _parts(asking, affinity, best, rows).sum(axis=0)
    return total


def _most_of_key_points(
    asking: Asking, cosine: Totals, filled: NDArray[np.bool_], rows: NDArray[np.int64]
) -> Totals:
    """What the signals of the key points make of the score of `rows` at most, (n,).

    No passage of `rows` has more than `cosine` (q,) in common with each of who asks; `filled` tells
    who has any. Every signal must rise or fall with the cosines.
    """
    texts = asking.one.passage_texts
    temperature = asking.profile.parameter("key-points-temperature")
    ends = []
    for each in (cosine, np.full_like(cosine, -1.0)):
        affinity = np.where(filled, most_affinity(texts, each, temperature), np.nan)
        best = np.where(filled, each.max(), np.nan)
        ends.append(_parts(asking, affinity[np.newaxis], best[np.newaxis], rows))
    most: Totals = np.maximum(*ends).sum(axis=0)
    return most


def _signals(profile: Profile) -> list[Signal]:
    """The signals of the key points that count."""
    return [each for each in SIGNALS if each.group == _OF_KEY_POINTS and profile.weight(each.name)]


def _parts(
    asking: Asking, affinity: Totals, best: Totals, rows: slice | NDArray[np.int64]
) -> Totals:
    """What each signal of the key points makes of the score of `rows`, (signals, n).

    `affinity` (not yet corrected) and `best`, the greatest cosine, are (1, n).
    """
    profile = asking.profile
    key_points = corrected(
        affinity,
        asking.one.passage_hub,
        asking.hubs[0][rows],
        profile.parameter("key-points-hub-prior"),
    )
    comparison = Comparison(
        fr=asking.one,
        jp=asking.one,
        passage_cosine=np.empty((0, 0)),
        key_points=key_points,
        best_passage=best,
        labels=np.empty((0, 0)),
    )
    parts = [
        np.nan_to_num(profile.weight(signal.name) * signal.measure(comparison, profile).ravel())
        for signal in _signals(profile)
    ]
    return np.array(parts).reshape(len(parts), key_points.shape[1])


def _comparison(
    asking: Asking,
    other: LiveSide,
    columns: Mapping[str, NDArray[Any]],
    labels: Matrix,
) -> Comparison:
    """The one who asks compared with `columns` of the other side, but for the key points."""
    nothing = asking.one.passage_texts.between(0, 0)
    them = Side(
        country=other.country,
        participants=(),
        fields=asking.fields,
        passages=(),
        labels=(),
        passage_texts=nothing,
        label_texts=nothing,
        domains=columns["domains"],
        log_population=columns["log_population"],
        rank=columns["rank"],
        commune=columns["commune"],
        tohoku=columns["tohoku"],
        passage_hub=asking.hubs[0],
        label_hub=asking.hubs[1],
    )
    french = asking.one.country is Country.FR
    nowhere = np.empty((0, 0))
    return Comparison(
        fr=asking.one if french else them,
        jp=them if french else asking.one,
        passage_cosine=nowhere,
        key_points=nowhere,
        best_passage=nowhere,
        labels=labels if french else labels.T,
    )
