"""A pairing says why, from the same numbers as the score."""

from __future__ import annotations

import pytest

from matcher.collectivity import Collectivity, Country
from matcher.gathering import Participant
from matcher.matching.explanation import explain, working_group
from matcher.matching.hubs import LanguageMeans
from matcher.matching.line_up import embed, list_texts, newcomer
from matcher.matching.score import score
from matcher.matching.suggest import ranked, suggest
from tests.matching.small_world import (
    encode,
    meeting,
    participant,
    profile,
    rank,
    sides,
)


def no_twins(a: Collectivity, b: Collectivity) -> None:
    return None


def test_the_key_points_that_match_stand_side_by_side_best_first() -> None:
    scores = score(*sides(meeting(), profile()), profile())
    pairing = explain(scores, 0, 0, profile(), no_twins, withheld=None)
    shown = [(m.fr.text, m.jp.text) for m in pairing.evidence.matches]
    assert sorted(shown) == [("energy#1", "energy#2"), ("tram#1", "tram#2")]
    similarities = [m.similarity for m in pairing.evidence.matches]
    assert similarities == sorted(similarities, reverse=True)
    assert all(m.serves == (Country.FR, Country.JP) for m in pairing.evidence.matches)


def test_a_passage_is_found_at_its_place_in_the_key_point() -> None:
    scores = score(*sides(meeting(), profile()), profile())
    for match in explain(scores, 2, 2, profile(), no_twins, withheld=None).evidence.matches:
        for side in (match.fr, match.jp):
            assert side.key_point[side.start : side.end] == side.text


def test_score_and_parts_are_those_of_the_scores() -> None:
    scores = score(*sides(meeting(), profile()), profile())
    pairing = explain(scores, 1, 1, profile(), no_twins, withheld=None)
    assert pairing.score == scores.total[1, 1]
    assert sum(pairing.parts.values()) == pytest.approx(pairing.score, abs=1e-9)
    assert "tohoku" in pairing.evidence.criteria
    assert pairing.evidence.shared_domains == ("disaster-risk",)


def test_population_facts_give_ratio_and_ranks() -> None:
    scores = score(*sides(meeting(), profile()), profile())
    facts = explain(scores, 2, 2, profile(), no_twins, withheld=None).evidence.population
    assert (facts.fr, facts.jp, facts.ratio) == (20_000, 35_000, 1.75)
    assert facts.fr_rank == pytest.approx(0.02)


def test_the_working_group_covers_the_shared_fields() -> None:
    assert working_group(("transport",), (), (), profile()) == 0
    assert working_group((), ("culture",), ("renewable-energy",), profile()) == 0
    assert working_group(("culture",), ("culture",), (), profile()) is None


def test_suggestions_are_the_best_of_the_other_country_in_order() -> None:
    fr, jp = sides(meeting(), profile())
    found = suggest(jp, jp.row_of("jp-c"), fr, profile(), no_twins, limit=2, withheld=None)
    assert next(p.fr.id for p in found.pairings) == "fr-c"
    assert [p.score for p in found.pairings] == sorted(
        (p.score for p in found.pairings), reverse=True
    )
    assert not found.nobody_fits


def test_where_nobody_fits_it_says_so_and_still_shows_the_nearest() -> None:
    people: list[Participant] = [
        *meeting(),
        participant("fr-z", ["robots#9"], population=10, domains=["?"]),
    ]
    fr, jp = sides([p for p in people if p.id != "jp-d"], profile())
    found = suggest(fr, fr.row_of("fr-z"), jp, profile(), no_twins, limit=3, withheld=None)
    assert found.nobody_fits
    assert len(found.pairings) == 3


def test_ties_are_broken_by_id() -> None:
    import numpy as np

    assert ranked(np.array([1.0, 2.0, 1.0]), ("b", "z", "a")) == [1, 2, 0]


def test_a_newcomer_moves_nobody_and_scores_as_if_it_had_always_been_asked() -> None:
    fr, jp = sides(meeting(), profile())
    before = score(fr, jp, profile()).total
    embedded = embed(
        list_texts([participant("fr-new", ["floods#5"], domains=["disaster-risk"])], Country.FR),
        encode,
        LanguageMeans({}),
        LanguageMeans({}),
    )
    side = newcomer(embedded, jp, rank, profile())
    found = suggest(side, 0, jp, profile(), no_twins, limit=1, withheld=None)
    assert found.pairings[0].jp.id == "jp-b"
    assert (score(fr, jp, profile()).total == before).all()
