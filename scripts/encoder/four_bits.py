"""Blocks of four-bit numbers, to and fro; `matcher.encoding.four_bits` tells of their layout."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.encoding.four_bits import BLOCK, BYTES, FourBitVectors

_HALF = BLOCK // 2
_LOWEST, _HIGHEST = -8, 7


def unfold(blocks: NDArray[np.uint8], columns: int) -> NDArray[np.float32]:
    """Blocks in any shape as numbers: float32 (rows, columns); `columns` is a multiple of 32."""
    rows = FourBitVectors(blocks.reshape(-1, BYTES))
    return rows.rows(np.arange(rows.size)).reshape(-1, columns)


def fold(numbers: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Numbers (rows, columns) that came from such blocks, as blocks: (rows, columns / 32 x 18).

    The step of a block is found by trying which level its largest value had. Raises `ValueError`
    where the numbers are not exactly those of blocks.
    """
    values = numbers.reshape(-1, BLOCK)
    blocks = np.zeros((len(values), BYTES), np.uint8)
    largest = values[np.arange(len(values)), np.abs(values).argmax(1)]
    done: NDArray[np.bool_] = (values == 0).all(1)
    blocks[done, 2:] = 0x88
    for level in sorted(
        (n for n in range(_LOWEST, _HIGHEST + 1) if n), key=lambda n: (-abs(n), -n)
    ):
        step = (largest / level).astype(np.float16)
        whole = step.astype(np.float32)[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            levels: NDArray[Any] = np.where(whole == 0, 0, np.rint(values / whole))
        fits = (levels >= _LOWEST).all(1) & (levels <= _HIGHEST).all(1)
        fits &= (levels * whole == values).all(1) & ~done
        halves = (levels[fits] - _LOWEST).astype(np.uint8)
        blocks[fits, :2] = step[fits].view(np.uint8).reshape(-1, 2)
        blocks[fits, 2:] = halves[:, :_HALF] | (halves[:, _HALF:] << 4)
        done |= fits
    if not done.all():
        raise ValueError(f"{(~done).sum()} of {len(done)} blocks hold other than four-bit numbers")
    return blocks.reshape(len(numbers), -1)
