"""The best partners of one participant among many, without comparing it with everybody.

Filter and refine, with a proof instead of a hope (Seidl and Kriegel, "Optimal multi-step
k-nearest neighbor search", SIGMOD 1998): an index gives for each passage a of the participant A
its k nearest passages of the other side. Who owns one of them is a candidate and is scored
exactly. For everybody else every cosine with a is at most s(a), the k-th one found, so that for
their key points

    s(A→B) = Σ_a w_a · T · log Σ_b w_b · exp(cos(a, b) / T) <= Σ_a w_a · s(a)
    s(B→A) = Σ_b w_b · T · log Σ_a w_a · exp(cos(a, b) / T) <= T · log Σ_a w_a · exp(s(a) / T)

while the other signals, which cost little, are measured exactly. What nobody outside can reach
needs no look; whoever could still reach the list is scored exactly too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.matching.comparison import Comparison, label_affinity
from matcher.matching.hubs import corrected
from matcher.matching.score import CONSTANT, DECIMALS, score
from matcher.matching.side import COLUMNS, Side, Texts
from matcher.matching.signals import SIGNALS
from matcher.matching.suggest import ranked
from matcher.profile import Profile

#: How many passages are asked for first, for each passage of the participant: so many, or this
#: share of all if that is more, since every further question costs a look at everybody.
FIRST = 64
FIRST_SHARE = 0.01
#: So many who could still reach the list are scored rather than asking the index for more.
DOUBTFUL = 512
#: Participants compared at a time: what the matrices of a block need stays small.
BLOCK = 512

Totals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The nearest passages of each query, best first.

    `similarity`: float32 (q, k), inner products. `position`: int64 (q, k), rows of the texts
    searched. By at most `error` a passage that was not found is nearer than the last one found,
    beyond what single precision does.
    """

    similarity: NDArray[np.float32]
    position: NDArray[np.int64]
    error: float = 0.0


class PassageSearch(Protocol):
    """Finds passages of one side: `position` counts in the side's `passage_texts`."""

    @property
    def size(self) -> int:
        """How many passages can be found."""
        ...

    def nearest(self, queries: NDArray[np.float32], count: int) -> Neighbours:
        """The min(count, size) nearest passages to each row of `queries` (q, d).

        Similarities are exact, and the choice is but for the `error` told.
        """
        ...


def best_rows(
    own: Side, row: int, other: Side, search: PassageSearch, profile: Profile, *, limit: int
) -> tuple[int, ...]:
    """Rows of the `limit` best partners of participant `row` of `own`, best first, ties by id.

    They are those that scoring all of `other` would give; `search` finds the passages of `other`.
    """
    one = own.take([row])
    count = max(FIRST, int(search.size * FIRST_SHARE))
    while True:
        found = search.nearest(one.passage_texts.vectors, count)
        near = np.unique(other.passage_texts.owner[found.position.ravel()])
        scored = np.full(len(other), np.nan)
        scored[near] = _totals(one, other, near, profile)
        enough = np.sort(scored[near])[-limit] if near.size >= limit else -np.inf
        bound = bounds(one, other, found, search.size, profile)
        doubtful = np.flatnonzero(np.isnan(scored) & (bound >= enough))
        if doubtful.size <= DOUBTFUL or count >= search.size:
            scored[doubtful] = _totals(one, other, doubtful, profile)
            rows = np.flatnonzero(~np.isnan(scored))
            order = ranked(scored[rows], tuple(other.participants[k].id for k in rows))
            return tuple(int(rows[k]) for k in order[:limit])
        count *= 4


def bounds(one: Side, other: Side, found: Neighbours, size: int, profile: Profile) -> Totals:
    """What nobody of `other` without a passage among `found` scores more than: float64 (m,).

    `one` is a side of a single participant, `found` its neighbours among the `size` passages of
    `other`. Every signal must rise or fall with the cosines alone; a falling one (or a negative
    weight) is bounded by the least cosine there is.
    """
    result: Totals = np.empty(len(other))
    best = best_left(one.passage_texts, found, size)
    for start in range(0, len(other), BLOCK):
        block = _without_passages(other, start, min(start + BLOCK, len(other)))
        empty = ~np.isin(np.arange(start, start + len(block)), other.passage_texts.owner)
        highest = _comparison(one, block, best, empty, profile)
        lowest = _comparison(one, block, np.full_like(best, -1.0), empty, profile)
        total = np.full(len(block), profile.weight(CONSTANT))
        for signal in SIGNALS:
            ends = [
                np.nan_to_num(profile.weight(signal.name) * signal.measure(end, profile)).ravel()
                for end in (highest, lowest)
            ]
            total += np.maximum(*ends)
        result[start : start + len(block)] = total
    result += (len(SIGNALS) + 2) * 10.0**-DECIMALS  # each part of a score is rounded
    return result


def best_left(texts: Texts, found: Neighbours, size: int) -> Totals:
    """s(a): the most a passage not found can have in common with each query, (q,).

    The index computes in single precision: for vectors of length 1 an inner product of d terms
    is off by at most d · 2⁻²⁴, to first order (Higham, Accuracy and Stability, section 3.1).
    """
    queries, dimension = texts.vectors.shape
    if found.position.shape[1] >= size:
        return np.full(queries, -1.0)
    lost = dimension * 2.0**-23 + found.error
    best: Totals = found.similarity[:, -1].astype(np.float64) + lost
    return best


def most_affinity(texts: Texts, cosine: Totals, temperature: float) -> float:
    """What the one whose `texts` these are has in common with passages of cosine `cosine` (q,)."""
    forth = float(texts.weight @ cosine)
    back = float(np.log(texts.weight @ np.exp((cosine - 1.0) / temperature)))
    return (forth + 1.0 + temperature * back) / 2


def _comparison(
    one: Side, block: Side, cosine: Totals, empty: NDArray[np.bool_], profile: Profile
) -> Comparison:
    """The comparison as if every passage of `block` had cosine `cosine` (q,) with each query."""
    shape = (1, len(block))
    temperature = profile.parameter("key-points-temperature")
    if cosine.size:
        most = most_affinity(one.passage_texts, cosine, temperature)
        affinity = np.where(empty, np.nan, most).reshape(shape)
        best = np.where(empty, np.nan, cosine.max()).reshape(shape)
    else:
        affinity = best = np.full(shape, np.nan)
    key_points = corrected(
        affinity, one.passage_hub, block.passage_hub, profile.parameter("key-points-hub-prior")
    )
    french = one.country is Country.FR
    fr, jp = (one, block) if french else (block, one)
    return Comparison(
        fr=fr,
        jp=jp,
        passage_cosine=np.empty((0, 0)),
        key_points=key_points if french else key_points.T,
        best_passage=best if french else best.T,
        labels=label_affinity(fr, jp, profile),
    )


def _totals(one: Side, other: Side, rows: NDArray[np.int64], profile: Profile) -> Totals:
    """Exact scores of the single participant of `one` with `rows` of `other` (ascending)."""
    parts = [np.empty(0)]
    for block in _blocks(rows):
        part = other.take(block.tolist())
        fr, jp = (one, part) if one.country is Country.FR else (part, one)
        parts.append(score(fr, jp, profile).total.ravel())
    return np.concatenate(parts)


def _blocks(rows: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for start in range(0, rows.size, BLOCK):
        yield rows[start : start + BLOCK]


def _without_passages(side: Side, start: int, stop: int) -> Side:
    """Rows `start` to `stop` of `side`: all columns but the passages, and no words."""
    texts = side.label_texts
    first, last = np.searchsorted(texts.owner, [start, stop])
    nothing = Texts(
        side.passage_texts.vectors[:0], side.passage_texts.owner[:0], side.passage_texts.weight[:0]
    )
    return replace(
        side,
        participants=side.participants[start:stop],
        passages=(),
        labels=(),
        passage_texts=nothing,
        label_texts=Texts(
            texts.vectors[first:last], texts.owner[first:last] - start, texts.weight[first:last]
        ),
        **{name: getattr(side, name)[start:stop] for name in COLUMNS},
    )
