"""What stands between us and scipy: vertices, whole numbers, flows."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.shortlist.solver import (
    Entries,
    LinearProgram,
    SolverFailed,
    Vertex,
    guessed_prices,
    largest_cover,
    solve,
    whole,
)


def at_most_one_of(columns: int, limit: float = 1.0) -> LinearProgram:
    """Columns of equal gain, of which the sum is at most `limit`."""
    every = np.arange(columns)
    return LinearProgram(
        gains=np.ones(columns),
        matrix=Entries(np.zeros(columns, dtype=np.int64), every, np.ones(columns)),
        limits=np.array([limit]),
    )


def test_an_optimum_comes_with_the_price_of_each_row() -> None:
    vertex = solve(at_most_one_of(3))
    assert vertex.x.sum() == pytest.approx(1)
    assert vertex.duals == pytest.approx([1])


def test_a_broken_value_is_made_whole_by_branch_and_bound() -> None:
    program = at_most_one_of(2)
    halves = Vertex(np.array([0.5, 0.5]), np.array([1.0]))
    assert whole(program, halves).sum() == 1


def test_whole_values_are_taken_as_they_are() -> None:
    program = at_most_one_of(2)
    second = Vertex(np.array([1e-9, 1 - 1e-9]), np.array([1.0]))
    assert whole(program, second).tolist() == [False, True]


def test_a_program_without_solution_is_an_error_not_an_answer() -> None:
    with pytest.raises(SolverFailed):
        solve(at_most_one_of(2, limit=-1))
    with pytest.raises(SolverFailed):
        whole(at_most_one_of(2, limit=-1), Vertex(np.array([0.5, 0.5]), np.array([1.0])))


def test_the_largest_cover_reassigns_where_the_first_come_would_block() -> None:
    pairs = np.array([[True, True], [True, False]])
    used = largest_cover(pairs, np.array([True, True]), np.array([1, 1]))
    assert used.tolist() == [[False, True], [True, False]]


def test_a_cover_serves_only_those_who_ask_within_the_room() -> None:
    pairs = np.ones((4, 1), dtype=np.bool_)
    needy = np.array([True, False, True, True])
    used = largest_cover(pairs, needy, np.array([2]))
    assert used.sum() == 2
    assert not used[1].any()


def test_guessed_prices_are_high_where_many_ask_for_one() -> None:
    gains = np.array([[1.0, 0.1], [0.9, 0.1], [0.8, 0.1]])
    one = np.ones(3, dtype=np.int64)
    guess = guessed_prices(gains, np.ones_like(gains, dtype=np.bool_), one, one[:2])
    assert guess.columns[0] > 0.5 > guess.columns[1]
    assert (guess.rows >= 0).all()
