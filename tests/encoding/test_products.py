"""Rows of a product do not depend on each other, on whatever processor this runs."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_info

from matcher.encoding.products import one_thread_a_product, pattern, product

HEIGHT = 48


@given(st.integers(0, 2**32 - 1), st.integers(1, 300), st.integers(1, 300))
@settings(max_examples=25, deadline=None)
def test_a_row_is_the_same_at_every_place_of_the_pattern(
    seed: int, inputs: int, outputs: int
) -> None:
    chance = np.random.default_rng(seed)
    weight = chance.normal(size=(inputs, outputs)).astype(np.float32)
    row = chance.normal(size=inputs).astype(np.float32)
    with one_thread_a_product():
        period = pattern([weight], HEIGHT)
        results = []
        for place in range(0, 2 * HEIGHT, period):
            rows = chance.normal(size=(2 * HEIGHT, inputs)).astype(np.float32)
            rows[place] = row
            results.append(product(rows, weight, HEIGHT)[place])
    assert all(np.array_equal(result, results[0]) for result in results)


def test_other_code_gets_its_threads_back() -> None:
    before = [library["num_threads"] for library in threadpool_info()]
    with one_thread_a_product():
        pass
    assert [library["num_threads"] for library in threadpool_info()] == before
