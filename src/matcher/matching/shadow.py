"""A side's passages in few dimensions: enough to tell whom to look at, in a few milliseconds.

Which partners are best is decided by all their key points together, and by domains and inhabitants
besides; each single key point of the best may have a thousand nearer ones elsewhere, so that the
nearest passages alone miss one in eight of the ten best. What is needed is a rough score of
everybody. The 48 directions in which the passages of a side differ most (its principal components)
carry enough of the cosines for that, in whole numbers of eight bits; and to set most participants
aside, the middle of each one's passages is enough. benchmarks/scale.py measures what is missed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.matching.growing import Growing
from matcher.matching.side import Texts

#: Sides of so many passages are looked at in full.
WITHOUT = 6_000
#: Dimensions kept.
DIMENSIONS = 48
#: Passages the directions are learnt from.
_SAMPLE = 20_000
#: The largest whole number kept.
_MOST = 127


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Shadow:
    """The passages of a side along `basis`, float32 (d, r), in order.

    `passages` (p, r) are whole numbers of `step`, float32 (r,), the least difference kept in each
    direction; `middles`, float32 (n, r), the weighted means of each participant's, zero where it
    has none. `made_of` is how many passages there were when the basis was chosen.
    """

    basis: NDArray[np.float32]
    step: NDArray[np.float32]
    made_of: int
    passages: Growing[np.int8]
    middles: Growing[np.float32]

    @classmethod
    def of(cls, texts: Texts, count: int) -> Shadow:
        """The shadow of the `texts` of `count` participants."""
        sample = texts.vectors[:: max(1, len(texts.vectors) // _SAMPLE)]
        wide = sample.astype(np.float64)
        _, directions = np.linalg.eigh(wide.T @ wide)
        basis = directions[:, : -DIMENSIONS - 1 : -1].astype(np.float32)
        largest = np.abs(sample @ basis).max(axis=0)
        step = np.where(largest > 0, largest / _MOST, 1.0).astype(np.float32)
        empty = cls(
            basis=basis,
            step=step,
            made_of=len(texts.vectors),
            passages=Growing.of(np.empty((0, step.size), dtype=np.int8)),
            middles=Growing.of(np.empty((0, step.size), dtype=np.float32)),
        )
        return empty.followed_by(texts, count)

    def followed_by(self, texts: Texts, count: int) -> Shadow:
        """With the `texts` of `count` further participants."""
        measured = (texts.vectors @ self.basis) / self.step
        return replace(
            self,
            passages=self.passages.followed_by(
                np.rint(measured).clip(-_MOST, _MOST).astype(np.int8)
            ),
            middles=self.middles.followed_by(
                middles(Texts(measured, texts.owner, texts.weight), count)
            ),
        )

    def cast(self, texts: Texts) -> Texts:
        """`texts` along the same directions: what is to be compared with `passages`."""
        return Texts((texts.vectors @ self.basis) * self.step, texts.owner, texts.weight)

    def taken(
        self, places: NDArray[np.int64], owner: NDArray[np.int64], weight: NDArray[np.float64]
    ) -> Texts:
        """The passages at `places` as texts of those owners and weights."""
        taken = self.passages.array.take(places, axis=0, mode="clip")
        return Texts(taken.astype(np.float32), owner, weight)


def middles(texts: Texts, count: int) -> NDArray[np.float32]:
    """The weighted mean of the texts of each of `count` participants, zero where it has none."""
    found = np.zeros((count, texts.vectors.shape[1]), dtype=np.float32)
    rows, starts = np.unique(texts.owner, return_index=True)
    if rows.size:
        weighted = texts.vectors * texts.weight[:, None].astype(np.float32)
        found[rows] = np.add.reduceat(weighted, starts, axis=0)
    return found
