"""FAISS finds what comparing everything finds."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.index.nearest import NearestPassages, flat_index, index_bytes, read_index
from tests.contracts.passage_search import PassageSearchContract


class TestFaissSearch(PassageSearchContract):
    def searching(self, vectors: NDArray[np.float32]) -> NearestPassages:
        return NearestPassages.of(vectors)


def _unit(generator: np.random.Generator, count: int, dimension: int = 8) -> np.ndarray:
    rows = generator.normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_asking_for_more_than_there_is_gives_all() -> None:
    vectors = _unit(np.random.default_rng(0), 3)
    found = NearestPassages.of(vectors).nearest(vectors[:2], 10)
    assert found.position.shape == (2, 3)
    assert sorted(found.position[0]) == [0, 1, 2]


def test_queries_of_another_length_are_refused_with_both_numbers() -> None:
    index = NearestPassages.of(_unit(np.random.default_rng(0), 2))
    with pytest.raises(ValueError, match="length 5, vectors of 8"):
        index.nearest(np.ones((1, 5), np.float32), 1)


def test_an_index_that_is_none_is_refused() -> None:
    data = index_bytes(flat_index(_unit(np.random.default_rng(0), 4)))
    np.testing.assert_equal(read_index(data).ntotal, 4)
    with pytest.raises(ValueError):
        read_index(data[:-7])
