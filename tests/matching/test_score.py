"""Scores are sums of visible parts, the same for a pair however it is looked at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.fiche import Sourced
from matcher.gathering import Participant
from matcher.matching.score import score
from tests.matching.small_world import TOPICS, meeting, participant, profile, sides

key_points = st.lists(
    st.builds("{}#{}".format, st.sampled_from(TOPICS), st.integers(0, 9)), min_size=1, max_size=5
)


@st.composite
def meetings(draw: st.DrawFn) -> list[Participant]:
    """Two to five participants of each country with any key points and populations."""
    return [
        participant(
            f"{country}-{number}",
            draw(key_points),
            population=draw(st.none() | st.integers(1, 4_000_000)),
            domains=draw(st.lists(st.sampled_from(["transport", "culture", "?"]), max_size=2)),
        )
        for country in ("fr", "jp")
        for number in range(draw(st.integers(2, 5)))
    ]


@given(meetings())
@settings(max_examples=40, deadline=None)
def test_parts_add_up_to_the_score_and_missing_ones_contribute_nothing(
    people: list[Participant],
) -> None:
    scores = score(*sides(people, profile()), profile())
    for row in range(len(scores.fr)):
        for column in range(len(scores.jp)):
            parts = scores.parts_of(row, column)
            assert sum(parts.values()) == pytest.approx(scores.total[row, column], abs=1e-9)
            for name in scores.missing_of(row, column):
                assert parts[name] == 0.0


@given(meetings(), st.randoms())
@settings(max_examples=30, deadline=None)
def test_a_pair_scores_the_same_among_all_and_alone(people: list[Participant], random) -> None:
    fr, jp = sides(people, profile())
    everything = score(fr, jp, profile())
    row, column = random.randrange(len(fr)), random.randrange(len(jp))
    alone = score(fr.take([row]), jp.take([column]), profile())
    assert alone.parts_of(0, 0) == pytest.approx(everything.parts_of(row, column), abs=1e-6)


@given(meetings())
@settings(max_examples=30, deadline=None)
def test_saying_everything_twice_wins_nothing(people: list[Participant]) -> None:
    once = score(*sides(people, profile()), profile())
    doubled = [
        replace(p, fiches=(replace(p.fiches[0], key_points=p.fiches[0].key_points * 2),))
        if p.id == "fr-0"
        else p
        for p in people
    ]
    twice = score(*sides(doubled, profile()), profile())
    assert np.allclose(once.total, twice.total, atol=1e-5)


def test_swapping_the_key_points_of_two_fiches_swaps_their_partners() -> None:
    people = [
        replace(p, fiches=(replace(p.fiches[0], domains=(), domain_ids=(), population=Sourced()),))
        for p in meeting()
    ]
    before = score(*sides(people, profile()), profile())
    first, second = people[0].fiches[0], people[1].fiches[0]
    people[0] = replace(people[0], fiches=(replace(first, key_points=second.key_points),))
    people[1] = replace(people[1], fiches=(replace(second, key_points=first.key_points),))
    after = score(*sides(people, profile()), profile())
    assert before.total[:2].argmax(axis=1).tolist() == [0, 1]
    assert after.total[:2].argmax(axis=1).tolist() == [1, 0]


def test_the_natural_partner_comes_first_in_both_directions() -> None:
    scores = score(*sides(meeting(), profile()), profile())
    assert scores.total.argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert scores.total.argmax(axis=0).tolist() == [0, 1, 2, 3]


def test_an_unknown_population_is_named_and_neither_helps_nor_harms() -> None:
    people = meeting()
    fiche = replace(people[0].fiches[0], population=Sourced())
    people[0] = replace(people[0], fiches=(fiche,))
    scores = score(*sides(people, profile()), profile())
    assert set(scores.missing_of(0, 0)) == {"population", "comparable-scale"}
    assert scores.parts_of(0, 0)["population"] == 0.0
    assert scores.missing_of(1, 0) == ()


def test_labels_that_map_nowhere_are_still_compared_as_typed() -> None:
    people = [
        participant("fr-a", ["tram#1"], domains=["spa#7"]),
        participant("jp-a", ["tram#2"], domains=["spa#8"]),
        participant("jp-b", ["tram#2"], domains=["wine#8"]),
    ]
    scores = score(*sides(people, profile()), profile())
    domains = scores.names.index("domains")
    assert not np.isnan(scores.values[domains]).any()
    assert scores.values[domains, 0, 0] > scores.values[domains, 0, 1]


def test_a_weight_of_the_profile_changes_its_part_alone() -> None:
    plain = score(*sides(meeting(), profile()), profile())
    heavy = score(*sides(meeting(), profile()), profile(population=5.0))
    moved = [
        name
        for k, name in enumerate(plain.names)
        if not np.array_equal(plain.parts[k], heavy.parts[k])
    ]
    assert moved == ["population"]


def test_only_the_asked_signals_count() -> None:
    scores = score(*sides(meeting(), profile()), profile(), groups=["population"])
    assert set(scores.names) == {"constant", "population", "comparable-scale"}


def test_a_tohoku_town_that_shares_a_field_of_the_reconstruction_is_marked() -> None:
    scores = score(*sides(meeting(), profile()), profile())
    part = scores.names.index("tohoku")
    assert scores.parts[part, 1, 1] == 0.3
    assert scores.parts[part].sum() == pytest.approx(0.3)


def test_background_carries_no_match_where_a_policy_does() -> None:
    people = [
        participant("fr-a", ["tram#1"]),
        participant("jp-a", ["tram#2", "wine#2"]),
        participant("jp-b", ["tram#2", "wine#2"]),
    ]
    fr, jp = sides(people, profile())
    weight = jp.passage_texts.weight.copy()
    weight[:2] = [0.02, 0.98]  # for jp-a the tram is background
    jp = replace(jp, passage_texts=replace(jp.passage_texts, weight=weight))
    total = score(fr, jp, profile()).total
    assert total[0, 1] > total[0, 0]


def test_a_key_point_may_be_empty_of_meaning() -> None:
    people = [participant("fr-a", []), participant("jp-a", ["tram#2"])]
    scores = score(*sides(people, profile()), profile())
    assert "key-points" in scores.missing_of(0, 0)
    assert np.isfinite(scores.total).all()
