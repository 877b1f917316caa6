"""What is shown adds up, and nothing moves by a whole unit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matcher.writing.rounding import shown_parts

PARTS = st.dictionaries(
    st.text(max_size=5),
    st.floats(-50, 50).map(lambda value: round(value, 6)),
    min_size=1,
    max_size=10,
)


@given(PARTS)
def test_shown_parts_add_up_to_the_rounded_score(parts: dict[str, float]) -> None:
    shown = shown_parts(parts)
    total = sum(parts.values())
    assert abs(sum(shown.values()) - total) <= 0.005 + 1e-6
    assert list(shown) == list(parts)


@given(PARTS)
def test_no_part_moves_by_a_whole_unit(parts: dict[str, float]) -> None:
    shown = shown_parts(parts)
    assert all(abs(shown[name] - value) < 0.01 + 1e-9 for name, value in parts.items())


def test_the_largest_remainder_gets_the_unit() -> None:
    assert shown_parts({"a": 0.333333, "b": 0.333333, "c": 0.333334}) == {
        "a": 0.33,
        "b": 0.33,
        "c": 0.34,
    }


def test_nothing_is_shown_as_minus_zero() -> None:
    assert str(shown_parts({"a": -0.0, "b": 1.0})["a"]) == "0.0"
