"""Addresses of pages: languages, ways in, and what is answered where nothing is."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from matcher.collectivity import Language
from tests.pages.html import page_of, text_of

PATHS = ["", "collectivities", "collectivities/fr-tours", "fields", "fields/culture", "about"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ja", "ja"), ("fr-CA,fr;q=0.8", "fr"), ("de, en;q=0.3", "en"), ("de;q=1, ja;q=.1", "ja")],
)
def test_the_way_in_leads_to_the_language_of_the_browser(
    reader: TestClient, accepted: str, language: str
) -> None:
    answer = reader.get("/", headers={"accept-language": accepted}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{language}/"
    assert "Accept-Language" in answer.headers["vary"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", list(Language))
def test_every_page_is_in_its_language_and_leads_to_itself_in_the_others(
    reader: TestClient, language: Language, path: str
) -> None:
    answer = reader.get(f"/{language}/{path}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = page_of(answer.text)
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1
    for other in Language:
        (link,) = page.xpath(f"//nav[@class='languages']//a[@hreflang='{other}']")
        assert link.get("lang") == other
        assert link.get("href") == f"/{other}/{path}"
        (alternate,) = page.xpath(f"//head/link[@rel='alternate'][@hreflang='{other}']")
        assert alternate.get("href") == f"/{other}/{path}"
    (current,) = page.xpath("//nav[@class='languages']//a[@aria-current]")
    assert current.get("lang") == language


def test_changing_the_language_keeps_what_was_asked(reader: TestClient) -> None:
    page = page_of(reader.get("/fr/collectivities?q=sado&sort=name").text)
    (link,) = page.xpath("//nav[@class='languages']//a[@hreflang='ja']")
    assert link.get("href") == "/ja/collectivities?q=sado&sort=name"
    assert len(page_of(reader.get(link.get("href")).text).xpath("//tbody/tr")) == 1


def test_an_address_without_its_last_slash_leads_on(reader: TestClient) -> None:
    answer = reader.get("/ja", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/ja/")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/fr/nulle-part", "Il n’y a rien à cette adresse"),
        ("/ja/collectivities/fr-nowhere", "fr-nowhere"),
        ("/en/fields/philately", "Nothing is at this address"),
    ],
)
def test_what_is_not_there_is_told_by_a_page_in_the_language(
    reader: TestClient, address: str, said: str
) -> None:
    answer = reader.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 404
    page = page_of(answer.text)
    assert page.get("lang") == address[1:3]
    assert said in text_of(page.xpath("//main")[0])


@pytest.mark.parametrize("address", ["/v1/collectivities/fr-nowhere", "/xx/", "/nothing"])
def test_programs_are_told_by_a_document(reader: TestClient, address: str) -> None:
    answer = reader.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_can_only_be_read_says_so_by_a_page(reader: TestClient) -> None:
    answer = reader.post("/en/about")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert "This address does not take that method" in answer.text


@pytest.mark.parametrize("path", [path for path in PATHS if path != "about"])
def test_who_may_not_read_is_led_to_the_sign_in_and_back(stranger: TestClient, path: str) -> None:
    answer = stranger.get(f"/ja/{path}?q=a%20b", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/ja/sign-in?next=%2Fja%2F")
    assert "q%3Da%2520b" in answer.headers["location"]


def test_everybody_may_read_what_the_service_is(stranger: TestClient) -> None:
    answer = stranger.get("/fr/about")
    assert answer.status_code == 200
    menu = page_of(answer.text).xpath("//nav[@class='menu']//a/@href")
    assert "/fr/collectivities" not in menu


def test_pages_are_kept_by_nobody_else_and_run_nothing_of_others(reader: TestClient) -> None:
    headers = reader.get("/fr/").headers
    assert "private" in headers["cache-control"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
