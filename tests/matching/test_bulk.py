"""The best partners of everybody at once are those of asking one after the other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.collectivity import Country
from matcher.matching import bulk, layers
from matcher.matching.score import score
from matcher.matching.suggest import ranked
from tests.matching.small_world import TOPICS, participant, profile, sides

key_points = st.lists(
    st.builds("{}#{}".format, st.sampled_from(TOPICS), st.integers(0, 30)), max_size=6
)


@st.composite
def worlds(draw: st.DrawFn):
    people = [
        participant(
            f"{country}-{number:02}",
            draw(key_points),
            population=draw(st.none() | st.integers(100, 4_000_000)),
            domains=draw(st.lists(st.sampled_from(["transport", "culture", "?"]), max_size=3)),
        )
        for country in ("fr", "jp")
        for number in range(draw(st.integers(0, 14)))
    ]
    return sides(people, profile())


@given(worlds(), st.integers(1, 6), st.sampled_from([{}, {"specific_policy": -2.0}]))
@settings(max_examples=80, deadline=None)
def test_everybody_gets_its_best_with_the_scores_of_comparing_one_pair(
    world, limit: int, weights: dict[str, float]
) -> None:
    fr, jp = world
    rules = profile(**weights)
    total = score(fr, jp, rules).total
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "BLOCK", 4)
        patch.setattr(bulk, "_BLOCKS", 2)
        patch.setattr(layers, "_MOST_LAYERS", 2)
        found = bulk.best_of_all(fr, jp, rules, limit)
    for country, totals, other in ((Country.FR, total, jp), (Country.JP, total.T, fr)):
        best = found[country]
        assert best.rows.shape == (len(totals), min(limit, len(other)))
        for row, own in enumerate(totals):
            expected = own[ranked(own, other.ids)[:limit]]
            np.testing.assert_allclose(best.scores[row], expected, atol=1e-4)
            np.testing.assert_allclose(own[best.rows[row]], best.scores[row], atol=1e-4)
            assert len(set(best.rows[row].tolist())) == best.rows.shape[1]


def test_equal_partners_stand_in_order_of_id() -> None:
    people = [participant("fr-a", ["energy#1"])]
    people += [participant(f"jp-{number:02}", ["energy#2"]) for number in range(12)]
    fr, jp = sides(people, profile())
    found = bulk.best_of_all(fr, jp, profile(), 3)
    assert found[Country.FR].rows.tolist() == [[0, 1, 2]]
