"""Fiches are stored, read, replaced and removed, and the next answer shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from service.live.registrar import Registrar
from service.storage.records import StoredFiche
from tests.service import world

PATH = "/v1/fiches"

TOURS = {
    "name": "Tours",
    "country": "FR",
    "language": "fr",
    "population": "136 000 habitants",
    "domains": "Culture ; Transports",
    "key_points": ["tram#tours", "wine#tours"],
    "contact": world.CONTACT,
    "source": "tours.docx",
}
TAKAMATSU = {
    "name": "高松市",
    "country": "JP",
    "language": "ja",
    "key_points": ["tram#takamatsu", "islands#takamatsu"],
}


@pytest.fixture
def curator(tmp_path: Path) -> Iterator[TestClient]:
    """A client that may change things, over a catalogue that holds nothing yet."""
    with TestClient(world.application(world.follow(tmp_path), world.CURATING)) as client:
        yield client


def test_an_empty_catalogue_answers_with_nobody(curator: TestClient) -> None:
    assert curator.get("/v1/collectivities").json() == {"items": [], "total": 0, "next": None}
    assert curator.get(PATH).json() == {"items": [], "total": 0, "next": None}
    assert curator.get("/v1/collectivities/fr-tours/partners").status_code == 404
    posted = curator.post("/v1/suggestions", json=TOURS).json()
    assert (posted["items"], posted["nobody_fits"]) == ([], True)


def test_a_fiche_that_is_stored_is_found_in_the_next_answer(curator: TestClient) -> None:
    for id_, fiche in (("tours", TOURS), ("takamatsu", TAKAMATSU)):
        answer = curator.put(f"{PATH}/{id_}", json=fiche)
        assert (answer.status_code, answer.headers["location"]) == (201, f"{PATH}/{id_}")
    who = curator.get(f"{PATH}/tours").json()["collectivity"]
    (best,) = curator.get(f"/v1/collectivities/{who}/partners").json()["items"]
    assert best["collectivity"]["name"] == "高松市"
    assert best["evidence"]["matches"][0]["fr"]["text"] == "tram#tours"
    curator.put(f"{PATH}/takamatsu", json=TAKAMATSU | {"key_points": ["wine#takamatsu"]})
    (best,) = curator.get(f"/v1/collectivities/{who}/partners").json()["items"]
    assert best["evidence"]["matches"][0]["fr"]["text"] == "wine#tours"
    curator.delete(f"{PATH}/takamatsu")
    assert curator.get(f"/v1/collectivities/{who}/partners").json()["items"] == []


def test_several_are_stored_at_once_with_ids_of_their_own(curator: TestClient) -> None:
    answer = curator.post(PATH, json=[TOURS, TAKAMATSU])
    assert answer.status_code == 201
    items = answer.json()["items"]
    assert [item["fiche"]["name"] for item in items] == ["Tours", "高松市"]
    assert answer.headers["location"] == f"{PATH}/{items[0]['id']}"
    assert len({item["id"] for item in items}) == 2
    assert curator.get("/v1/collectivities").json()["total"] == 2


def test_of_several_all_are_stored_or_none(curator: TestClient) -> None:
    answer = curator.post(PATH, json=[TOURS, TAKAMATSU | {"population": -1}, {}])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/1/population"
    answer = curator.post(PATH, json=[TOURS, {"contact": None}])
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/1"]
    assert curator.get(PATH).json()["total"] == 0


def test_the_answer_tells_what_was_understood(curator: TestClient) -> None:
    (item,) = curator.post(PATH, json=TOURS | {"country": None, "odd": 1}).json()["items"]
    fiche = item["fiche"]
    assert (fiche["population"], fiche["domains"]) == (136_000, ["Culture", "Transports"])
    assert fiche["completed"]["code"] == "37261"
    assert {note["code"] for note in fiche["notes"]} >= {"country-deduced", "cell-not-used"}
    assert (item["version"], item["part"], item["refused"]) == (1, "counted", None)
    assert fiche["source"] == "tours.docx"


@pytest.mark.parametrize(
    ("fiche", "code"),
    [
        ({"name": "Tours"}, "no-key-points"),
        ({"key_points": ["tram#1"], "country": "FR"}, "no-name"),
    ],
)
def test_what_cannot_take_part_is_stored_with_the_reason(
    curator: TestClient, fiche: dict[str, object], code: str
) -> None:
    (item,) = curator.post(PATH, json=fiche, headers={"accept-language": "fr"}).json()["items"]
    assert (item["collectivity"], item["part"], item["refused"]["code"]) == (None, None, code)
    assert item["refused"]["text"].endswith(".")
    again = curator.get(f"{PATH}/{item['id']}", headers={"accept-language": "fr"}).json()
    assert again["refused"] == item["refused"]
    assert curator.get("/v1/collectivities").json()["total"] == 0
    assert curator.get(f"{PATH}?takes_part=false").json()["total"] == 1
    assert curator.get(f"{PATH}?takes_part=true").json()["total"] == 0


def test_a_fiche_that_says_too_much_is_not_stored_and_no_other_with_it(
    curator: TestClient,
) -> None:
    long = TOURS | {"key_points": ["tram " * 2_000, "lines " * 2_000]}
    answer = curator.post(PATH, json=[TOURS, long], headers={"accept-language": "fr"})
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("#/1", "too-long")
    assert "20\u202f000" in fault["detail"]
    assert "22\u202f0" in fault["detail"]
    assert curator.put(f"{PATH}/one", json=long).status_code == 422
    assert curator.get(PATH).json()["total"] == 0


def test_who_has_a_very_long_name_can_be_opened(curator: TestClient) -> None:
    fiche = TOURS | {"name": "Clichy" * 40}
    (item,) = curator.post(PATH, json=fiche).json()["items"]
    answer = curator.get(f"/v1/collectivities/{item['collectivity']}")
    assert (answer.status_code, answer.json()["name"]) == (200, fiche["name"])


def test_a_fiche_that_says_nothing_is_refused_in_words(curator: TestClient) -> None:
    answer = curator.post(PATH, json={"fiches": [TOURS]}, headers={"accept-language": "fr"})
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("#", "nothing-said")
    assert "au moins un champ" in fault["detail"]


def test_one_id_for_two_authorities_keeps_both_out_until_it_is_mended(curator: TestClient) -> None:
    tours, rennes = TOURS | {"id": "one"}, TOURS | {"name": "Rennes", "id": "one"}
    curator.put(f"{PATH}/a", json=tours)
    assert curator.get(f"{PATH}/a").json()["collectivity"] == "one"
    told = curator.put(f"{PATH}/b", json=rennes).json()
    assert told["refused"]["code"] == "id-of-several-authorities"
    assert curator.get(f"{PATH}/a").json()["refused"]["code"] == "id-of-several-authorities"
    curator.put(f"{PATH}/b", json=rennes | {"id": "other"})
    found = [curator.get(f"{PATH}/{id_}").json()["collectivity"] for id_ in "ab"]
    assert found == ["one", "other"]


def test_versions_of_a_fiche_are_one_collectivity(curator: TestClient) -> None:
    curator.put(f"{PATH}/old", json=TOURS | {"updated": "2013-01"})
    curator.put(f"{PATH}/new", json=TOURS | {"updated": "2014-02"})
    (who,) = curator.get("/v1/collectivities").json()["items"]
    detail = curator.get(f"/v1/collectivities/{who['id']}").json()
    assert {each["id"]: each["part"] for each in detail["fiches"]} == {
        "old": "superseded",
        "new": "counted",
    }
    curator.delete(f"{PATH}/new")
    detail = curator.get(f"/v1/collectivities/{who['id']}").json()
    assert [(each["id"], each["part"]) for each in detail["fiches"]] == [("old", "counted")]


def test_a_contact_is_told_where_it_is_asked_for_by_who_may_see_it(curator: TestClient) -> None:
    (item,) = curator.post(PATH, json=TOURS).json()["items"]
    address, place = f"{PATH}/{item['id']}", f"/v1/collectivities/{item['collectivity']}"
    assert curator.get(address).json()["fiche"]["contact"] is None
    assert curator.get(f"{address}?contacts=true").json()["fiche"]["contact"] == world.CONTACT
    assert curator.get(f"{place}?contacts=true").json()["contacts"] == [world.CONTACT]
    (listed,) = curator.get(f"{PATH}?contacts=true").json()["items"]
    assert listed["fiche"]["contact"] == world.CONTACT
    for with_contacts in (address, place, PATH):
        answer = curator.get(f"{with_contacts}?contacts=true")
        assert answer.headers["cache-control"] == "private, no-store"
    for without in (address, place, PATH, "/v1/collectivities"):
        assert "entinelle" not in curator.get(without).text


def test_a_reader_neither_changes_anything_nor_sees_contacts(tmp_path: Path) -> None:
    opened = world.opened(tmp_path, world.participants()[:3])
    with TestClient(world.application(opened)) as reader:
        fiches = reader.get(PATH).json()["items"]
        address = f"{PATH}/{fiches[0]['id']}"
        refused = [
            reader.post(PATH, json=TOURS),
            reader.put(address, json=TOURS),
            reader.delete(address),
            reader.delete("/v1/collectivities/fr-elan"),
            reader.post("/v1/uploads", files={"files": ("a.txt", b"a")}),
            reader.get(f"{address}?contacts=true"),
            reader.get(f"{PATH}?contacts=true"),
            reader.get("/v1/collectivities/fr-elan?contacts=true"),
        ]
        assert {answer.status_code for answer in refused} == {403}
        assert {answer.json()["type"] for answer in refused} == {"/problems/not-allowed"}
        assert all("entinelle" not in answer.text for answer in refused)
        assert reader.get(PATH).json()["items"] == fiches


def test_who_gives_no_key_where_one_is_needed_is_told_so(tmp_path: Path) -> None:
    settings = replace(world.SETTINGS, anonymous="none")
    with TestClient(world.application(world.follow(tmp_path), settings)) as nobody:
        for address in ("/v1/collectivities", PATH, "/v1/collectivities/fr-x/partners"):
            answer = nobody.get(address)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
        assert nobody.post("/v1/suggestions", json=TOURS).status_code == 401
        assert nobody.get("/healthz").status_code == 200


def test_a_change_made_for_an_older_version_is_refused(curator: TestClient) -> None:
    address = f"{PATH}/tours"
    curator.put(address, json=TOURS)
    tag = curator.get(address).headers["etag"]
    assert curator.put(address, json=TOURS, headers={"if-match": tag}).status_code == 200
    late = curator.put(address, json=TOURS, headers={"if-match": tag})
    assert (late.status_code, late.json()["type"]) == (412, "/problems/changed-meanwhile")
    assert curator.delete(address, headers={"if-match": tag}).status_code == 412
    assert curator.get(address).json()["version"] == 2
    now = curator.get(address).headers["etag"]
    assert curator.delete(address, headers={"if-match": now}).status_code == 204
    assert curator.get(address).status_code == 404


def test_a_fiche_is_created_only_where_there_is_none(curator: TestClient) -> None:
    address, only_new = f"{PATH}/tours", {"if-none-match": "*"}
    assert curator.put(address, json=TOURS, headers={"if-match": "*"}).status_code == 412
    assert curator.put(address, json=TOURS, headers=only_new).status_code == 201
    assert curator.put(address, json=TOURS, headers=only_new).status_code == 412
    assert curator.put(address, json=TOURS, headers={"if-match": "*"}).status_code == 200
    assert curator.put(address, json=TOURS, headers={"if-match": '"nonsense"'}).status_code == 412


def test_removing_a_collectivity_removes_its_fiches(curator: TestClient) -> None:
    items = curator.post(PATH, json=[TOURS, TOURS | {"key_points": ["spa#t"]}]).json()["items"]
    (who,) = {item["collectivity"] for item in items}
    assert curator.get(f"{PATH}?collectivity={who}").json()["total"] == 2
    assert curator.delete(f"/v1/collectivities/{who}").status_code == 204
    assert curator.get(PATH).json()["total"] == 0
    assert curator.delete(f"/v1/collectivities/{who}").status_code == 404
    missing = curator.get(f"{PATH}/{items[0]['id']}")
    assert missing.json()["type"] == "/problems/not-in-catalogue"


def test_pages_of_fiches_lead_through_all_of_them_once(curator: TestClient) -> None:
    bodies = [TOURS | {"name": f"Place {number}", "id": f"p{number}"} for number in range(7)]
    curator.post(PATH, json=bodies)
    ids, address = [], f"{PATH}?limit=3&country=FR"
    while address:
        page = curator.get(address).json()
        assert page["total"] == 7
        ids += [item["id"] for item in page["items"]]
        address = page["next"]
    assert ids == sorted(set(ids)) and len(ids) == 7


def test_what_is_told_of_a_fiche_can_be_stored_as_it_is(curator: TestClient) -> None:
    curator.put(f"{PATH}/tours", json=TOURS)
    told = curator.get(f"{PATH}/tours?contacts=true").json()["fiche"]
    curator.put(f"{PATH}/tours", json=told)
    again = curator.get(f"{PATH}/tours?contacts=true").json()["fiche"]
    assert {**again, "notes": None} == {**told, "notes": None}


def test_two_services_over_one_catalogue_see_each_others_changes(tmp_path: Path) -> None:
    apps = [world.application(world.follow(tmp_path), world.CURATING) for _ in range(2)]
    with TestClient(apps[0]) as one, TestClient(apps[1]) as other:
        one.put(f"{PATH}/tours", json=TOURS)
        assert other.get("/v1/collectivities").json()["total"] == 1
        other.put(f"{PATH}/takamatsu", json=TAKAMATSU)
        who = one.get(f"{PATH}/tours").json()["collectivity"]
        addresses = (f"/v1/collectivities/{who}/partners", "/healthz", PATH)
        for address in addresses:
            first, second = one.get(address), other.get(address)
            assert first.json() == second.json()
            assert first.headers.get("etag") == second.headers.get("etag")
        one.delete(f"{PATH}/takamatsu")
        assert other.get(addresses[0]).json()["items"] == []


def test_a_fiche_removed_before_it_is_told_is_told_as_it_was_stored(
    curator: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Registrar.store

    def then_gone(self: Registrar, *args: Any, **options: Any) -> tuple[StoredFiche, ...]:
        stored = store(self, *args, **options)
        self.remove([each.id for each in stored])  # somebody else is fast
        return stored

    monkeypatch.setattr(Registrar, "store", then_gone)
    put = curator.put(f"{PATH}/tours", json=TOURS)
    posted = curator.post(PATH, json=[TOURS, TAKAMATSU])
    assert (put.status_code, posted.status_code) == (201, 201)
    told = [put.json(), *posted.json()["items"]]
    assert [each["fiche"]["name"] for each in told] == ["Tours", "Tours", "高松市"]
    assert [each["fiche"]["contact"] for each in told] == [world.CONTACT, world.CONTACT, None]
    assert curator.get(PATH).json()["total"] == 0
