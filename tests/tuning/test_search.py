"""The search looks at unseen collectivités alone, and never at those it scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.tuning.evidence import JudgedPairs
from matcher.tuning.folds import splits
from matcher.tuning.search import Choice, choices, cross_fitted, log_loss, search

CHOICE = Choice(("key-points",), 1.0)


def noise(seed: int, shape: tuple[int, int] = (20, 20)) -> JudgedPairs:
    """Signals that know nothing, and judgments a few of which are good."""
    generator = np.random.default_rng(seed)
    return JudgedPairs(
        ("key-points", "domains"),
        generator.normal(size=(2, *shape)),
        np.where(generator.random(shape) < 0.2, 3, 0),
    )


@given(st.integers(5, 12), st.integers(5, 12), st.integers(0, 20))
def test_every_pair_is_scored_once_by_those_who_know_neither_of_the_two(
    n: int, m: int, seed: int
) -> None:
    times = np.zeros((n, m), dtype=int)
    for split in splits((n, m), seed):
        times += split.unseen
        rows, columns = split.unseen.any(axis=1), split.unseen.any(axis=0)
        assert not split.train[rows].any()
        assert not split.train[:, columns].any()
    assert (times == 1).all()


def test_judgments_of_a_collectivity_do_not_reach_its_own_scores() -> None:
    told = noise(1)
    before = cross_fitted(told, (CHOICE,), seed=7)
    other = told.grades.copy()
    other[0], other[:, 0] = 3 - other[0], 3 - other[:, 0]
    after = cross_fitted(JudgedPairs(told.names, told.values, other), (CHOICE,), seed=7)
    assert after[0, 0] == before[0, 0]
    assert not np.allclose(after[5:, 5:], before[5:, 5:])


def test_signals_that_know_nothing_promise_nothing() -> None:
    told = noise(2, (40, 40))
    base = float(told.good.mean())
    found = log_loss(cross_fitted(told, (CHOICE,), seed=7), told.good)
    knowing_the_rate = -(base * np.log(base) + (1 - base) * np.log(1 - base))
    assert found == pytest.approx(knowing_the_rate, rel=0.05)


def test_the_signal_that_helps_is_chosen_over_more_of_them() -> None:
    generator = np.random.default_rng(3)
    values = generator.normal(size=(2, 30, 30))
    good = generator.random((30, 30)) < 1 / (1 + np.exp(2 - 3 * values[0]))
    told = JudgedPairs(("key-points", "noise"), values, np.where(good, 2, 1))
    candidates = [Choice(("key-points", "noise"), 1.0), Choice(("key-points",), 1.0)]
    found = search(told, [Choice(("noise",), 1.0), *candidates], seed=1)
    assert "key-points" in found.choice.signals
    assert found.loss < log_loss(np.full((30, 30), np.log(good.mean())), good)


def test_optional_signals_are_offered_with_and_without() -> None:
    offered = {choice.signals for choice in choices(("key-points", "specific-policy"))}
    assert offered == {("key-points",), ("key-points", "specific-policy")}


def test_too_few_collectivites_are_refused() -> None:
    with pytest.raises(ValueError, match="folds need"):
        search(noise(4, (4, 20)), [CHOICE, Choice(("domains",), 1.0)], seed=1)
