"""Late interaction of many with many, without a Python object or a matrix row for each text.

The texts of a side are laid out in layers: the first text of every participant, the second of
every participant, and so on, each a matrix with a column for every participant, whether it has
such a text (then with its weight) or not (weight 0). Sums over a participant's texts are then sums
of whole matrices. What few participants have, those with many texts, lies in a rest that is summed
by owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from matcher.matching.side import Texts

#: In single or double precision, as told.
Matrix = NDArray[Any]

#: At most this share of the texts lies in the rest, unless there would be too many layers.
_REST_SHARE = 1 / 8
_MOST_LAYERS = 12
#: exp(cosine / temperature) must be a number in single precision, and so must its inverse.
LEAST_TEMPERATURE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A text of each participant: vectors (d, m), a column each, and weights (m,), 0 for none."""

    vectors: Matrix
    weight: Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Rest:
    """Further texts sorted by owner: vectors (d, t) and weights (t,).

    `rows` (k,) are those who own some, ascending; `starts` (k,) is where those of each begin.
    """

    vectors: Matrix
    weight: Matrix
    rows: NDArray[np.int64]
    starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """All texts of m participants. `filled`: bool (m,), who has any."""

    layers: tuple[Layer, ...]
    rest: Rest | None
    filled: NDArray[np.bool_]

    @classmethod
    def of(cls, texts: Texts, count: int, kind: DTypeLike = np.float32) -> Layers:
        """The `texts` of `count` participants as numbers of `kind`."""
        place = _places(texts.owner, count)
        depth = _depth(np.bincount(texts.owner, minlength=count))
        layers = []
        for number in range(depth):
            here = place == number
            vectors = np.zeros((texts.vectors.shape[1], count), dtype=kind)
            vectors[:, texts.owner[here]] = texts.vectors[here].T
            weight = np.zeros(count, dtype=kind)
            weight[texts.owner[here]] = texts.weight[here]
            layers.append(Layer(vectors, weight))
        left = place >= depth
        rest = None
        if left.any():
            rows, starts = np.unique(texts.owner[left], return_index=True)
            rest = Rest(
                np.ascontiguousarray(texts.vectors[left].T, dtype=kind),
                texts.weight[left].astype(kind),
                rows,
                starts,
            )
        return cls(tuple(layers), rest, has_texts(texts, count))

    @classmethod
    def flat(cls, texts: Texts, count: int, kind: DTypeLike = np.float32) -> Layers:
        """As `of`, nothing laid out in layers: for one question, where nothing is to be copied."""
        rows, starts = np.unique(texts.owner, return_index=True)
        rest = Rest(
            texts.vectors.astype(kind, copy=False).T, texts.weight.astype(kind), rows, starts
        )
        return cls((), rest if rows.size else None, has_texts(texts, count))

    @property
    def kind(self) -> np.dtype[Any]:
        """The numbers it holds."""
        for layer in self.layers:
            return layer.vectors.dtype
        return np.dtype(np.float64) if self.rest is None else self.rest.vectors.dtype


def _places(owner: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Of texts sorted by owner, the how manieth of its owner's each is, from 0."""
    starts = np.searchsorted(owner, np.arange(count))
    found: NDArray[np.int64] = np.arange(owner.size) - starts[owner]
    return found


def _depth(counts: NDArray[np.int64]) -> int:
    """How many layers hold the texts of participants who have `counts` of them."""
    total, depth = int(counts.sum()), 0
    while depth < _MOST_LAYERS and (counts - depth).clip(0).sum() > total * _REST_SHARE:
        depth += 1
    return depth


def precision(temperature: float) -> type[np.float32] | type[np.float64]:
    """The numbers to compute with at that temperature."""
    return np.float32 if temperature >= LEAST_TEMPERATURE else np.float64


def affinities(a: Texts, count: int, b: Layers, temperature: float) -> Matrix:
    """Soft late interaction of the `count` participants of `a` with those of `b`, (count, m).

    That of `late_interaction.affinity`, in the precision of `b`; NaN where one has no text. Cosines
    need not be taken from 1 first, as there: at no temperature allowed can the exponentials become
    too large or too small.
    """
    kind = b.kind
    queries = a.vectors.astype(kind)
    queries /= temperature
    of_a = a.membership(count).astype(kind, copy=False)
    soft = np.zeros((len(queries), b.filled.size), dtype=kind)
    back: Matrix = np.zeros((count, b.filled.size), dtype=kind)
    with np.errstate(divide="ignore", invalid="ignore"):
        for layer in b.layers:
            strength = queries @ layer.vectors
            np.exp(strength, out=strength)
            answer = of_a @ strength
            np.log(answer, out=answer)
            answer *= layer.weight
            back += answer
            strength *= layer.weight
            soft += strength
        if b.rest is not None:
            rest = b.rest
            # In this order a product of few rows with many takes two thirds of the time.
            strength = np.ascontiguousarray((rest.vectors.T @ queries.T).T)
            np.exp(strength, out=strength)
            answer = np.log(of_a @ strength) * rest.weight
            back[:, rest.rows] += np.add.reduceat(answer, rest.starts, axis=1)
            strength *= rest.weight
            soft[:, rest.rows] += np.add.reduceat(strength, rest.starts, axis=1)
        np.log(soft, out=soft)
        back += of_a @ soft
    back *= temperature / 2
    back[:, ~b.filled] = np.nan
    back[~has_texts(a, count)] = np.nan
    return back


def best_cosines(a: Texts, count: int, b: Layers) -> Matrix:
    """The greatest cosine between texts of each pair, (count, m); NaN where one has no text."""
    kind = b.kind
    queries = a.vectors.astype(kind, copy=False)
    best = np.full((len(queries), b.filled.size), -np.inf, dtype=kind)
    for layer in b.layers:
        np.maximum(best, queries @ layer.vectors, out=best, where=layer.weight > 0)
    if b.rest is not None:
        found = np.maximum.reduceat(queries @ b.rest.vectors, b.rest.starts, axis=1)
        best[:, b.rest.rows] = np.maximum(best[:, b.rest.rows], found)
    result: Matrix = np.full((count, b.filled.size), np.nan, dtype=kind)
    rows, starts = np.unique(a.owner, return_index=True)
    if rows.size:
        result[rows] = np.maximum.reduceat(best, starts, axis=0)
    result[:, ~b.filled] = np.nan
    return result


def has_texts(texts: Texts, count: int) -> NDArray[np.bool_]:
    """Which of `count` owners have any, bool (count,)."""
    found = np.zeros(count, dtype=np.bool_)
    found[texts.owner] = True
    return found


def blocks(texts: Texts, count: int, size: int) -> Iterator[tuple[slice, Texts]]:
    """Rows, `size` at a time, with their texts, owners counted from 0; nothing is copied."""
    for start in range(0, count, size):
        rows = slice(start, min(start + size, count))
        yield rows, texts.between(rows.start, rows.stop)
