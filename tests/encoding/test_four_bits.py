"""Vectors in four bits a value: what was laid down is what is read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matcher.encoding.four_bits import BLOCK, BYTES, FourBitVectors

PIECES, BLOCKS = 5, 3


def laid_down(levels: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """(pieces, blocks, 32) levels and (pieces, blocks) steps → (pieces, blocks x 18) bytes."""
    pairs = levels[..., : BLOCK // 2] + 16 * levels[..., BLOCK // 2 :]
    head = steps[..., None].astype("<f2").view(np.uint8)
    return np.concatenate([head, pairs.astype(np.uint8)], axis=-1).reshape(len(levels), -1)


@given(
    arrays(np.uint8, (PIECES, BLOCKS, BLOCK), elements=st.integers(0, 15)),
    arrays(
        np.float16,
        (PIECES, BLOCKS),
        elements=st.floats(-100, 100, width=16, allow_subnormal=False),
    ),
    st.lists(st.integers(0, PIECES - 1), max_size=9),
)
@settings(max_examples=100, deadline=None)
def test_what_was_laid_down_is_read(
    levels: np.ndarray, steps: np.ndarray, asked: list[int]
) -> None:
    vectors = FourBitVectors(laid_down(levels, steps))
    assert (vectors.size, vectors.dimension) == (PIECES, BLOCKS * BLOCK)
    values = (levels.astype(np.float32) - 8) * steps.astype(np.float32)[..., None]
    found = vectors.rows(np.array(asked, dtype=np.int64))
    assert found.dtype == np.float32
    assert np.array_equal(found, values.reshape(PIECES, -1)[asked])


@pytest.mark.parametrize(
    "blocks",
    [
        np.zeros((4, BYTES + 1), dtype=np.uint8),
        np.zeros((4, BYTES), dtype=np.int8),
        np.zeros(BYTES, dtype=np.uint8),
    ],
)
def test_what_is_no_row_of_blocks_is_refused(blocks: np.ndarray) -> None:
    with pytest.raises(ValueError, match="blocks of"):
        FourBitVectors(blocks)
