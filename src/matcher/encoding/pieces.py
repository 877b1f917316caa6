"""The word pieces of the convolutional encoder as a compact table of vectors.

Most of the encoder is its vocabulary. The published table has one byte a value, but the values
of a row use few of the 256 levels, most rows fewer than 32. So a row is kept as its lowest level
and, bit by bit, what each value lies above it: `width` planes of one bit a value, `width` as
small as the row allows. Nothing is lost, and only the rows that a text needs are unfolded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A level is one byte, so a row needs at most this many planes.
WIDEST = 8


@dataclass(frozen=True, slots=True)
class PieceVectors:
    """Vectors of `size` pieces, `dimension` values each, pieces ordered by the width of their row.

    planes: for each width from 0 to `WIDEST`, uint8 (pieces of that width, width,
        dimension / 8): plane k holds bit k of every value's distance from the row's lowest level.
    lowest: uint8 (size,), the lowest level of a row.
    scale_of: uint8 (size,), which of the scales a row is written in.
    step, origin: float32 (scales,); value = level x step + origin.
    """

    planes: tuple[NDArray[np.uint8], ...]
    lowest: NDArray[np.uint8]
    scale_of: NDArray[np.uint8]
    step: NDArray[np.float32]
    origin: NDArray[np.float32]

    def __post_init__(self) -> None:
        rows = sum(len(group) for group in self.planes)
        if len(self.planes) != WIDEST + 1:
            raise ValueError(f"{len(self.planes)} groups of planes, not {WIDEST + 1}")
        for width, group in enumerate(self.planes):
            if group.ndim != 3 or group.shape[1:] != (width, self.planes[WIDEST].shape[2]):
                raise ValueError(f"planes of width {width} have shape {group.shape}")
        if self.lowest.shape != (rows,) or self.scale_of.shape != (rows,):
            raise ValueError(
                f"{rows} rows, {self.lowest.shape} lowest levels, {self.scale_of.shape} scales"
            )
        if self.step.shape != self.origin.shape or self.step.ndim != 1:
            raise ValueError(f"{self.step.shape} steps, {self.origin.shape} origins")
        if rows and int(self.scale_of.max()) >= len(self.step):
            raise ValueError(f"a row in scale {int(self.scale_of.max())} of {len(self.step)}")

    @property
    def size(self) -> int:
        """Number of pieces."""
        return len(self.lowest)

    @property
    def dimension(self) -> int:
        """Length of a piece's vector."""
        return 8 * int(self.planes[WIDEST].shape[2])

    def rows(self, pieces: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of `pieces` (n,), each in [0, size): float32 (n, dimension)."""
        levels = np.empty((len(pieces), self.dimension), dtype=np.uint8)
        start = 0
        for width, group in enumerate(self.planes):
            where = np.flatnonzero((pieces >= start) & (pieces < start + len(group)))
            if len(where):
                levels[where] = _unfold(group[pieces[where] - start], width)
            start += len(group)
        levels += self.lowest[pieces, None]
        scale = self.scale_of[pieces]
        values = levels.astype(np.float32)
        values *= self.step[scale, None]
        values += self.origin[scale, None]
        return values


def fold(levels: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Bit planes of `levels` (n, d), all below 2**width and d a multiple of 8: (n, width, d / 8).

    The inverse of what `PieceVectors.rows` does when it reads.
    """
    bits = [np.packbits((levels >> plane) & 1, axis=1) for plane in range(width)]
    if not bits:
        return np.empty((len(levels), 0, levels.shape[1] // 8), dtype=np.uint8)
    return np.stack(bits, axis=1)


def _unfold(planes: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Levels (n, d) of bit planes (n, width, d / 8)."""
    bits = np.unpackbits(planes, axis=2)
    levels = np.zeros((len(planes), 8 * planes.shape[2]), dtype=np.uint8)
    for plane in range(width):
        levels |= bits[:, plane] << np.uint8(plane)
    return levels
