"""How evenly meetings are spread, and what each side gave up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.shortlist.assignment import Pair
from matcher.shortlist.fairness import evenness, gave_up, gini

FR = ("f0", "f1")
JP = ("j0", "j1", "j2")
SCORES = np.array([[0.9, 0.5, 0.5], [0.8, 0.1, 0.8]])


def pair(i: int, j: int) -> Pair:
    return Pair(i, j, FR[i], JP[j], float(SCORES[i, j]), pinned=False)


def test_evenness_counts_everybody() -> None:
    spread = evenness(JP, [pair(0, 0), pair(1, 0), pair(1, 2)])
    assert [(one.id, one.meetings) for one in spread.appearances] == [
        ("j0", 2),
        ("j1", 0),
        ("j2", 1),
    ]
    assert spread.without == ("j1",)
    assert spread.coverage == pytest.approx(2 / 3)


def test_nobody_at_all_is_no_division_by_nothing() -> None:
    assert evenness((), []).coverage == 0
    assert gini([]) == 0
    assert gini([0, 0]) == 0


def test_gini_of_known_distributions() -> None:
    assert gini([3, 3, 3]) == pytest.approx(0)
    assert gini([0, 0, 0, 4]) == pytest.approx(0.75)
    assert gini([1, 3]) == pytest.approx(0.25)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_gini_is_half_the_relative_mean_difference(amounts: list[int]) -> None:
    n, total = len(amounts), sum(amounts)
    differences = sum(abs(a - b) for a in amounts for b in amounts)
    expected = differences / (2 * n * total) if total else 0
    assert gini(amounts) == pytest.approx(expected)


def test_what_either_side_gave_up() -> None:
    possible = np.ones((2, 3), dtype=np.bool_)
    (one,) = gave_up([pair(0, 2)], SCORES, possible, FR, JP)
    assert (one.fr.partner, one.fr.rank, one.fr.best, one.fr.best_score) == ("j2", 2, "j0", 0.9)
    assert one.fr.difference == pytest.approx(0.4)
    assert (one.jp.partner, one.jp.rank, one.jp.best) == ("f0", 2, "f1")


def test_a_partner_that_could_not_be_had_was_not_given_up() -> None:
    possible = np.ones((2, 3), dtype=np.bool_)
    possible[0, 0] = False
    (one,) = gave_up([pair(0, 2)], SCORES, possible, FR, JP)
    assert (one.fr.rank, one.fr.best, one.fr.difference) == (1, "j1", 0)


def test_a_pair_of_the_list_is_possible_whatever_the_rules_say() -> None:
    nothing = np.zeros((2, 3), dtype=np.bool_)
    (one,) = gave_up([pair(1, 1)], SCORES, nothing, FR, JP)
    assert (one.fr.rank, one.fr.best, one.jp.best) == (1, "j1", "f1")
    assert not nothing.any()
