"""Domain labels of many participants, each vector kept once: most people type the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import DTypeLike, NDArray

from matcher.matching.growing import Growing
from matcher.matching.layers import LEAST_TEMPERATURE, Matrix, has_texts
from matcher.matching.side import Texts, spread


@dataclass(frozen=True, slots=True, eq=False)
class _Layer:
    """A label of each participant: its row in the book and its weight, 0 for none; both (n,)."""

    place: NDArray[np.int64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class LabelBook:
    """The labels of n participants, row by row.

    `vectors`: float32 (u, d), no two alike. `place`: int64 (l,), the vector of each label.
    `count`: int64 (n,), how many each participant has; they weigh the same. `known` is a note of
    where a vector may be found, shared by all books that come one from another.
    """

    vectors: Growing[np.float32]
    place: NDArray[np.int64]
    count: NDArray[np.int64]
    known: dict[bytes, int]

    @classmethod
    def empty(cls, dimension: int) -> LabelBook:
        """Nobody's labels, of vectors of that length."""
        nothing = np.empty(0, dtype=np.int64)
        vectors = Growing.of(np.empty((0, dimension), dtype=np.float32))
        return cls(vectors=vectors, place=nothing, count=nothing, known={})

    def followed_by(
        self, vectors: Sequence[NDArray[np.float32]], counts: Sequence[int]
    ) -> LabelBook:
        """These labels and those of further participants, the vectors of each one.

        Raises ValueError where somebody has not as many vectors as `counts` says.
        """
        if any(len(each) != count for each, count in zip(vectors, counts, strict=True)):
            raise ValueError("somebody has more or fewer vectors than labels")
        new: list[NDArray[np.float32]] = []
        place: list[int] = []
        for vector in (row for each in vectors for row in each):
            digest = hashlib.blake2b(vector.tobytes(), digest_size=16).digest()
            at = self.known.get(digest)
            if at is None or not self._holds(at, vector, new):
                at = len(self.vectors) + len(new)
                self.known[digest] = at
                new.append(vector)
            place.append(at)
        return LabelBook(
            vectors=self.vectors.followed_by(np.stack(new)) if new else self.vectors,
            place=np.concatenate([self.place, np.array(place, dtype=np.int64)]),
            count=np.concatenate([self.count, np.array(counts, dtype=np.int64)]),
            known=self.known,
        )

    def take(self, rows: NDArray[np.int64]) -> LabelBook:
        """The labels of `rows` alone, in that order."""
        places, _ = spread(self._starts[rows], self.count[rows])
        used, place = np.unique(self.place[places], return_inverse=True)
        number = {int(at): new for new, at in enumerate(used)}
        return LabelBook(
            vectors=Growing.of(self.vectors.array[used]),
            place=place.astype(np.int64),
            count=self.count[rows],
            known={key: number[at] for key, at in list(self.known.items()) if at in number},
        )

    def texts_of(self, rows: NDArray[np.int64]) -> Texts:
        """The labels of `rows` (any order), owners counted into them."""
        places, owner = spread(self._starts[rows], self.count[rows])
        weight = 1.0 / self.count[rows].astype(np.float64)[owner]
        return Texts(self.vectors.array[self.place[places]], owner, weight)

    def affinities(
        self, a: Texts, count: int, temperature: float, kind: DTypeLike = np.float32
    ) -> Matrix:
        """Soft late interaction of the `count` participants of `a` with all, float (count, n).

        As `layers.affinities`, but each label is compared once, however many have it.
        """
        kind = np.dtype(kind if temperature >= LEAST_TEMPERATURE else np.float64)
        of_a = a.membership(count).astype(kind)
        queries = a.vectors.astype(kind)
        queries /= temperature
        table = np.exp(queries @ self.vectors.array.T.astype(kind, copy=False))
        soft = np.zeros((len(table), self.count.size), dtype=kind)
        layers = [(each.place, each.weight.astype(kind, copy=False)) for each in self._layers]
        with np.errstate(divide="ignore", invalid="ignore"):
            answer = np.log(of_a @ table)
            found: Matrix = np.zeros((count, self.count.size), dtype=kind)
            for place, weight in layers:
                soft += np.take(table, place, axis=1, mode="clip") * weight
                found += np.take(answer, place, axis=1, mode="clip") * weight
            found += of_a @ np.log(soft)
        found *= temperature / 2
        found[:, self.count == 0] = np.nan
        found[~has_texts(a, count)] = np.nan
        return found

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.cumsum(self.count) - self.count

    @cached_property
    def _layers(self) -> tuple[_Layer, ...]:
        """First labels, second labels and so on of everybody."""
        found = []
        for number in range(int(self.count.max(initial=0))):
            here = self.count > number
            place = np.zeros(self.count.size, dtype=np.int64)
            place[here] = self.place[self._starts[here] + number]
            found.append(_Layer(place, here / np.maximum(self.count, 1)))
        return tuple(found)

    def _holds(
        self, at: int, vector: NDArray[np.float32], new: Sequence[NDArray[np.float32]]
    ) -> bool:
        """Whether `vector` is number `at` of this book or, further on, among the `new` ones."""
        own = len(self.vectors)
        if at < own:
            return bool(np.array_equal(self.vectors.array[at], vector))
        return at - own < len(new) and bool(np.array_equal(new[at - own], vector))
