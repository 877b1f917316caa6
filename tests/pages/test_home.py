"""The first page: who takes part, the links between both countries, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from matcher.matching.wanted import Wanted
from service.opened import Opened
from service.pages.public.best_links import best_links
from service.storage.records import Wishes
from tests.pages.html import page_of, text_of


@pytest.fixture
def shortlist(examples: Opened) -> Iterator[str]:
    """The id of a shortlist that is there for one test."""
    stored = examples.catalogue.add_shortlist("Takamatsu <2014>", Wishes(profile="takamatsu"))
    yield stored.id
    examples.catalogue.remove_shortlist(stored.id)


def test_without_a_shortlist_everybody_is_joined_to_whom_it_fits_best(
    reader: TestClient, examples: Opened
) -> None:
    moment = examples.follower.now()
    links = best_links(moment)
    floor = moment.snapshot.profile.floor
    assert links
    assert all(each.score >= floor for each in links)
    joined = {(each.fr.id, each.jp.id) for each in links}
    for participant in moment.roster:
        best = moment.snapshot.partners_of(participant.id, Wanted(limit=1)).pairings[0]
        assert ((best.fr.id, best.jp.id) in joined) is (best.score >= floor)
    page = page_of(reader.get("/en/").text)
    assert len(page.xpath("//svg//a[starts-with(@href, '#pair-')]")) == len(links)


def test_the_list_says_what_the_map_shows(reader: TestClient, examples: Opened) -> None:
    page = page_of(reader.get("/ja/").text)
    arcs = page.xpath("//svg//a[starts-with(@href, '#pair-')]")
    for arc in arcs:
        (row,) = page.xpath(f"//tr[@id='{arc.get('href')[1:]}']")
        number, names = arc.get("aria-label").split(". ", 1)
        cells = [text_of(cell) for cell in row.xpath("td")]
        assert cells[0] == number
        assert names == f"{cells[1]} – {cells[2]}"
    moment = examples.follower.now()
    assert len(page.xpath("//figure//circle")) == len(moment.roster)
    tally = [text_of(each) for each in page.xpath("//dl[contains(@class, 'tally')]//dd")]
    assert tally == ["10", "13", str(sum(len(each.key_points) for each in moment.roster))]


def test_names_bear_their_language(reader: TestClient) -> None:
    page = page_of(reader.get("/ja/").text)
    names = page.xpath("//table//td/a/span")
    assert {each.get("lang") for each in names} == {"fr", "ja"}
    page = page_of(reader.get("/fr/").text)
    assert {each.get("lang") for each in page.xpath("//table//td/a/span")} <= {"fr", "en"}


def test_the_shortlist_made_last_is_shown_where_there_is_one(
    reader: TestClient, examples: Opened, shortlist: str
) -> None:
    for _ in range(60):
        page = page_of(reader.get("/fr/").text)
        if not page.xpath("//*[@data-poll]"):
            break
    (link,) = page.xpath("//div[@id='links']/p/a")
    assert (link.get("href"), text_of(link)) == (f"/fr/shortlists/{shortlist}", "Takamatsu <2014>")
    best = best_links(examples.follower.now())
    arcs = page.xpath("//svg//a[starts-with(@href, '#pair-')]")
    assert 0 < len(arcs) != len(best)


def test_who_may_change_things_is_led_to_the_upload(
    reader: TestClient, curator: TestClient
) -> None:
    assert page_of(curator.get("/en/").text).xpath("//main//a[@href='/en/fiches/new']")
    assert not page_of(reader.get("/en/").text).xpath("//a[@href='/en/fiches/new']")
