"""The proof: whatever the prices, the bound they give is over every list that reaches the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.shortlist.assignment import assign
from matcher.shortlist.cover import cover
from matcher.shortlist.prices import Prices
from matcher.shortlist.problem import state
from tests.shortlist.instances import instances
from tests.shortlist.oracles import Instance


@settings(deadline=None, max_examples=100)
@given(instances(), st.integers(0, 2**32 - 1))
def test_any_prices_prove_a_bound(instance: Instance, seed: int) -> None:
    problem = state(*instance.given())
    demand = cover(problem)
    n, m = problem.open.shape
    rng = np.random.default_rng(seed)
    prices = Prices(
        fr_room=rng.random(n),
        jp_room=rng.random(m),
        fr_cover=rng.random(n) * demand.fr_needy,
        jp_cover=rng.random(m) * demand.jp_needy,
        fr_count=float(rng.random()),
        jp_count=float(rng.random()),
    )
    gains = np.where(problem.open, problem.scores - problem.floor, 0.0)
    reduced = np.where(problem.open, prices.reduced(gains, demand), 0.0)
    best = assign(*instance.given())
    pins = sum(pair.score - problem.floor for pair in best.pairs if pair.pinned)
    assert prices.bound(problem, demand, reduced) >= best.objective - pins - 1e-9


def test_prices_too_low_prove_little() -> None:
    instance = Instance.plain([[0.9, 0.5], [0.5, 0.2]])
    problem = state(*instance.given())
    demand = cover(problem)
    free = Prices(np.zeros(2), np.zeros(2), np.zeros(2), np.zeros(2), 0.0, 0.0)
    reduced = free.reduced(problem.scores, demand)
    assert free.bound(problem, demand, reduced) == pytest.approx(2.1)
