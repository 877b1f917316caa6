"""Vectors of word pieces in four bits a value, unfolded only where a text needs them.

A row is cut into blocks of 32 values; a block is a step (float16) and 32 levels from 0 to 15, two
in a byte (the first sixteen in the low halves, the others in the high ones):
value = (level - 8) x step. The layout is the "Q4_0" of the ggml library.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
#: Bytes of a block: the step, and two levels a byte.
BYTES = 2 + BLOCK // 2
_MIDDLE = 8


@dataclass(frozen=True, slots=True)
class FourBitVectors:
    """Vectors of `size` pieces: blocks, uint8 (size, dimension / 32 x 18)."""

    blocks: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.blocks.ndim != 2 or self.blocks.dtype != np.uint8 or self.blocks.shape[1] % BYTES:
            raise ValueError(f"blocks of {self.blocks.dtype} {self.blocks.shape}")

    @property
    def size(self) -> int:
        """Number of pieces."""
        return len(self.blocks)

    @property
    def dimension(self) -> int:
        """Length of a piece's vector."""
        return int(self.blocks.shape[1]) // BYTES * BLOCK

    def rows(self, pieces: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of `pieces` (n,), each in [0, size): float32 (n, dimension)."""
        blocks = self.blocks[pieces].reshape(-1, BYTES)
        step = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        pairs = blocks[:, 2:]
        levels = np.concatenate([pairs & 15, pairs >> 4], axis=1).astype(np.float32)
        vectors: NDArray[np.float32] = ((levels - _MIDDLE) * step).reshape(
            len(pieces), self.dimension
        )
        return vectors
