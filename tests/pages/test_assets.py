"""Style, script and pictures: own ones alone, under names that never change their content."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from service.pages.frame.assets import assets
from tests.pages.html import addresses, page_of


def test_what_pages_take_is_there_and_may_be_kept_for_ever(reader: TestClient) -> None:
    taken = {each for each in addresses(page_of(reader.get("/fr/").text)) if "/assets/" in each}
    assert {re.sub(r"\.[0-9a-f]{12}\.", ".", each) for each in taken} == {
        "/assets/style.css",
        "/assets/live.js",
        "/assets/icon.svg",
    }
    for each in taken:
        answer = reader.get(each)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["style.css", "style.000000000000.css", "..%2Fassets.py", "x"])
def test_nothing_else_is_served(reader: TestClient, name: str) -> None:
    assert reader.get(f"/assets/{name}").status_code == 404


@pytest.mark.parametrize("name", sorted(assets()))
def test_assets_take_nothing_from_elsewhere(name: str) -> None:
    text = assets()[name].content.decode().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|@import|url\(\s*[\"']?(?!data:)", text)


PAGES = ["/fr/", "/ja/collectivities", "/en/collectivities/fr-tours", "/fr/fields/culture"]


@pytest.mark.parametrize("address", [*PAGES, "/ja/about", "/fr/nowhere"])
def test_pages_hold_no_style_and_no_script_of_their_own(reader: TestClient, address: str) -> None:
    page = page_of(reader.get(address).text)
    assert page.xpath("//@style") == []
    assert page.xpath("//style") == []
    assert [each for each in page.xpath("//script") if each.text] == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    inside = [each for each in addresses(page) if each not in page.xpath("//a[@rel]/@href")]
    assert [each for each in inside if not each.startswith(("/", "#"))] == []
