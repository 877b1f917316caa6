"""Vectors cut to their first dimensions and brought back to length one.

What a model trained for it loses little by (Kusupati et al., « Matryoshka Representation
Learning », NeurIPS 2022), and any other model more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import EncoderHere, Making
from matcher.errors import DimensionsTooMany
from matcher.matching.whole_words import TokenVectors
from matcher.ports import Encoder, TokenEncoder, making_of


def cut(encoder: Encoder, dimensions: int) -> Encoder:
    """`encoder` with vectors of `dimensions` (at least 1); itself where that is what it has.

    Words are marked as before, by whole vectors. Raises DimensionsTooMany.
    """
    if dimensions > encoder.dimension:
        raise DimensionsTooMany(encoder.name, dimensions, encoder.dimension)
    if dimensions == encoder.dimension:
        return encoder
    if isinstance(encoder, TokenEncoder):
        return _CutTokenEncoder(encoder, encoder, dimensions)
    return _CutEncoder(encoder, dimensions)


def described_cut(encoder: EncoderHere, dimensions: int) -> EncoderHere:
    """What `cut` would make of an encoder that is only described. Raises DimensionsTooMany."""
    whole, mark = encoder.dimension, encoder.fingerprint
    if whole is not None and dimensions > whole:
        raise DimensionsTooMany(encoder.name, dimensions, whole)
    if dimensions == whole:
        return encoder
    return replace(
        encoder,
        dimension=dimensions,
        fingerprint=None if mark is None or whole is None else _cut_fingerprint(mark, dimensions),
        making=replace(encoder.making, cut_from=whole),
    )


def _cut_fingerprint(whole: str, dimensions: int) -> str:
    return hashlib.sha256(f"{whole} cut to {dimensions}".encode()).hexdigest()


class _CutEncoder:
    def __init__(self, encoder: Encoder, dimensions: int) -> None:
        self._encoder = encoder
        self._dimension = dimensions
        self._fingerprint = _cut_fingerprint(encoder.fingerprint, dimensions)

    @property
    def name(self) -> str:
        """That of the whole encoder."""
        return self._encoder.name

    @property
    def fingerprint(self) -> str:
        """Another for every dimension."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a cut vector."""
        return self._dimension

    @property
    def making(self) -> Making:
        """As the whole encoder, and that it is cut."""
        return replace(making_of(self._encoder), cut_from=self._encoder.dimension)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Float32 (len(texts), dimension), unit rows; a blank text gives zeros."""
        rows = self._encoder.encode(texts)[:, : self._dimension].copy()
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, lengths, out=rows, where=lengths > 0)
        return rows


class _CutTokenEncoder(_CutEncoder):
    def __init__(self, encoder: Encoder, tokens: TokenEncoder, dimensions: int) -> None:
        super().__init__(encoder, dimensions)
        self._tokens = tokens

    def encode_tokens(self, texts: Sequence[str]) -> Sequence[TokenVectors]:
        """The pieces of each text, with whole vectors."""
        return self._tokens.encode_tokens(texts)
