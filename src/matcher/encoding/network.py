"""What the convolutional encoder learnt, as arrays with their shapes.

E = values of a piece, K = channels of a window, F = features of a piece, E and all windows' K,
H = hidden values, D = values of a vector.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.encoding.pieces import PieceVectors


@dataclass(frozen=True, slots=True)
class Window:
    """The pieces a convolution looks at: `width` of them, `left` before the piece itself."""

    width: int
    left: int

    @property
    def right(self) -> int:
        """How many pieces after the piece itself are seen."""
        return self.width - 1 - self.left


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Layer normalisation: scale and shift (d,), epsilon added to the variance."""

    scale: NDArray[np.float32]
    shift: NDArray[np.float32]
    epsilon: float

    def apply(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Normalise `rows` (n, d) in place and return them."""
        rows -= rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
        rows *= np.reciprocal(np.sqrt(variance + np.float32(self.epsilon)))[:, None]
        rows *= self.scale
        rows += self.shift
        return rows


@dataclass(frozen=True, slots=True)
class Layer:
    """An affine map: weight (inputs, outputs), bias (outputs,)."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Branch:
    """What one window sees, with K channels.

    project: (E, K); first, second: (window.width x K, K), the window's pieces in reading order.
    """

    window: Window
    project: Layer
    norm: Normalisation
    first: Layer
    second: Layer


@dataclass(frozen=True, slots=True)
class Hidden:
    """The residual network after pooling, by the letters of `convolutional`.

    d0, s1: (D, H); d1: (H, H); d2, s3: (H, D); d3: (D, D).
    """

    d0: NDArray[np.float32]
    d1: NDArray[np.float32]
    s1: NDArray[np.float32]
    d2: NDArray[np.float32]
    d3: NDArray[np.float32]
    s3: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """Everything the encoder learnt; `start`, `end` and `unknown` are pieces with a meaning.

    norm: over the E + branches x K features of a piece; pool: (features, D).
    """

    pieces: PieceVectors
    branches: tuple[Branch, ...]
    norm: Normalisation
    pool: Layer
    hidden: Hidden
    start: int
    end: int
    unknown: int

    @property
    def of_pieces(self) -> list[NDArray[np.float32]]:
        """The matrices that rows of pieces are multiplied by."""
        return [
            layer.weight
            for branch in self.branches
            for layer in (branch.project, branch.first, branch.second)
        ]

    @property
    def of_texts(self) -> list[NDArray[np.float32]]:
        """The matrices that rows of texts are multiplied by."""
        hidden = self.hidden
        steps = [hidden.d0, hidden.d1, hidden.s1, hidden.d2, hidden.d3, hidden.s3]
        return [self.pool.weight, *steps]

    @property
    def reach_before(self) -> int:
        """How many pieces before it a piece's features depend on (two convolutions deep)."""
        return 2 * max(branch.window.left for branch in self.branches)

    @property
    def reach_after(self) -> int:
        """How many pieces after it a piece's features depend on."""
        return 2 * max(branch.window.right for branch in self.branches)
