"""Measures against toys worked by hand; intervals, tests and calibration against known cases."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calibration import brier_skill, expected_calibration_error, top_union
from benchmarks.measures import orders, per_query
from benchmarks.redrawn import redrawn
from benchmarks.uncertainty import Resampling, holm, interval, means, randomisation_p

PS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.floats(0.0001, 1), min_size=1)


def test_measures_agree_with_a_toy_worked_by_hand() -> None:
    # q ranks b (grade 1), c (0), a (3); r ranks a (2) first.
    scores = np.array([[1.0, 3.0, 2.0], [3.0, 2.0, 1.0]])
    grades = np.array([[3, 1, 0], [2, 0, 0]])
    found = per_query(scores, grades, ("q", "r"), ("a", "b", "c"))
    # q: (1/1 + 3/2) / (3/1 + 1/log2(3)) = 2.5 / 3.6309298
    assert found["nDCG@10"] == pytest.approx([0.688529, 1.0], abs=1e-5)
    assert found["MRR"] == pytest.approx([1 / 3, 1.0])
    assert found["MAP"] == pytest.approx([1 / 3, 1.0])
    assert found["recall@10"] == pytest.approx([1.0, 1.0])


def test_depth_five_does_not_see_the_sixth() -> None:
    scores = np.arange(12, 0, -1.0)[None, :]
    grades = np.zeros((1, 12), dtype=int)
    grades[0, 5] = 2
    found = per_query(scores, grades, ("q",), tuple("abcdefghijkl"))
    assert found["nDCG@5"] == pytest.approx([0.0])
    assert found["nDCG@10"] == pytest.approx([1 / np.log2(7)])


def test_ties_are_broken_by_id_whatever_the_order_of_the_columns() -> None:
    grades = np.array([[0, 2]])
    one = per_query(np.zeros((1, 2)), grades, ("q",), ("a", "b"))["MRR"]
    other = per_query(np.zeros((1, 2)), grades[:, ::-1], ("q",), ("b", "a"))["MRR"]
    assert one == other == pytest.approx([0.5])


def test_a_query_without_anything_to_find_is_left_out() -> None:
    found = per_query(np.ones((2, 2)), np.array([[0, 0], [0, 1]]), ("q", "r"), ("a", "b"))
    assert np.isnan(found["nDCG@10"]).tolist() == [True, False]
    assert np.isnan(found["MAP"]).all()


def test_a_randomisation_test_agrees_with_counting_all_signs() -> None:
    differences = np.array([0.3, 0.1, 0.2, -0.05, 0.15])
    signs = np.array(list(itertools.product((-1, 1), repeat=5)))
    exact = (np.abs(signs @ differences) >= differences.sum() - 1e-12).mean()
    assert randomisation_p(differences) == pytest.approx(exact, abs=0.01)


def test_equal_systems_are_not_told_apart() -> None:
    assert randomisation_p(np.zeros(30)) == 1.0


@given(PS)
def test_holm_never_lowers_a_p_and_keeps_the_order(p: dict[str, float]) -> None:
    corrected = holm(p)
    assert all(p[name] <= corrected[name] <= 1.0 for name in p)
    ordered = sorted(p, key=p.__getitem__)
    assert [corrected[n] for n in ordered] == sorted(corrected.values())
    assert corrected[ordered[0]] == pytest.approx(min(1.0, len(p) * p[ordered[0]]))


@given(st.integers(0, 200))
def test_with_every_candidate_once_redrawn_figures_are_those_of_trec_eval(seed: int) -> None:
    generator = np.random.default_rng(seed)
    scores = generator.random((1, 14))
    grades = generator.integers(0, 4, (1, 14)) * (generator.random((1, 14)) < 0.4)
    ids = tuple("abcdefghijklmn")
    plain = per_query(scores, grades, ("q",), ids)
    again = redrawn(orders(scores, ids)[0], grades[0], np.ones((1, 14), dtype=np.int64))
    for name, value in plain.items():
        assert again[name] == pytest.approx(value, nan_ok=True)


def test_a_candidate_drawn_twice_stands_twice() -> None:
    order, grades = np.array([1, 0, 2]), np.array([3, 0, 2])
    found = redrawn(order, grades, np.array([[2, 1, 0]]))
    # b, a, a with grades 0, 3, 3: the ideal is a, a, b.
    wanted = (3 / np.log2(3) + 3 / 2) / (3 + 3 / np.log2(3))
    assert found["nDCG@10"] == pytest.approx([wanted])
    assert found["MRR"] == pytest.approx([1 / 2])
    assert found["MAP"] == pytest.approx([(1 / 2 + 2 / 3) / 2])
    assert found["recall@10"] == pytest.approx([1.0])


def test_an_interval_covers_the_mean_it_was_drawn_around() -> None:
    values = np.random.default_rng(1).random(30)
    found = interval(means(values, Resampling.of(30, 30).fr))
    assert found.low < values.mean() < found.high
    # The standard error of a mean, by hand.
    assert found.high - found.low == pytest.approx(3.92 * values.std() / np.sqrt(30), rel=0.1)


def test_the_base_rate_has_no_skill_and_the_truth_all_of_it() -> None:
    outcome = np.array([1.0, 0, 0, 0] * 25)
    assert brier_skill(np.full(100, 0.25), outcome) == pytest.approx(0.0)
    assert brier_skill(outcome, outcome) == 1.0


def test_an_error_of_a_quarter_is_found_whatever_the_level() -> None:
    told = np.repeat([0.25, 0.75], 100)
    outcome = np.tile([1.0, 0.0], 100)
    assert expected_calibration_error(told, outcome) == pytest.approx(0.25)


def test_what_is_shown_is_each_ones_best_from_both_sides() -> None:
    scores = np.array([[9.0, 1.0, 2.0], [8.0, 3.0, 1.0], [7.0, 1.0, 4.0]])
    shown = top_union(scores, depth=1)
    assert np.argwhere(shown).tolist() == [[0, 0], [1, 0], [1, 1], [2, 0], [2, 2]]
