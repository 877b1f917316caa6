"""Several encoders as one: their vectors side by side, each with its share of the length.

The cosine of two joined vectors is the weighted mean of the parts' cosines. Encoders that were
made differently err differently, so together they are better than either (docs/encoders.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.matching.whole_words import TokenVectors
from matcher.ports import Encoder, TokenEncoder


@dataclass(frozen=True, slots=True)
class Part:
    """An encoder and its weight, > 0; the weights of a joined encoder add up to 1."""

    encoder: Encoder
    weight: float


class JoinedEncoder:
    """Texts → unit vectors of all parts, one after the other."""

    def __init__(
        self, name: str, fingerprint: str, parts: Sequence[Part], tokens: TokenEncoder
    ) -> None:
        """`tokens` is the part that tells of single pieces."""
        self._name = name
        self._fingerprint = fingerprint
        self._parts = tuple(parts)
        self._tokens = tokens

    @property
    def name(self) -> str:
        """What people call this encoder."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """Changes whenever any vector could change."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return sum(part.encoder.dimension for part in self._parts)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed `texts`: float32 (len(texts), dimension), unit rows; a blank text gives zeros.

        Blank is what any of the parts finds nothing in.
        """
        rows = [part.encoder.encode(texts) for part in self._parts]
        joined = np.concatenate(
            [
                np.float32(np.sqrt(part.weight)) * row
                for part, row in zip(self._parts, rows, strict=True)
            ],
            axis=1,
        )
        said = np.logical_and.reduce([row.any(axis=1) for row in rows])
        joined[~said] = 0.0
        return joined

    def encode_tokens(self, texts: Sequence[str]) -> Sequence[TokenVectors]:
        """The pieces of each text with their place in it, by one of the parts."""
        return self._tokens.encode_tokens(texts)
