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
    """A label of each list: its row among the vectors and its weight, 0 for none; both (s,)."""

    place: NDArray[np.int64]
    weight: NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class LabelBook:
    """The labels of n participants: whose list of labels is which, and what stands on the lists.

    `vectors`: float32 (u, d), no two alike. `place`: int64 (l,), list by list the vector of each
    label; `size`: int64 (s,), how many there are on each list, which weigh the same; no two lists
    are alike. `list_of`: int64 (n,), the list of each participant. `known` and `lists` are notes
    of where a vector or a list may be found, shared by all books that come one from another.
    """

    vectors: Growing[np.float32]
    place: NDArray[np.int64]
    size: NDArray[np.int64]
    list_of: NDArray[np.int64]
    known: dict[bytes, int]
    lists: dict[tuple[int, ...], int]

    @classmethod
    def empty(cls, dimension: int) -> LabelBook:
        """Nobody's labels, of vectors of that length."""
        nothing = np.empty(0, dtype=np.int64)
        vectors = Growing.of(np.empty((0, dimension), dtype=np.float32))
        return cls(
            vectors=vectors, place=nothing, size=nothing, list_of=nothing, known={}, lists={}
        )

    @property
    def count(self) -> NDArray[np.int64]:
        """How many labels each participant has, int64 (n,)."""
        return self.size[self.list_of]

    def followed_by(
        self, vectors: Sequence[NDArray[np.float32]], counts: Sequence[int]
    ) -> LabelBook:
        """These labels and those of further participants, the vectors of each one.

        Raises ValueError where somebody has not as many vectors as `counts` says.
        """
        if any(len(each) != count for each, count in zip(vectors, counts, strict=True)):
            raise ValueError("somebody has more or fewer vectors than labels")
        new: list[NDArray[np.float32]] = []
        lists: list[tuple[int, ...]] = []
        list_of: list[int] = []
        for each in vectors:
            own = tuple(self._row_of(vector, new) for vector in each)
            at = self.lists.get(own)
            if at is None or not self._has_list(at, own, lists):
                at = self.size.size + len(lists)
                self.lists[own] = at
                lists.append(own)
            list_of.append(at)
        return LabelBook(
            vectors=self.vectors.followed_by(np.stack(new)) if new else self.vectors,
            place=_with(self.place, [row for own in lists for row in own]),
            size=_with(self.size, [len(own) for own in lists]),
            list_of=_with(self.list_of, list_of),
            known=self.known,
            lists=self.lists,
        )

    def take(self, rows: NDArray[np.int64]) -> LabelBook:
        """The labels of `rows` alone, in that order; everything is copied."""
        texts = self.texts_of(rows)
        empty = LabelBook.empty(texts.vectors.shape[1])
        owners = range(rows.size)
        vectors = [texts.between(owner, owner + 1).vectors for owner in owners]
        return empty.followed_by(vectors, [len(each) for each in vectors])

    def texts_of(self, rows: NDArray[np.int64]) -> Texts:
        """The labels of `rows` (any order), owners counted into them."""
        lists = self.list_of[rows]
        places, owner = spread(self._starts[lists], self.size[lists])
        weight = 1.0 / self.size[lists].astype(np.float64)[owner]
        return Texts(self.vectors.array[self.place[places]], owner, weight)

    def affinities(
        self, a: Texts, count: int, temperature: float, kind: DTypeLike = np.float32
    ) -> Matrix:
        """Soft late interaction of the `count` participants of `a` with all, float (count, n).

        As `layers.affinities`, but each label and each list is compared once, however many have
        it.
        """
        kind = np.dtype(kind if temperature >= LEAST_TEMPERATURE else np.float64)
        of_a = a.membership(count).astype(kind)
        queries = a.vectors.astype(kind)
        queries /= temperature
        table = np.exp(queries @ self.vectors.array.T.astype(kind, copy=False))
        soft = np.zeros((len(table), self.size.size), dtype=kind)
        found: Matrix = np.zeros((count, self.size.size), dtype=kind)
        with np.errstate(divide="ignore", invalid="ignore"):
            answer = np.log(of_a @ table)
            for layer in self._layers:
                weight = layer.weight.astype(kind, copy=False)
                soft += np.take(table, layer.place, axis=1, mode="clip") * weight
                found += np.take(answer, layer.place, axis=1, mode="clip") * weight
            found += of_a @ np.log(soft)
        found *= temperature / 2
        found[:, self.size == 0] = np.nan
        found[~has_texts(a, count)] = np.nan
        if not self.list_of.size:
            return found[:, :0]
        # `take` along an axis is several times faster than indexing.
        everybody: Matrix = np.take(found, self.list_of, axis=1, mode="clip")
        return everybody

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.cumsum(self.size) - self.size

    @cached_property
    def _layers(self) -> tuple[_Layer, ...]:
        """First labels, second labels and so on of all lists."""
        found = []
        for number in range(int(self.size.max(initial=0))):
            here = self.size > number
            place = np.zeros(self.size.size, dtype=np.int64)
            place[here] = self.place[self._starts[here] + number]
            weight = here / np.maximum(self.size, 1)
            found.append(_Layer(place, weight))
        return tuple(found)

    def _row_of(self, vector: NDArray[np.float32], new: list[NDArray[np.float32]]) -> int:
        """The row of `vector`, among these or, further on, the `new` ones, where it is put."""
        digest = hashlib.blake2b(vector.tobytes(), digest_size=16).digest()
        at, own = self.known.get(digest), len(self.vectors)
        if at is not None and at < own and np.array_equal(self.vectors.array[at], vector):
            return at
        if at is not None and own <= at < own + len(new) and np.array_equal(new[at - own], vector):
            return at
        self.known[digest] = own + len(new)
        new.append(vector)
        return own + len(new) - 1

    def _has_list(self, at: int, rows: tuple[int, ...], new: Sequence[tuple[int, ...]]) -> bool:
        """Whether list `at` of this book or, further on, of the `new` ones holds those rows."""
        own = self.size.size
        if at >= own:
            return at - own < len(new) and new[at - own] == rows
        start = self._starts[at]
        return tuple(self.place[start : start + self.size[at]].tolist()) == rows


def _with(one: NDArray[np.int64], more: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([one, np.array(more, dtype=np.int64)])
