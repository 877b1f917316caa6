"""Weights are learnt from judged pairs, and what is learnt is a log-odds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.tuning.evidence import JudgedPairs
from matcher.tuning.fit import fit

EVERYTHING = np.ones((60, 50), dtype=bool)


def pairs(seed: int, weights: tuple[float, ...], constant: float = -2.0) -> JudgedPairs:
    """Pairs whose judgments follow the log-odds of `weights` exactly in chance."""
    generator = np.random.default_rng(seed)
    values = generator.normal(size=(len(weights), *EVERYTHING.shape))
    odds = constant + np.tensordot(np.array(weights), values, 1)
    good = generator.random(odds.shape) < 1 / (1 + np.exp(-odds))
    return JudgedPairs(tuple("abcd"[: len(weights)]), values, np.where(good, 2, 0))


def test_the_odds_the_judgments_were_drawn_from_are_found_again() -> None:
    found = fit(pairs(1, (2.0, 0.5)), EVERYTHING, freedom=100.0)
    assert found.constant == pytest.approx(-2.0, abs=0.25)
    assert found.of == pytest.approx({"a": 2.0, "b": 0.5}, abs=0.3)


def test_a_signal_that_speaks_against_good_pairs_is_left_out() -> None:
    found = fit(pairs(2, (2.0, -1.0)), EVERYTHING, freedom=1.0)
    assert found.of["b"] == 0.0
    assert found.of["a"] > 1.0


def test_a_signal_that_says_the_same_of_all_pairs_gets_no_weight() -> None:
    told = pairs(3, (2.0,))
    values = np.concatenate([told.values, np.ones((1, *told.shape))])
    found = fit(JudgedPairs(("a", "flat"), values, told.grades), EVERYTHING, freedom=1.0)
    assert found.of["flat"] == 0.0


def test_a_missing_value_counts_nothing() -> None:
    told = pairs(4, (2.0, 1.0))
    values = told.values.copy()
    values[1, :30] = np.nan
    zeros = np.nan_to_num(values, nan=0.0)
    with_gaps = fit(JudgedPairs(told.names, values, told.grades), EVERYTHING, freedom=1.0)
    with_zeros = fit(JudgedPairs(told.names, zeros, told.grades), EVERYTHING, freedom=1.0)
    assert with_gaps == with_zeros


@given(st.integers(0, 50), st.floats(0.01, 1000))
def test_the_unit_of_a_signal_does_not_matter(seed: int, unit: float) -> None:
    told = pairs(seed, (1.5, 0.7))
    scaled = JudgedPairs(told.names, told.values * unit, told.grades)
    one = fit(told, EVERYTHING, 1.0).scores(told)
    other = fit(scaled, EVERYTHING, 1.0).scores(scaled)
    assert np.allclose(one, other, atol=1e-3)


def test_nothing_is_learnt_where_all_pairs_are_alike() -> None:
    told = pairs(5, (1.0,))
    nothing = JudgedPairs(told.names, told.values, np.zeros(told.shape, dtype=int))
    with pytest.raises(ValueError, match="some pairs must be"):
        fit(nothing, EVERYTHING, 1.0)
