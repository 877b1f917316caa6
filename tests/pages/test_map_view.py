"""The map where there are too many authorities for a name each."""

from __future__ import annotations

from matcher.collectivity import Country, Language
from matcher.i18n.sentences import Speaker
from matcher.matching.pairing import Pairing
from matcher.workflow.opening import open_knowledge, open_profile
from service.opened import Opened
from service.pages.parts.map_view import CROWD, MOST_LINKS, MOST_NAMES, map_view
from service.pages.public.best_links import best_links
from tests.matching.small_world import participant

KNOWLEDGE = open_knowledge()
PROFILE = open_profile(KNOWLEDGE)
SPEAKER = Speaker(Language.FR)


def test_few_have_a_point_and_a_name_each(examples: Opened) -> None:
    moment = examples.follower.now()
    people, links = moment.snapshot.participants(), best_links(moment)
    view = map_view(people, links, PROFILE, KNOWLEDGE.vocabulary, SPEAKER)
    assert not view.crowd
    assert {each.id for each in view.places} == {each.id for each in people}
    assert [each.number for each in view.links] == [each.number for each in view.drawing.arcs]


def test_many_are_points_of_one_path_where_they_lie(examples: Opened) -> None:
    moment = examples.follower.now()
    few, links = moment.snapshot.participants(), best_links(moment)
    drawn = map_view(few, links, PROFILE, KNOWLEDGE.vocabulary, SPEAKER)
    nowhere = [participant(f"fr-{number}", ["tram"]) for number in range(CROWD)]
    view = map_view([*few, *nowhere], links, PROFILE, KNOWLEDGE.vocabulary, SPEAKER)
    assert view.places == ()
    spots = {f"M{round(each.at.x)} {round(each.at.y)}h0" for each in drawn.places}
    assert {f"M{each}" for each in view.crowd.split("M")[1:]} == spots
    assert [each.path for each in view.drawing.arcs] == [each.path for each in drawn.drawing.arcs]
    assert [each.path for each in view.drawing.lands] == [each.path for each in drawn.drawing.lands]
    assert view.off_map.count("fr-") == MOST_NAMES
    assert view.more_off_map == CROWD - MOST_NAMES


def test_no_more_links_are_drawn_than_can_be_told_apart(examples: Opened) -> None:
    moment = examples.follower.now()
    links: list[Pairing] = [*best_links(moment)] * 20
    people = moment.snapshot.participants()
    view = map_view(people, links, PROFILE, KNOWLEDGE.vocabulary, SPEAKER)
    assert len(view.links) == len(view.drawing.arcs) == MOST_LINKS
    assert sum(each.country is Country.FR for each in people) == 10
