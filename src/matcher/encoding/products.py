"""Matrix products whose rows do not depend on each other, not even in the last bit.

A BLAS may add in another order for another height of a product, for another number of threads, or
for another row of one product: OpenBLAS on AVX2 treats the first and the last six of every twelve
rows differently. Whoever wants equal rows therefore multiplies at a fixed height, in one thread,
and puts what belongs together at the same place of the pattern.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from math import lcm
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

# The number of BLAS threads is one for the whole process, so only one may hold it at a time.
_held = Lock()


@contextmanager
def one_thread_a_product() -> Iterator[None]:
    """Inside, each product runs in one thread; several may run beside each other.

    Others of this process who come here wait.
    """
    with _held, _blas().limit(limits=1, user_api="blas"):
        yield


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def product(
    rows: NDArray[np.float32], weight: NDArray[np.float32], height: int
) -> NDArray[np.float32]:
    """`rows` (n, a) times `weight` (a, b), `height` rows at a time; n a multiple of `height`."""
    blocks = rows.reshape(-1, height, rows.shape[1])
    result: NDArray[np.float32] = np.matmul(blocks, weight)
    return result.reshape(len(rows), weight.shape[1])


def pattern(weights: Iterable[NDArray[np.float32]], height: int) -> int:
    """After how many rows a product of `height` rows treats rows in the same way again, here."""
    found = 1
    for weight in weights:
        row = weight[:, :1].T
        rows = product(np.tile(row, (height, 1)), weight, height)
        found = lcm(found, next(p for p in _divisors(height) if _repeats(rows, p)))
    return found


def _repeats(rows: NDArray[np.float32], period: int) -> bool:
    return np.array_equal(rows, rows[np.arange(len(rows)) % period])


def _divisors(number: int) -> list[int]:
    return [divisor for divisor in range(1, number + 1) if number % divisor == 0]
