"""Where the world is: the few protocols the edge implements, in numpy and our own types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """A participant of the other country found by the index, not yet scored.

    `similarity` is the best inner product found between a passage of each, in [-1, 1].
    """

    id: str
    similarity: float


class VectorIndex(Protocol):
    """Finds, for the passages of one participant, participants with near passages."""

    def candidates(self, queries: NDArray[np.float32], limit: int) -> list[Candidate]:
        """The `limit` nearest participants to any row of `queries` (n, d), best first.

        Ties are broken by id.
        """
        ...
