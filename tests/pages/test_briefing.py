"""The sheet of a pair stands in both languages, with contacts only for who may see them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml.html import HtmlElement

from service.opened import Opened
from tests.pages.html import text_of
from tests.pages.office import Office, Premises, office, one, shortlist
from tests.pages.world import CONTACT
from tests.service.world import SETTINGS


@pytest.fixture(scope="module")
def opened(premises: Premises) -> Iterator[Opened]:
    with premises.opened() as made:
        yield made


@pytest.fixture(scope="module")
def list_id(opened: Opened) -> str:
    return shortlist(opened)


@pytest.fixture(scope="module")
def desk(opened: Opened) -> Iterator[Office]:
    with office(opened) as found:
        yield found


def sheet(desk: Office, list_id: str, language: str, asked: str = "") -> HtmlElement:
    path = f"/{language}/shortlists/{list_id}/pairs/fr-tours/jp-takamatsu/briefing{asked}"
    return one(desk.shown(path), "//article[contains(@class, 'sheet')]")


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("fr", "Les deux collectivités / 両自治体の概要"),
        ("ja", "両自治体の概要 / Les deux collectivités"),
        ("en", "Who they are / Les deux collectivités / 両自治体の概要"),
    ],
)
def test_every_heading_stands_in_both_languages(
    desk: Office, list_id: str, language: str, headings: str
) -> None:
    found = [text_of(each) for each in sheet(desk, list_id, language).xpath(".//h2")]
    assert headings in found
    assert all(each.count("/") == headings.count("/") for each in found)


def test_facts_and_names_stand_in_both_languages_each_marked_as_such(
    desk: Office, list_id: str
) -> None:
    found = sheet(desk, list_id, "fr")
    for language, texts in {
        "fr": ["Tours", "Population", "Takamatsu", "137 000 habitants"],
        "ja": ["人口", "高松市", "137,000人", "レンタサイクルと走行空間の整備、"],
    }.items():
        said = " ".join(text_of(each) for each in found.xpath(f".//*[@lang='{language}']"))
        assert [text for text in texts if text not in said] == []


def test_the_score_is_the_sum_of_its_parts(desk: Office, list_id: str) -> None:
    rows = sheet(desk, list_id, "en").xpath(".//table[contains(@class, 'sums')]//tr")
    shown = [
        float(text_of(row.xpath("./td")[0]).replace("\N{MINUS SIGN}", "-").replace("+", ""))
        for row in rows
    ]
    assert sum(shown[:-1]) == pytest.approx(shown[-1], abs=1e-9)


def test_contacts_only_where_they_are_asked_for_by_who_may_see_them(
    desk: Office, opened: Opened, list_id: str
) -> None:
    assert CONTACT not in sheet(desk, list_id, "fr").text_content()
    assert CONTACT in sheet(desk, list_id, "fr", "?contacts=true").text_content()
    with office(opened, SETTINGS) as reading:
        assert "137\u202f000" in sheet(reading, list_id, "fr").text_content()
        path = f"/fr/shortlists/{list_id}/pairs/fr-tours/jp-takamatsu/briefing?contacts=true"
        assert reading.client.get(path).status_code == 403


def test_a_pair_of_nobody_is_not_there(desk: Office, list_id: str) -> None:
    path = f"/fr/shortlists/{list_id}/pairs/fr-tours/jp-nobody/briefing"
    assert desk.client.get(path).status_code == 404
