"""Partners for a fiche in the body, which is stored nowhere."""

from __future__ import annotations

import json
from math import fsum
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.fiche import MOST_CHARACTERS, MOST_KEY_POINTS
from tests.service import world

PATH = "/v1/suggestions"

ELAN = {
    "name": "Élan-sur-Mer",
    "country": "FR",
    "language": "fr",
    "domains": ["Énergies renouvelables", "Transports"],
    "population": 120_000,
    "key_points": ["energy#fr-elan", "tram#fr-elan"],
}


def suggested(client: TestClient, **changes: object) -> dict[str, object]:
    answer = client.post(PATH, json=ELAN | changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_posted_fiche_finds_the_partners_it_would_find_from_the_index(
    client: TestClient,
) -> None:
    answers = client.get("/v1/collectivities/fr-elan/partners").json(), suggested(client)
    inside, posted = (answer["items"] for answer in answers)
    assert len({answer["probability_withheld"] for answer in answers}) == 1
    assert [item["collectivity"] for item in posted] == [item["collectivity"] for item in inside]
    for one, other in zip(posted, inside, strict=True):
        assert one["score"] == pytest.approx(other["score"], abs=1e-6)
        assert one["evidence"]["matches"] == other["evidence"]["matches"]
        assert abs(fsum(one["parts"].values()) - one["score"]) < 1e-9


def test_other_key_points_find_other_partners(client: TestClient) -> None:
    def best(topic: str) -> str:
        answer = suggested(client, key_points=[f"{topic}#new"], domains=[])
        return answer["items"][0]["evidence"]["matches"][0]["jp"]["text"].split("#")[0]

    assert (best("spa"), best("robots")) == ("spa", "robots")


def test_nothing_is_stored(client: TestClient) -> None:
    before = client.get("/healthz").json(), client.get("/v1/collectivities").json()
    suggested(client, name="Nouvelle-Ville")
    assert (client.get("/healthz").json(), client.get("/v1/collectivities").json()) == before


def test_the_fiche_is_completed_from_the_registers(client: TestClient) -> None:
    fiche = suggested(client, name="Brest métropole", population=None)["fiche"]
    assert fiche["population"] is None
    assert fiche["completed"]["code"] == "242900314"
    assert fiche["completed"]["level"] == "epci"
    assert fiche["completed"]["population"] > 200_000
    assert fiche["completed"]["domain_ids"] == ["renewable-energy", "transport"]
    assert fiche["id"] == "fr-epci-242900314"


def test_values_may_be_written_as_on_the_form(client: TestClient) -> None:
    fiche = suggested(client, population="約42万人", domains="Culture ; Tourisme")["fiche"]
    assert fiche["population"] == 420_000
    assert fiche["domains"] == ["Culture", "Tourisme"]
    assert fiche["completed"]["domain_ids"] == ["culture", "tourism"]


def test_country_and_language_are_deduced_and_noted(client: TestClient) -> None:
    body = {
        "name": "高松市",
        "key_points": ["高松市は中心商店街の再開発と公共交通の整備に取り組んでいる。"],
    }
    answer = client.post(PATH, json=body, headers={"accept-language": "en"}).json()
    assert (answer["fiche"]["country"], answer["fiche"]["language"]) == ("JP", "ja")
    assert "language-deduced" in {note["code"] for note in answer["fiche"]["notes"]}
    assert {item["collectivity"]["country"] for item in answer["items"]} == {"FR"}


def test_a_contact_is_neither_read_nor_returned(client: TestClient) -> None:
    answer = client.post(
        PATH, json=ELAN | {"contact": world.CONTACT, "連絡先": world.CONTACT, "notes": []}
    )
    assert answer.status_code == 200
    assert "entinelle" not in answer.text


def test_a_key_that_is_not_read_is_named(client: TestClient) -> None:
    notes = suggested(client, domain="Culture", contact="x")["fiche"]["notes"]
    assert [note["field"] for note in notes if note["code"] == "cell-not-used"] == ["other"]


def test_what_matcher_read_prints_can_be_posted(client: TestClient) -> None:
    printed = suggested(client)["fiche"]
    again = client.post(PATH, json=printed | {"source": "a.docx", "contact": None, "place": None})
    assert again.status_code == 200
    assert again.json()["fiche"]["key_points"] == printed["key_points"]


def test_the_same_file_of_fiche_says_the_same(client: TestClient, tmp_path: Path) -> None:
    from matcher.workflow.opening import Knowledge
    from matcher.workflow.take_in import take_in

    path = tmp_path / "fiche.json"
    path.write_text(json.dumps(ELAN), encoding="utf-8")
    (read,) = take_in([path], Knowledge()).fiches
    posted = suggested(client)["fiche"]
    assert posted["population"] == read.population.value
    assert posted["domains"] == list(read.domains)
    assert posted["key_points"] == [point.text for point in read.key_points]
    assert posted["completed"]["domain_ids"] == list(read.domain_ids)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"key_points": None}, "#/key_points", "list_type"),
        ({"key_points": []}, "#/key_points", "too_short"),
        ({"key_points": ["  ", "\n"]}, "#/key_points", "no-key-points"),
        ({"key_points": ["a"] * 61}, "#/key_points", "too_long"),
        ({"key_points": ["a", "b" * 20_001]}, "#/key_points/1", "string_too_long"),
        ({"key_points": ["a", 7]}, "#/key_points/1", "string_type"),
        ({"name": ""}, "#/name", "string_too_short"),
        ({"name": "x" * 501}, "#/name", "string_too_long"),
        ({"country": "DE"}, "#/country", "enum"),
        ({"population": True}, "#/population", "value_error"),
        ({"population": -3}, "#/population", "value_error"),
        ({"location": {"lat": 91}}, "#/location/lat", "less_than_equal"),
        ({"location": "Kyūshū"}, "#/location", "model_attributes_type"),
        ({"domains": [["a"]]}, "#/domains/0", "string_type"),
    ],
)
def test_what_is_wrong_is_named_at_its_place(
    client: TestClient, changes: dict[str, object], pointer: str, code: str
) -> None:
    answer = client.post(PATH, json=ELAN | changes)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    faults = [(fault.get("pointer"), fault["code"]) for fault in answer.json()["errors"]]
    assert (pointer, code) in faults


def test_every_fault_is_told_at_once(client: TestClient) -> None:
    answer = client.post(PATH, json={"country": "DE", "population": -1})
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert pointers == {"#/name", "#/key_points", "#/country", "#/population"}


def test_the_largest_fiche_allowed_is_taken(client: TestClient) -> None:
    points = [f"{'energy ' * 46}{number}" for number in range(MOST_KEY_POINTS)]
    assert MOST_CHARACTERS * 0.95 < sum(map(len, points)) < MOST_CHARACTERS * 0.99
    assert len(suggested(client, key_points=points)["items"]) == 10


@pytest.mark.parametrize(
    ("changes", "pointer", "code", "numbers"),
    [
        ({"key_points": ["energy " * 2_500] * 2}, "#", "too-long", ("20\u202f000", "35\u202f")),
        ({"seeking": "energy " * 2_857, "key_points": ["x"]}, "#", "too-long", ("20\u202f0",)),
        ({"key_points": ["energy"] * 61}, "#/key_points", "too_long", ("60", "61")),
        ({"name": "é" * 501}, "#/name", "string_too_long", ("500", "501")),
    ],
)
def test_a_fiche_that_says_too_much_is_refused_with_what_was_found_and_what_is_taken(
    client: TestClient,
    changes: dict[str, object],
    pointer: str,
    code: str,
    numbers: tuple[str, ...],
) -> None:
    answer = client.post(PATH, json=ELAN | changes, headers={"accept-language": "fr"})
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer, code)
    assert all(number in fault["detail"] for number in numbers)
