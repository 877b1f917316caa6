"""What is folded away is unfolded to the last bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.encoding.pieces import WIDEST, PieceVectors, fold

DIMENSION = 16


def folded(levels: list[np.ndarray]) -> PieceVectors:
    """Rows of levels grouped by the width they are given with, one scale of step 0.5 from -1."""
    return PieceVectors(
        planes=tuple(fold(group, width) for width, group in enumerate(levels)),
        lowest=np.full(sum(map(len, levels)), 0, dtype=np.uint8),
        scale_of=np.zeros(sum(map(len, levels)), dtype=np.uint8),
        step=np.array([0.5], dtype=np.float32),
        origin=np.array([-1], dtype=np.float32),
    )


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 5), min_size=9, max_size=9))
def test_every_value_comes_back(seed: int, rows: list[int]) -> None:
    chance = np.random.default_rng(seed)
    levels = [
        chance.integers(0, 2**width, (count, DIMENSION)).astype(np.uint8)
        for width, count in zip(range(WIDEST + 1), rows, strict=True)
    ]
    vectors = folded(levels)
    asked = chance.integers(0, max(1, vectors.size), 20 if vectors.size else 0)
    expected = np.concatenate(levels)[asked] * np.float32(0.5) - 1
    assert np.array_equal(vectors.rows(asked), expected)


def test_parts_that_do_not_fit_are_refused() -> None:
    planes = tuple(np.empty((1, width, 2), dtype=np.uint8) for width in range(WIDEST + 1))
    with pytest.raises(ValueError, match="9 rows"):
        PieceVectors(
            planes,
            np.zeros(8, dtype=np.uint8),
            np.zeros(9, dtype=np.uint8),
            np.ones(1, dtype=np.float32),
            np.ones(1, dtype=np.float32),
        )
