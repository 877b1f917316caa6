"""The page of an authority: what is known of it and from where, what it does, who fits it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement
from starlette.testclient import TestClient

from matcher.collectivity import Language
from matcher.i18n.sentences import Speaker
from matcher.matching.wanted import Wanted
from matcher.writing.told import tell
from service.opened import Opened
from tests.pages.html import page_of, text_of
from tests.pages.world import ADDRESS, CONTACT, WITH_ADDRESS, WITH_CONTACT


def test_contacts_are_for_curators_alone(reader: TestClient, curator: TestClient) -> None:
    address = f"/en/collectivities/{WITH_CONTACT}"
    page, for_curators = reader.get(address), curator.get(address)
    assert "sentinelle" not in page.text.lower()
    assert CONTACT in for_curators.text
    assert "no-store" in for_curators.headers["cache-control"]
    for path in ("/en/", "/en/collectivities", "/en/fields/culture", "/en/about"):
        assert "sentinelle" not in curator.get(path).text.lower()


def test_mail_addresses_in_key_points_are_left_out(reader: TestClient) -> None:
    page = reader.get(f"/ja/collectivities/{WITH_ADDRESS}")
    assert ADDRESS not in page.text
    assert "楽器博物館" in page.text
    assert ADDRESS not in reader.get("/ja/fields/culture").text


def test_every_value_that_no_fiche_says_bears_where_it_comes_from(
    reader: TestClient, examples: Opened
) -> None:
    page = page_of(reader.get("/en/collectivities/fr-tours").text)
    facts = {
        text_of(each.xpath("dt")[0]): each.xpath("dd")[0]
        for each in page.xpath("//dl[contains(@class, 'facts')][1]/div")
    }
    assert text_of(facts["Official code"]) == "37261 completed"
    assert text_of(facts["Population"]) == "137,000 inhabitants in 2020"
    assert not facts["Population"].xpath(".//*[contains(@class, 'origin')]")
    (mark,) = facts["Official code"].xpath(".//*[contains(@class, 'completed')]")
    assert "official registers" in mark.get("title")


def test_names_and_key_points_are_in_their_own_language(reader: TestClient) -> None:
    page = page_of(reader.get("/fr/collectivities/jp-sado").text)
    (own,) = page.xpath("//p[@class='names']/span")
    assert (own.get("lang"), text_of(own)) == ("ja", "佐渡市")
    (points,) = page.xpath("//ul[contains(@class, 'points')]")
    assert points.get("lang") == "ja"
    assert len(points.xpath("li")) == 3


@pytest.mark.parametrize("language", list(Language))
def test_partners_are_those_of_the_api_with_the_same_figures(
    reader: TestClient, examples: Opened, language: Language
) -> None:
    page = page_of(reader.get(f"/{language}/collectivities/fr-vallauris").text)
    found = examples.partners_of(examples.follower.now(), "fr-vallauris", Wanted(limit=5))
    profile = examples.follower.now().snapshot.profile
    vocabulary = examples.knowledge.vocabulary
    cards = page.xpath("//article[starts-with(@id, 'partner-')]")
    assert [each.get("id") for each in cards] == [f"partner-{p.jp.id}" for p in found.pairings]
    for card, pairing in zip(cards, found.pairings, strict=True):
        told = tell(pairing, 1, profile, vocabulary, Speaker(language))
        assert text_of(card.xpath(".//p[@class='score']/b")[0]) == told.score
        parts = [
            text_of(each) for each in card.xpath(".//table[@class='parts']/tbody//td[@class='n']")
        ]
        assert parts == [each.shown for each in told.parts if not each.missing]
        assert len(card.xpath(".//ol[@class='matches']/li")) == len(told.matches)


def test_own_key_points_stand_left_whoever_asks(reader: TestClient) -> None:
    for id_, own, other in (("fr-vallauris", "fr", "ja"), ("jp-sado", "ja", "fr")):
        page = page_of(reader.get(f"/en/collectivities/{id_}").text)
        for match in page.xpath("//ol[@class='matches']/li"):
            left, right = match.xpath("div[@class='point']/blockquote/@lang")
            assert left == own
            assert right in {other, "en"}


def test_the_words_that_carry_a_match_are_marked_in_both_languages(reader: TestClient) -> None:
    page = page_of(reader.get("/fr/collectivities/fr-vallauris?limit=10").text)
    marked = 0
    for match in page.xpath("//ol[@class='matches']/li"):
        left, right = (
            [each.get("data-number") for each in side.xpath(".//u[@class='word']")]
            for side in match.xpath("div[@class='point']")
        )
        assert sorted(left) == sorted(right)
        assert len(match.xpath("div[@class='words']//li")) == len(left)
        marked += len(left)
    assert marked


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("limit=3", lambda page: len(partners(page)) == 3),
        ("region=石川県", lambda page: partners(page) == []),
        ("region=Kagawa", lambda page: partners(page) == ["jp-takamatsu"]),
        ("domain=tourism&limit=20", lambda page: 0 < len(partners(page)) < 13),
        ("population_ratio=2", lambda page: 0 < len(partners(page)) < 13),
        ("twins=only", lambda page: partners(page) == ["jp-takamatsu"]),
        ("twins=out&limit=20", lambda page: "jp-takamatsu" not in partners(page)),
        ("limit=&region=&population_ratio=&twins=in", lambda page: len(partners(page)) == 5),
        ("limit=x&population_ratio=nan&twins=no", lambda page: len(partners(page)) == 5),
    ],
)
def test_partners_are_narrowed_as_asked(
    reader: TestClient, asked: str, fits: Callable[[HtmlElement], bool]
) -> None:
    answer = reader.get(f"/en/collectivities/fr-tours?{asked}")
    assert answer.status_code == 200
    assert fits(page_of(answer.text))


def partners(page: HtmlElement) -> list[str]:
    return [each.removeprefix("partner-") for each in page.xpath("//article[@class='card']/@id")]


def test_an_area_that_is_not_known_is_told(reader: TestClient) -> None:
    page = page_of(reader.get("/fr/collectivities/fr-tours?region=Atlantide").text)
    assert "Atlantide" in text_of(page.xpath("//*[@id='region-fault']")[0])


def test_good_practices_stand_under_their_fields(reader: TestClient, examples: Opened) -> None:
    page = page_of(reader.get("/fr/fields").text)
    for link in page.xpath("//tbody//a/@href"):
        field = page_of(reader.get(link).text)
        shown = {each.rpartition("/")[2] for each in field.xpath("//article/h3/a/@href")}
        id_ = link.rpartition("/")[2]
        named = {each.id for each in examples.follower.now().roster if id_ in each.domain_ids}
        assert shown == named
        assert len(field.xpath("//article//li")) == sum(
            len(examples.follower.now().roster[each].key_points) for each in named
        )


def test_long_fields_are_turned_over_page_by_page(client: TestClient) -> None:
    address, seen = "/en/fields/transport", []
    for _ in range(10):
        page = page_of(client.get(address).text)
        seen += [each.rpartition("/")[2] for each in page.xpath("//article/h3/a/@href")]
        further = page.xpath("//a[@rel='next']/@href")
        if not further:
            break
        address = further[0]
    found = client.get("/v1/collectivities?domain=transport&limit=1").json()["total"]
    assert len(seen) == len(set(seen)) == found
