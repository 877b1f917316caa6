"""Where the world is: the protocols that an encoder implements, in numpy and our own types.

That of the search among passages stands in `matcher.matching.candidates`, which is its only user.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from matcher.encoders import PLAIN, Making
from matcher.matching.whole_words import TokenVectors


class Encoder(Protocol):
    """Texts in French, Japanese or English → unit vectors of one meaning space."""

    @property
    def name(self) -> str:
        """What people call it: "default", a folder's name or a hub name."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever any vector could change; the same on every machine."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed `texts`: float32, shape (len(texts), dimension), rows of length 1.

        A blank text gives a row of zeros. The row of a text does not depend on the others.
        """
        ...


@runtime_checkable
class TokenEncoder(Protocol):
    """Texts → the vectors of their pieces. Not every encoder is one: then no words are marked."""

    def encode_tokens(self, texts: Sequence[str]) -> Sequence[TokenVectors]:
        """The pieces of each text with their place in it; a blank text has none.

        A piece's vector is of the space of `Encoder.encode`, or of one of its own, the same for
        all texts. The pieces of a text do not depend on the others.
        """
        ...


@runtime_checkable
class MadeEncoder(Protocol):
    """An encoder that can be told to make its vectors in several ways, and says in which."""

    @property
    def making(self) -> Making:
        """Prompt, pooling, normalisation and cut behind every vector."""
        ...


def making_of(encoder: Encoder) -> Making:
    """How `encoder` makes its vectors; `PLAIN` where it knows one way only."""
    return encoder.making if isinstance(encoder, MadeEncoder) else PLAIN
