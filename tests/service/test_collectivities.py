"""Lists of who takes part, and one of them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.service import world

PATH = "/v1/collectivities"


def names(client: TestClient, query: str) -> list[str]:
    return [item["name"] for item in client.get(f"{PATH}?{query}").json()["items"]]


def test_an_item_says_five_things(client: TestClient) -> None:
    (elan,) = client.get(f"{PATH}?q=fr-elan").json()["items"]
    assert elan == {
        "id": "fr-elan",
        "name": "Élan-sur-Mer",
        "country": "FR",
        "population": 120_000,
        "domain_ids": ["renewable-energy", "transport"],
    }


def test_pages_of_a_hundred_lead_through_everyone_once(client: TestClient) -> None:
    sizes, ids, address = [], [], PATH
    while address:
        page = client.get(address).json()
        assert page["total"] == 230
        sizes.append(len(page["items"]))
        ids += [item["id"] for item in page["items"]]
        address = page["next"]
    assert sizes == [100, 100, 30]
    assert ids == sorted(each.id for each in world.participants())


def test_the_next_page_keeps_the_filter(client: TestClient) -> None:
    page = client.get(f"{PATH}?country=JP&q=jp-").json()
    assert (page["total"], len(page["items"])) == (115, 100)
    rest = client.get(page["next"]).json()
    assert (rest["total"], len(rest["items"]), rest["next"]) == (115, 15, None)
    assert {item["country"] for item in page["items"] + rest["items"]} == {"JP"}


def test_a_full_last_page_has_no_next(client: TestClient) -> None:
    page = client.get(f"{PATH}?country=FR&after=fr-011").json()
    assert len(page["items"]) == 100
    assert page["items"][0]["id"] == "fr-012"
    page = client.get(f"{PATH}?country=FR&after=fr-014").json()
    assert (len(page["items"]), page["next"]) == (100, None)


@pytest.mark.parametrize("asked", ["elan", "ELAN SUR MER", "élan-sur", "Elan sur"])
def test_a_french_name_is_found_without_accents_and_hyphens(client: TestClient, asked: str) -> None:
    assert names(client, f"q={asked}") == ["Élan-sur-Mer"]


@pytest.mark.parametrize("asked", ["風ケ島", "風が島市"])
def test_a_japanese_name_is_found_in_each_spelling(client: TestClient, asked: str) -> None:
    assert names(client, f"q={asked}") == ["風ヶ島市"]
    assert names(client, "q=ゆの") == ["ユノ町"]


def test_one_collectivity_has_its_key_points_numbered(client: TestClient) -> None:
    found = client.get(f"{PATH}/fr-elan").json()
    assert found["domains"] == ["Énergies renouvelables", "Transports"]
    assert found["key_points"] == [
        {"number": 1, "language": "fr", "text": "energy#fr-elan"},
        {"number": 2, "language": "fr", "text": "tram#fr-elan"},
    ]


def test_an_unknown_population_is_null(client: TestClient) -> None:
    assert client.get(f"{PATH}/fr-unknown-size").json()["population"] is None


def test_no_answer_holds_a_contact(client: TestClient) -> None:
    for address in (PATH, f"{PATH}/fr-elan", f"{PATH}/fr-elan/partners?limit=100"):
        text = client.get(address).text
        assert "entinelle" not in text
    assert client.get(f"{PATH}/fr-elan").json()["contacts"] is None


def test_a_script_as_a_name_stays_data(client: TestClient) -> None:
    answer = client.get(f"{PATH}/fr-script")
    assert answer.json()["name"] == world.SCRIPT
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_unknown_id_brings_ids_near_to_it(client: TestClient) -> None:
    problem = client.get(f"{PATH}/fr-elam").json()
    assert problem["type"] == "/problems/unknown-collectivity"
    assert problem["near"][0] == "fr-elan"
    assert client.get(f"{PATH}/Élan-sur-Mer").json()["near"][0] == "fr-elan"
    assert "fr-elan" in problem["detail"]
