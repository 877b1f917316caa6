"""The best partners found through an index are those of comparing with everybody."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.matching import candidates
from matcher.matching.candidates import Neighbours, best_rows, bounds
from matcher.matching.score import score
from matcher.matching.side import Side
from matcher.matching.suggest import ranked
from matcher.profile import Profile
from tests.contracts.passage_search import PassageSearchContract
from tests.matching.small_world import TOPICS, participant, profile, sides


@dataclass
class BruteForce:
    """Finds passages by comparing with all; remembers how many were asked for."""

    vectors: NDArray[np.float32]
    asked: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.vectors)

    def nearest(self, queries: NDArray[np.float32], count: int) -> Neighbours:
        self.asked.append(count)
        similarity = queries @ self.vectors.T
        order = np.argsort(-similarity, axis=1, kind="stable")[:, :count]
        return Neighbours(np.take_along_axis(similarity, order, 1), order)


class TestBruteForce(PassageSearchContract):
    """The stand-in keeps the contract that FAISS keeps."""

    def searching(self, vectors: NDArray[np.float32]) -> BruteForce:
        return BruteForce(vectors)


def exhaustive(own: Side, row: int, other: Side, rules: Profile, limit: int) -> tuple[int, ...]:
    one = own.take([row])
    fr, jp = (one, other) if own.country is Country.FR else (other, one)
    return tuple(ranked(score(fr, jp, rules).total.ravel(), other.ids)[:limit])


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Side, Side]:
    points = st.lists(
        st.builds("{}#{}".format, st.sampled_from(TOPICS), st.integers(0, 30)), max_size=4
    )
    people = [
        participant(
            f"{country}-{number:02}",
            draw(points),
            population=draw(st.none() | st.integers(100, 4_000_000)),
            domains=draw(st.lists(st.sampled_from(["transport", "culture", "?"]), max_size=2)),
        )
        for country in ("fr", "jp")
        for number in range(draw(st.integers(1, 25)))
    ]
    return sides(people, profile())


weights = st.fixed_dictionaries(
    {
        "key_points": st.sampled_from([10.0, 0.0, -10.0]),
        "specific_policy": st.sampled_from([1.0, -1.0]),
        "domains": st.sampled_from([1.0, -1.0]),
        "population": st.sampled_from([1.0, 0.0]),
    }
)


@given(worlds(), weights, st.integers(1, 12), st.sampled_from(list(Country)), st.data())
@settings(max_examples=80, deadline=None)
def test_the_best_partners_are_the_exhaustive_ones(
    world: tuple[Side, Side],
    weights: dict[str, float],
    limit: int,
    country: Country,
    data: st.DataObject,
) -> None:
    own, other = world if country is Country.FR else world[::-1]
    row = data.draw(st.integers(0, len(own) - 1))
    rules = profile(**weights)
    search = BruteForce(other.passage_texts.vectors)
    with pytest.MonkeyPatch.context() as patch:
        # Small enough that the way of many participants is taken by few.
        patch.setattr(candidates, "FIRST", 2)
        patch.setattr(candidates, "DOUBTFUL", 3)
        patch.setattr(candidates, "BLOCK", 4)
        found = best_rows(own, row, other, search, rules, limit=limit)
    assert found == exhaustive(own, row, other, rules, limit)


@given(worlds(), weights, st.integers(1, 20), st.sampled_from(list(Country)))
@settings(max_examples=60, deadline=None)
def test_nobody_outside_scores_more_than_the_bound(
    world: tuple[Side, Side], weights: dict[str, float], count: int, country: Country
) -> None:
    own, other = world if country is Country.FR else world[::-1]
    rules = profile(**weights)
    one = own.take([0])
    search = BruteForce(other.passage_texts.vectors)
    found = search.nearest(one.passage_texts.vectors, count)
    fr, jp = (one, other) if country is Country.FR else (other, one)
    total = score(fr, jp, rules).total.ravel()
    outside = np.setdiff1d(np.arange(len(other)), other.passage_texts.owner[found.position.ravel()])
    bound = bounds(one, other, found, search.size, rules)
    assert (total[outside] <= bound[outside]).all()


def test_who_has_no_like_is_not_looked_for_everywhere() -> None:
    """Where a few stand out, the index is asked for little and most are never compared."""
    people = [participant("fr-a", ["energy#1"], domains=["transport"])]
    people += [participant(f"jp-energy-{k}", [f"energy#{k + 2}"]) for k in range(5)]
    people += [participant(f"jp-other-{k:03}", [f"{TOPICS[1 + k % 7]}#{k}"]) for k in range(200)]
    fr, jp = sides(people, profile())
    search = BruteForce(jp.passage_texts.vectors)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "FIRST", 16)
        patch.setattr(candidates, "DOUBTFUL", 0)
        found = best_rows(fr, 0, jp, search, profile(), limit=5)
    assert search.asked == [16]
    assert all(jp.ids[row].startswith("jp-energy") for row in found)


def test_a_participant_without_key_points_still_has_best_partners() -> None:
    people = [
        participant("fr-a", [], population=50_000),
        participant("jp-a", ["tram#1"], population=3_000_000),
        participant("jp-b", [], population=60_000),
    ]
    fr, jp = sides(people, profile())
    search = BruteForce(jp.passage_texts.vectors)
    assert best_rows(fr, 0, jp, search, profile(), limit=2) == exhaustive(fr, 0, jp, profile(), 2)
