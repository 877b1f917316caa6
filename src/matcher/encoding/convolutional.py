"""The shipped encoder: a small convolutional network over word pieces, in numpy alone.

It is the « universal sentence encoder, multilingual » in its convolutional form, Yang et al.,
« Multilingual Universal Sentence Encoder for Semantic Retrieval » (2019), arXiv:1907.04307, with
the vocabulary cut to what French, Japanese and English text needs (models/default/README.md).
For the pieces t = 1 … n of a text, « start » and « end » included:

    e_t = vector of the piece
    x_t = norm(P e_t + p)                       for each window of 2, 3 and 5 pieces
    h_t = relu(A [x around t] + a) + x_t
    c_t = relu(B [h around t] + b) + h_t
    f_t = norm([e_t, c_t of each window])
    m   = (sum of (C f_t + c)) / sqrt(n)
    y   = relu(D1 relu(D0 m) + S1 m),  z = tanh(D3 relu(D2 y) + S3 y),  vector = z / |z|

where norm takes off the mean, divides by the standard deviation, then scales and shifts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from matcher.encoding.pieces import WIDEST, PieceVectors
from matcher.errors import ModelDamaged

#: What `config.json` of such a folder calls its architecture and the version of its layout.
ARCHITECTURE = "convolutional-sentence-encoder"
LAYOUT = 1

CONFIG, WEIGHTS, PIECES = "config.json", "model.safetensors", "tokenizer.json"

# A matrix product of another height may take another path through the library and differ in the
# last bit. Heights are therefore fixed, so that a text's vector does not depend on its company.
_PIECES_AT_ONCE = 64
_TEXTS_AT_ONCE = 8
# Pieces of one round: enough to use the processor, few enough to stay in its cache.
_PIECES_A_ROUND = 512


@dataclass(frozen=True, slots=True)
class Window:
    """A convolution over `width` pieces, `left` of them before the piece itself."""

    width: int
    left: int


#: The windows of the published network, in the order of their weights.
WINDOWS = (Window(2, 0), Window(3, 1), Window(5, 2))

_BEFORE = max(window.left for window in WINDOWS)
_AFTER = max(window.width - 1 - window.left for window in WINDOWS)
# Two convolutions follow each other, so a piece sees twice that far.
_SEEN_BEFORE, _SEEN_AFTER = 2 * _BEFORE, 2 * _AFTER


@dataclass(frozen=True, slots=True)
class Normalisation:
    """Scale and shift (d,) after mean and deviation of a row are taken out."""

    scale: NDArray[np.float32]
    shift: NDArray[np.float32]
    epsilon: float

    def __call__(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Normalise `rows` (n, d) in place and return them."""
        rows -= rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
        rows *= np.reciprocal(np.sqrt(variance + np.float32(self.epsilon)))[:, None]
        rows *= self.scale
        rows += self.shift
        return rows


@dataclass(frozen=True, slots=True)
class Convolution:
    """One layer over a window: weight (width x channels, channels), bias (channels,)."""

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Network:
    """All weights but the vocabulary's. E = piece dimension, K = channels, D = vector dimension.

    project (E, 3K) and project_bias (3K,), project_norm over all three windows' channels at once,
    convolutions: two layers a window, feature_norm (E + 3K), pool (E + 3K, D), pool_bias (D,),
    hidden: the residual network's D0, D1, S1, D2, D3, S3 by name.
    """

    project: NDArray[np.float32]
    project_bias: NDArray[np.float32]
    project_norm: Normalisation
    convolutions: tuple[tuple[Convolution, Convolution], ...]
    feature_norm: Normalisation
    pool: NDArray[np.float32]
    pool_bias: NDArray[np.float32]
    hidden: Mapping[str, NDArray[np.float32]]

    @property
    def channels(self) -> int:
        """Channels of one window."""
        return len(self.project_bias) // len(WINDOWS)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Consecutive pieces of one text that are worked on together.

    `pieces` includes neighbours that the convolutions look at; `first` and `count` say which of
    them the stretch is about.
    """

    text: int
    pieces: NDArray[np.int64]
    first: int
    count: int
