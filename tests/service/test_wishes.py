"""Which collectivities and which partners are wanted, and how partners are weighed."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.live.profiles import MOST_WEIGHT
from tests.service import world

LIST = "/v1/collectivities"
FICHES = [
    ("Tours", "FR", ["Culture"], "130 000", ["tram#1"]),
    ("Rennes", "FR", ["Transports"], "220 000", ["tram#2"]),
    ("Saint-Malo", "FR", ["Tourisme"], "46 000", ["spa#1"]),
    ("高松市", "JP", ["交通"], "420 000", ["tram#3"]),
    ("仙台市", "JP", ["文化"], "1 090 000", ["tram#4"]),
    ("五島市", "JP", ["再生可能エネルギー"], "34 000", ["tram#5", "energy#1"]),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("wishes")
    with TestClient(world.application(world.follow(folder), world.CURATING)) as client:
        bodies = [
            {
                "name": name,
                "country": country,
                "domains": domains,
                "population": population,
                "key_points": points,
            }
            for name, country, domains, population, points in FICHES
        ]
        assert client.post("/v1/fiches", json=bodies).status_code == 201
        yield client


def listed(client: TestClient, **asked: object) -> list[str]:
    page = client.get(LIST, params=asked).json()
    assert page["total"] == len(page["items"])
    return sorted(item["name"] for item in page["items"])


def id_of(client: TestClient, name: str) -> str:
    (item,) = client.get(LIST, params={"q": name}).json()["items"]
    return str(item["id"])


def partners(client: TestClient, name: str, **asked: object) -> list[str]:
    answer = client.get(f"{LIST}/{id_of(client, name)}/partners", params=asked)
    assert answer.status_code == 200, answer.text
    return [item["collectivity"]["name"] for item in answer.json()["items"]]


def test_lists_hold_what_is_sought(client: TestClient) -> None:
    assert listed(client, domain="transport") == ["Rennes", "高松市"]
    assert listed(client, domain=["transport", "tourism"]) == ["Rennes", "Saint-Malo", "高松市"]
    assert listed(client, domain="文化") == ["Tours", "仙台市"]
    assert listed(client, region="Bretagne") == ["Rennes", "Saint-Malo"]
    assert listed(client, region="東北") == ["仙台市"]
    assert listed(client, region="37") == ["Tours"]
    assert listed(client, region="37000") == ["高松市"]
    assert listed(client, country="FR", domain="culture") == ["Tours"]
    assert listed(client, q="takamatsu") == ["高松市"]


def test_a_page_may_be_smaller_and_leads_on_with_what_was_sought(client: TestClient) -> None:
    page = client.get(LIST, params={"country": "FR", "limit": 2}).json()
    assert (page["total"], len(page["items"])) == (3, 2)
    rest = client.get(page["next"]).json()
    assert (rest["total"], len(rest["items"]), rest["next"]) == (3, 1, None)
    names = {item["name"] for item in page["items"] + rest["items"]}
    assert names == {"Tours", "Rennes", "Saint-Malo"}


def test_partners_are_those_that_are_wanted(client: TestClient) -> None:
    assert set(partners(client, "Tours")) == {"高松市", "仙台市", "五島市"}
    assert partners(client, "Tours", domain="renewable-energy") == ["五島市"]
    assert set(partners(client, "Tours", population_ratio=4)) == {"高松市", "五島市"}
    assert partners(client, "Tours", region="四国") == ["高松市"]
    assert partners(client, "Tours", region="37000") == ["高松市"]
    assert partners(client, "Tours", region="Bretagne") == []


def test_existing_twins_are_let_in_or_left_out(client: TestClient) -> None:
    assert "高松市" in partners(client, "Tours", twins="only")
    assert "高松市" not in partners(client, "Tours", twins="out")
    assert "仙台市" in partners(client, "Rennes", twins="only")
    assert partners(client, "Saint-Malo", twins="only") == []


def test_weights_of_a_request_count_for_it_alone(client: TestClient) -> None:
    address = f"{LIST}/{id_of(client, 'Tours')}/partners"
    before = client.get(address).json()
    asked = {"weight": ["key-points:0", "population:0"]}
    changed = client.get(address, params=asked).json()
    assert changed["probability_withheld"] is not None
    for item in changed["items"]:
        assert item["parts"]["key-points"] == item["parts"]["population"] == 0
        assert item["probability"] is None
        assert abs(fsum(item["parts"].values()) - item["score"]) < 1e-9
    assert client.get(address).json() == before
    assert any(item["parts"]["key-points"] for item in before["items"])


def test_a_profile_that_ships_can_be_asked_for(client: TestClient) -> None:
    address = f"{LIST}/{id_of(client, 'Tours')}/partners"
    assert client.get(f"{address}?profile=takamatsu").json() == client.get(address).json()


def test_a_fiche_in_the_body_may_wish_the_same(client: TestClient) -> None:
    body = {"name": "Nantes", "country": "FR", "population": 320_000, "key_points": ["tram#9"]}
    answer = client.post("/v1/suggestions", params={"region": "四国"}, json=body).json()
    assert [item["collectivity"]["name"] for item in answer["items"]] == ["高松市"]


@pytest.mark.parametrize("path", ["", "/{tours}/partners"])
def test_an_area_that_nobody_knows_is_told_by_its_name(client: TestClient, path: str) -> None:
    address = LIST + path.format(tours=id_of(client, "Tours"))
    answer = client.get(f"{address}?region=Atlantis", headers={"accept-language": "ja"})
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("region", "unknown_area")
    assert "「Atlantis」" in fault["detail"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("domain=nonsense", "domain"),
        ("population_ratio=0.5", "population_ratio"),
        ("population_ratio=inf", "population_ratio"),
        ("twins=maybe", "twins"),
        ("profile=/etc/passwd", "profile"),
        ("profile=nobody.toml", "profile"),
        ("weight=key-points", "weight"),
        ("weight=nonsense:1", "weight"),
        ("weight=key-points:nan", "weight"),
        (f"weight=key-points:{MOST_WEIGHT + 1}", "weight"),
        ("limit=0", "limit"),
    ],
)
def test_a_wish_that_cannot_be_is_named(client: TestClient, query: str, parameter: str) -> None:
    answer = client.get(f"{LIST}/{id_of(client, 'Tours')}/partners?{query}")
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert answer.json()["errors"][0]["detail"]
