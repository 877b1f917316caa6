"""Participants alike in what they name: hundreds of kinds where there are ten thousands of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Kinds:
    """The kind of each of n rows, `of` int64 (n,), and a row of each kind, `first` int64 (k,).

    Rows of a kind name the same domains and are alike in or out of Tōhoku. `known` is a note of
    the kinds there are, shared by all that come one from another.
    """

    of: NDArray[np.int64]
    first: NDArray[np.int64]
    known: dict[bytes, tuple[int, int]]

    @classmethod
    def nobody(cls) -> Kinds:
        """Of no rows."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, {})

    def followed_by(self, domains: NDArray[np.bool_], tohoku: NDArray[np.bool_]) -> Kinds:
        """These and those of further rows: bool (m, D) and (m,)."""
        first: list[int] = []
        of: list[int] = []
        rows, kinds = self.of.size, self.first.size
        for number, marks in enumerate(np.packbits(np.column_stack([domains, tohoku]), axis=1)):
            key = marks.tobytes()
            kind, row = self.known.get(key, (-1, -1))
            if not self._holds(kind, row, first):
                kind, row = kinds + len(first), rows + number
                self.known[key] = (kind, row)
                first.append(row)
            of.append(kind)
        return Kinds(
            np.concatenate([self.of, np.array(of, dtype=np.int64)]),
            np.concatenate([self.first, np.array(first, dtype=np.int64)]),
            self.known,
        )

    def _holds(self, kind: int, row: int, new: list[int]) -> bool:
        """Whether a kind that was noted is one of these, or further on of the `new` ones: others
        that come from the same may have noted it."""
        if 0 <= kind < self.first.size:
            return bool(self.first[kind] == row)
        return self.first.size <= kind < self.first.size + len(new) and (
            new[kind - self.first.size] == row
        )
