"""What every search among passages must do, whatever stands behind the port.

A test module subclasses `PassageSearchContract` and gives `searching(vectors)`.
"""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.matching.candidates import PassageSearch


class PassageSearchContract:
    """Nearest passages are found exactly, and never more than there are."""

    @abstractmethod
    def searching(self, vectors: NDArray[np.float32]) -> PassageSearch:
        """The search among `vectors` (p, d)."""

    @pytest.mark.parametrize("count", [1, 3, 50, 200])
    def test_the_nearest_are_found_best_first(self, count: int) -> None:
        generator = np.random.default_rng(count)
        vectors, queries = _unit(generator, 50), _unit(generator, 4)
        search = self.searching(vectors)
        found = search.nearest(queries, count)
        cosine = queries @ vectors.T
        expected = -np.sort(-cosine, axis=1)[:, :count]
        assert search.size == 50
        assert found.position.shape == found.similarity.shape == (4, min(count, 50))
        np.testing.assert_allclose(found.similarity, expected, atol=1e-6)
        np.testing.assert_allclose(
            np.take_along_axis(cosine, found.position, axis=1), expected, atol=1e-6
        )

    def test_nothing_is_found_where_nothing_is_or_nobody_asks(self) -> None:
        some = _unit(np.random.default_rng(0), 3)
        assert self.searching(some[:0]).size == 0
        assert self.searching(some[:0]).nearest(some, 2).position.shape == (3, 0)
        assert self.searching(some).nearest(some[:0], 2).position.shape == (0, 2)

    def test_a_blank_query_is_equally_far_from_all(self) -> None:
        some = _unit(np.random.default_rng(0), 3)
        found = self.searching(some).nearest(np.zeros((1, 8), np.float32), 3)
        assert sorted(found.position[0].tolist()) == [0, 1, 2]
        assert (found.similarity == 0).all()


def _unit(generator: np.random.Generator, count: int) -> NDArray[np.float32]:
    rows = generator.normal(size=(count, 8)).astype(np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
