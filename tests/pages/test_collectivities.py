"""The list of authorities: found by any of their names, narrowed, sorted, page by page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from lxml.html import HtmlElement
from starlette.testclient import TestClient

from tests.pages.html import page_of, text_of
from tests.service.world import SCRIPT


def listed(page: HtmlElement) -> list[str]:
    return [each.get("href").rpartition("/")[2] for each in page.xpath("//tbody/tr/th/a")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=hamamatsu", ["jp-hamamatsu"]),
        ("q=浜松", ["jp-hamamatsu"]),
        ("q=GRENOBLE alpes", ["fr-grenoble"]),
        ("q=tours", ["fr-tours"]),
        ("region=香川県", ["jp-takamatsu"]),
        ("region=Kagawa", ["jp-takamatsu"]),
        ("region=37000", ["jp-takamatsu"]),
        ("region=Indre-et-Loire", ["fr-tours"]),
        ("q=tours&country=JP", []),
        ("country=JP&domain=culture&q=sado", ["jp-sado"]),
    ],
)
def test_authorities_are_found_by_what_is_known_of_them(
    reader: TestClient, asked: str, found: list[str]
) -> None:
    page = page_of(reader.get(f"/fr/collectivities?{asked}").text)
    assert listed(page) == found


def test_a_form_sent_empty_asks_for_nothing(reader: TestClient) -> None:
    asked = "q=&country=&domain=&region=&sort=code"
    page = page_of(reader.get(f"/en/collectivities?{asked}").text)
    assert len(listed(page)) == 23
    assert "23 authorities" in text_of(page.xpath("//main")[0])


@pytest.mark.parametrize(
    "asked", ["country=DE&sort=size&page=x&domain=no", "page=-1", "page=99999"]
)
def test_what_cannot_be_meant_asks_for_nothing(reader: TestClient, asked: str) -> None:
    answer = reader.get(f"/en/collectivities?{asked}")
    assert answer.status_code == 200
    assert len(listed(page_of(answer.text))) == 23


def test_an_area_that_is_not_known_is_told(reader: TestClient) -> None:
    page = page_of(reader.get("/en/collectivities?region=Atlantis").text)
    assert listed(page) == []
    (field,) = page.xpath("//input[@id='region']")
    assert field.get("aria-invalid") == "true"
    (fault,) = page.xpath(f"//*[@id='{field.get('aria-describedby')}']")
    assert "Atlantis" in text_of(fault)


def test_what_was_asked_stands_in_the_form_again(reader: TestClient) -> None:
    asked = "q=o&country=JP&domain=culture&region=&sort=population"
    page = page_of(reader.get(f"/ja/collectivities?{asked}").text)
    assert page.xpath("//input[@id='q']/@value") == ["o"]
    chosen = [
        page.xpath(f"//select[@id='{each}']/option[@selected]/@value")
        for each in ("country", "domain", "sort")
    ]
    assert chosen == [["JP"], ["culture"], ["population"]]


def test_lists_are_sorted_as_asked(reader: TestClient) -> None:
    def column(order: str, number: int) -> list[str]:
        page = page_of(reader.get(f"/en/collectivities?sort={order}").text)
        assert [each.get("aria-sort") for each in page.xpath("//thead//th[@aria-sort]")]
        return [text_of(row.xpath("*")[number]) for row in page.xpath("//tbody/tr")]

    populations = [int(each.replace(",", "")) for each in column("population", 2)]
    assert populations == sorted(populations, reverse=True)
    points = [int(each) for each in column("points", 4)]
    assert points == sorted(points, reverse=True)
    years = [int(each[-4:]) for each in column("updated", 5)]
    assert years == sorted(years, reverse=True)
    countries = [each.split(" ")[0] for each in column("code", 1)]
    assert countries == sorted(countries)


def test_long_lists_are_turned_over_page_by_page(client: TestClient) -> None:
    address, seen = "/en/collectivities?country=JP&sort=population", []
    for _ in range(10):
        page = page_of(client.get(address).text)
        seen += listed(page)
        further = page.xpath("//a[@rel='next']/@href")
        if not further:
            break
        address = further[0]
    everybody = client.get("/v1/collectivities?country=JP&limit=1").json()["total"]
    assert len(seen) == len(set(seen)) == everybody
    assert page.xpath("//a[@rel='prev']")


def test_names_are_shown_and_never_run(client: TestClient) -> None:
    answer = client.get(f"/fr/collectivities?q={quote(SCRIPT)}")
    assert SCRIPT not in answer.text
    assert text_of(page_of(answer.text).xpath("//tbody//th/a")[0]) == SCRIPT
