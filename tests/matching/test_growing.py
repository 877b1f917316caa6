"""What follows an array never changes it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.matching.growing import Growing

numbers = st.lists(st.integers(-100, 100), max_size=90)


@given(numbers, st.lists(st.tuples(st.integers(0, 10), numbers), max_size=8))
def test_every_successor_holds_what_it_was_given(
    start: list[int], steps: list[tuple[int, list[int]]]
) -> None:
    made = [(Growing.of(np.array(start, dtype=np.int64)), start)]
    for choice, more in steps:
        before, held = made[choice % len(made)]
        made.append((before.followed_by(np.array(more, dtype=np.int64)), [*held, *more]))
    assert [each.array.tolist() for each, _ in made] == [held for _, held in made]
