"""A side's passages in few dimensions: enough to tell whom to look at, in a few milliseconds.

Which partners are best is decided by all their key points together, and by domains and inhabitants
besides; each single key point of the best may have a thousand nearer ones elsewhere, so that the
nearest passages alone miss one in eight of the ten best (measured, benchmarks/scale.py). What is
needed is a rough score of everybody. The 48 directions in which the passages of the side differ
most (their principal components) carry enough of the cosines for that: 38,000 authorities take
fifty megabytes and three milliseconds, and the 192 best of them hold all of the ten best.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.matching.growing import Growing, GrowingTiles
from matcher.matching.layers import Layer, Layers, Rest
from matcher.matching.side import Texts

#: Sides of so many passages are looked at in full.
WITHOUT = 6_000
#: Dimensions kept.
DIMENSIONS = 48
#: Passages the directions are learnt from.
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Shadow:
    """The passages of `count` participants along `basis`, float32 (d, r).

    In layers as those of `layers.Layers`, of vectors and weights. `made_of` is how
    many passages there were when the basis was chosen.
    """

    basis: NDArray[np.float32]
    made_of: int
    count: int
    layers: tuple[tuple[GrowingTiles[np.float32], Growing[np.float32]], ...]
    rest: Rest | None
    filled: NDArray[np.bool_]

    @classmethod
    def of(cls, texts: Texts, count: int) -> Shadow:
        """The shadow of the `texts` of `count` participants."""
        step = max(1, len(texts.vectors) // _SAMPLE)
        sample = texts.vectors[::step].astype(np.float64)
        _, directions = np.linalg.eigh(sample.T @ sample)
        basis = directions[:, : -DIMENSIONS - 1 : -1].astype(np.float32)
        found = Layers.of(_cast(texts, basis), count)
        return cls(
            basis=basis,
            made_of=len(texts.vectors),
            count=count,
            layers=tuple(
                (GrowingTiles.of(each.tiles, count), Growing.of(each.weight))
                for each in found.layers
            ),
            rest=found.rest,
            filled=found.filled,
        )

    def followed_by(self, texts: Texts, count: int) -> Shadow:
        """With the `texts` of `count` further participants."""
        fresh = Layers.of(_cast(texts, self.basis), count, depth=len(self.layers))
        return Shadow(
            basis=self.basis,
            made_of=self.made_of,
            count=self.count + count,
            layers=tuple(
                (vectors.followed_by(_matrix(new)), weight.followed_by(new.weight))
                for (vectors, weight), new in zip(self.layers, fresh.layers, strict=True)
            ),
            rest=_both(self.rest, fresh.rest, self.count),
            filled=np.concatenate([self.filled, fresh.filled]),
        )

    def cast(self, texts: Texts) -> Texts:
        """`texts` along the same directions."""
        return _cast(texts, self.basis)

    @property
    def texts(self) -> Layers:
        """The shadow, ready to be compared with what `cast` gives."""
        return Layers(
            tuple(Layer(vectors.tiles, weight.array) for vectors, weight in self.layers),
            self.rest,
            self.filled,
        )


def _cast(texts: Texts, basis: NDArray[np.float32]) -> Texts:
    return Texts(texts.vectors @ basis, texts.owner, texts.weight)


def _matrix(layer: Layer) -> NDArray[np.float32]:
    """The vectors of a layer as one matrix (r, m)."""
    tiles = [layer.tile(number)[0] for number in range(len(layer.tiles))]
    matrix: NDArray[np.float32] = np.concatenate(tiles, axis=1)
    return matrix


def _both(one: Rest | None, other: Rest | None, before: int) -> Rest | None:
    """Two rests one behind the other; the rows of `other` begin at `before`."""
    if other is None:
        return one
    moved = Rest(other.vectors, other.weight, other.rows + before, other.starts)
    if one is None:
        return moved
    return Rest(
        np.concatenate([one.vectors, moved.vectors], axis=1),
        np.concatenate([one.weight, moved.weight]),
        np.concatenate([one.rows, moved.rows]),
        np.concatenate([one.starts, moved.starts + one.weight.size]),
    )
