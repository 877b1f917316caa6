"""A shortlist of sides that are lined up already, and pairs as they would stand in one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.errors import ConstraintConflict, UnknownCollectivity
from matcher.index.content import Content
from matcher.profile import Profile
from matcher.shortlist.constraints import Constraints
from matcher.workflow.line_up_fiches import Sides, lined_up
from matcher.workflow.make_shortlist import (
    make_shortlist,
    pairings_of,
    shortlist_of,
    who_comes,
)
from matcher.workflow.mark_words import WordMarker
from matcher.workflow.opening import Knowledge, LazyEncoder
from matcher.workflow.take_part import Party

ANY = Constraints(meetings_each=2, floor=-100.0)


@pytest.fixture(scope="module")
def content(party: Party, encoder: LazyEncoder, profile: Profile, knowledge: Knowledge) -> Content:
    return lined_up(party.participants, encoder, profile, knowledge)


@pytest.fixture(scope="module")
def sides(content: Content) -> Sides:
    return Sides(content.fr, content.jp)


def test_it_is_the_list_made_from_fiches_but_for_the_words_marked(
    party: Party,
    content: Content,
    sides: Sides,
    encoder: LazyEncoder,
    profile: Profile,
    knowledge: Knowledge,
) -> None:
    whole = make_shortlist(party.participants, ANY, encoder, profile, knowledge)
    bare = shortlist_of(sides, content.encoder, ANY, profile, knowledge)
    assert all(m.links is None for p in bare.pairings for m in p.evidence.matches)
    assert any(m.links for p in whole.pairings for m in p.evidence.matches)
    assert replace(bare, pairings=WordMarker(encoder).marked(bare.pairings)) == whole


def test_any_pair_has_the_numbers_it_has_in_a_list(
    content: Content, sides: Sides, profile: Profile, knowledge: Knowledge
) -> None:
    every = Constraints(meetings_each=4, floor=-100.0)
    made = shortlist_of(sides, content.encoder, every, profile, knowledge)
    assert len(made.pairings) == 16
    asked = [(each.fr.id, each.jp.id) for each in made.pairings[::-3]]
    told = pairings_of(sides, content.encoder, asked, profile, knowledge)
    by_pair = {(each.fr.id, each.jp.id): each for each in made.pairings}
    for pair, pairing in zip(asked, told, strict=True):
        assert pairing == by_pair[pair]


def test_a_pair_of_nobody_or_the_wrong_way_round_is_refused(
    content: Content, sides: Sides, profile: Profile, knowledge: Knowledge
) -> None:
    fr, jp = sides.fr.ids[0], sides.jp.ids[0]
    for pair in ((fr, "jp-nobody"), (jp, fr)):
        with pytest.raises(UnknownCollectivity):
            pairings_of(sides, content.encoder, [pair], profile, knowledge)


def test_who_stays_away_is_in_no_pair_and_the_others_score_as_before(
    content: Content, sides: Sides, profile: Profile, knowledge: Knowledge
) -> None:
    coming = {*sides.fr.ids[1:], *sides.jp.ids[:2], "nobody"}
    made = shortlist_of(who_comes(sides, coming), content.encoder, ANY, profile, knowledge)
    assert {each.id for each in made.participants} == coming - {"nobody"}
    before = pairings_of(
        sides,
        content.encoder,
        [(each.fr.id, each.jp.id) for each in made.pairings],
        profile,
        knowledge,
    )
    assert made.pairings == before


def test_wishes_that_name_who_stays_away_contradict(
    content: Content, sides: Sides, profile: Profile, knowledge: Knowledge
) -> None:
    pin = (sides.fr.ids[0], sides.jp.ids[0])
    reduced = who_comes(sides, {*sides.fr.ids[1:], *sides.jp.ids})
    wishes = replace(ANY, pins=frozenset([pin]))
    with pytest.raises(ConstraintConflict) as conflict:
        shortlist_of(reduced, content.encoder, wishes, profile, knowledge)
    assert conflict.value.conflicts[0]["kind"] == "pin-unknown"
