"""FAISS finds what comparing everything finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matcher.index.nearest import NearestPassages, flat_index, index_bytes, read_index
from tests.contracts.passage_search import PassageSearchContract


class TestFaissSearch(PassageSearchContract):
    def searching(self, vectors: NDArray[np.float32]) -> NearestPassages:
        ids = [f"jp-{k}" for k in range(len(vectors))]
        return NearestPassages.of(vectors, np.arange(len(vectors)), ids)


def _unit(generator: np.random.Generator, count: int, dimension: int = 8) -> np.ndarray:
    rows = generator.normal(size=(count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 5), st.integers(1, 15))
@settings(max_examples=50, deadline=None)
def test_candidates_are_the_participants_of_the_nearest_passages(
    seed: int, passages: int, queries: int, limit: int
) -> None:
    generator = np.random.default_rng(seed)
    vectors, asked = _unit(generator, passages), _unit(generator, queries)
    owner = np.sort(generator.integers(0, 12, passages))
    ids = [f"jp-{k:02}" for k in range(12)]
    best = {ids[k]: float((asked @ vectors[owner == k].T).max()) for k in np.unique(owner).tolist()}
    expected = sorted(best, key=lambda id_: (-best[id_], id_))[:limit]
    found = NearestPassages.of(vectors, owner, ids).candidates(asked, limit)
    assert [candidate.id for candidate in found] == expected
    np.testing.assert_allclose(
        [c.similarity for c in found], [best[c.id] for c in found], atol=1e-6
    )


def test_ties_are_broken_by_id() -> None:
    vectors = np.tile(np.eye(1, 4, dtype=np.float32), (3, 1))
    index = NearestPassages.of(vectors, np.arange(3), ["jp-c", "jp-a", "jp-b"])
    assert [c.id for c in index.candidates(vectors[:1], 2)] == ["jp-a", "jp-b"]


def test_asking_for_more_than_there_is_gives_all() -> None:
    vectors = _unit(np.random.default_rng(0), 3)
    found = NearestPassages.of(vectors, np.arange(3), "abc").nearest(vectors[:2], 10)
    assert found.position.shape == (2, 3)
    assert sorted(found.position[0]) == [0, 1, 2]


def test_an_empty_side_and_no_query_find_nothing() -> None:
    empty = NearestPassages.of(np.empty((0, 8), np.float32), np.empty(0, np.int64), [])
    asked = _unit(np.random.default_rng(0), 2)
    assert empty.candidates(asked, 3) == []
    some = NearestPassages.of(asked, np.arange(2), "ab")
    assert some.candidates(asked[:0], 3) == []


def test_queries_of_another_length_are_refused_with_both_numbers() -> None:
    index = NearestPassages.of(_unit(np.random.default_rng(0), 2), np.arange(2), "ab")
    with pytest.raises(ValueError, match="length 5, vectors of 8"):
        index.nearest(np.ones((1, 5), np.float32), 1)


def test_an_index_that_is_none_is_refused() -> None:
    data = index_bytes(flat_index(_unit(np.random.default_rng(0), 4)))
    np.testing.assert_equal(read_index(data).ntotal, 4)
    with pytest.raises(ValueError):
        read_index(data[:-7])
