"""Search among the passages of one side: exact inner products, by FAISS.

The only import of faiss. IndexFlatIP compares with everything: at the size of this field (all
authorities of both countries are some 0.4 million passages) that is milliseconds, and nothing is
lost by approximation.
"""

from __future__ import annotations

from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from matcher.matching.candidates import Neighbours


class NearestPassages:
    """The passages of a side, found by nearness."""

    def __init__(self, index: Any) -> None:
        """`index` as `flat_index` makes it."""
        self._index = index

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> NearestPassages:
        """An index of `vectors` (p, d), unit rows."""
        return cls(flat_index(vectors))

    @property
    def size(self) -> int:
        """How many passages there are."""
        return int(self._index.ntotal)

    def nearest(self, queries: NDArray[np.float32], count: int) -> Neighbours:
        """The min(count, size) passages nearest to each row of `queries` (q, d)."""
        most = min(count, self.size)
        if not most or not len(queries):
            shape = (len(queries), most)
            return Neighbours(np.empty(shape, np.float32), np.empty(shape, np.int64))
        if queries.shape[1] != self._index.d:
            raise ValueError(f"queries of length {queries.shape[1]}, vectors of {self._index.d}")
        similarity, position = self._index.search(
            np.ascontiguousarray(queries, dtype=np.float32), most
        )
        return Neighbours(similarity, position)


def flat_index(vectors: NDArray[np.float32]) -> Any:
    """A FAISS index of `vectors` (p, d) that compares exactly."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    if len(vectors):
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def index_bytes(index: Any) -> bytes:
    """The index as FAISS writes it."""
    return bytes(faiss.serialize_index(index).tobytes())


def read_index(data: bytes) -> Any:
    """The index of `index_bytes`. Raises ValueError where it is something else.

    FAISS trusts what it reads: the bytes must have been checked against their digest before.
    """
    try:
        index = faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
    except RuntimeError as problem:
        raise ValueError(str(problem)) from problem
    if not isinstance(index, faiss.IndexFlatIP):
        raise ValueError(type(index).__name__)  # noqa: TRY004  (the bytes are wrong, not a type)
    return index


def index_vectors(index: Any) -> NDArray[np.float32]:
    """The vectors (p, d) an index holds, copied."""
    vectors: NDArray[np.float32] = index.reconstruct_n(0, index.ntotal)
    return vectors
