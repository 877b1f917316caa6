"""Who may what: keys, sessions, and those who have neither."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from service.security import access as access_module
from service.storage.records import Role
from tests.service import world
from tests.service.secured import NOBODY, Secured, bearing, secured

LIST = "/v1/collectivities"
FICHE = "/v1/fiches/f-000000000001"
SENTINEL = "sentinelle"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Secured:
    return secured(tmp_path_factory.mktemp("secured"))


@pytest.fixture
def client(place: Secured) -> Iterator[TestClient]:
    with place.client() as client:
        yield client


def test_without_a_key_one_reads_and_changes_nothing(client: TestClient) -> None:
    assert client.get(LIST).status_code == 200
    refused = client.delete(FICHE)
    assert refused.status_code == 403
    assert refused.json()["type"] == "/problems/not-allowed"


def test_where_nobody_may_read_a_key_is_asked_for(place: Secured) -> None:
    with place.client(NOBODY) as client:
        refused = client.get(LIST)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert client.get(LIST, headers=bearing(place.reading)).status_code == 200
        assert client.get("/healthz").status_code == 200


def test_a_reading_key_changes_nothing_and_a_curating_key_does(
    place: Secured, client: TestClient
) -> None:
    fiche = client.get(f"{FICHE}?contacts=true", headers=bearing(place.curating)).json()["fiche"]
    for secret, status in ((place.reading, 403), (place.curating, 200)):
        assert client.put(FICHE, json=fiche, headers=bearing(secret)).status_code == status


@pytest.mark.parametrize(
    "header", ["Bearer mk_" + "A" * 43, "Bearer", "Bearer nonsense", "Basic dTpw", "mk_x"]
)
def test_what_is_no_valid_key_is_refused_even_where_everybody_may_read(
    place: Secured, header: str
) -> None:
    with place.client() as client:
        refused = client.get(LIST, headers={"Authorization": header})
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"


def test_an_expired_key_is_refused(place: Secured, client: TestClient) -> None:
    from datetime import UTC, datetime, timedelta

    from sqlalchemy import update

    from service.storage.tables import keys

    made = place.keys.create("for a day", Role.READ, days=1)
    assert client.get(LIST, headers=bearing(made.secret)).status_code == 200
    with place.opened.catalogue.database.writing() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(keys).where(keys.c.id == made.key.id).values(expires_at=past))
    with place.client() as fresh:
        assert fresh.get(LIST, headers=bearing(made.secret)).status_code == 401


def test_a_revoked_key_is_no_longer_taken_once_it_is_looked_up_again(
    place: Secured, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = place.keys.create("to be revoked", Role.READ)
    monkeypatch.setattr(access_module, "TRUSTED_S", 0.0)
    assert client.get(LIST, headers=bearing(made.secret)).status_code == 200
    place.keys.revoke(made.key.id)
    assert client.get(LIST, headers=bearing(made.secret)).status_code == 401


def test_a_key_in_use_is_looked_up_once(
    place: Secured, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = list[str]()
    from service.storage.keys import Keys

    really = Keys.key_of
    monkeypatch.setattr(
        Keys, "key_of", lambda self, secret: looked_up.append(secret) or really(self, secret)
    )
    for _ in range(5):
        assert client.get(LIST, headers=bearing(place.reading)).status_code == 200
    assert looked_up == [place.reading]


def test_who_tries_many_keys_is_held_off_but_others_are_not(place: Secured) -> None:
    wrong = bearing("mk_" + "B" * 43)
    with place.client(address="203.0.113.7") as client:
        answers = [client.get(LIST, headers=wrong) for _ in range(12)]
        assert [each.status_code for each in answers] == [401] * 10 + [429] * 2
        assert int(answers[-1].headers["retry-after"]) > 0
        assert client.get(LIST).status_code == 200


def test_more_requests_than_the_rate_are_refused_for_one_visitor_alone(place: Secured) -> None:
    with place.client(replace(world.SETTINGS, rate=3)) as client:
        answers = [client.get(LIST) for _ in range(4)]
        assert [each.status_code for each in answers] == [200, 200, 200, 429]
        refused = answers[-1]
        assert refused.json()["type"] == "/problems/too-often"
        assert 0 < int(refused.headers["retry-after"]) <= 120
        assert client.get(LIST, headers=bearing(place.reading)).status_code == 200
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200


def addresses(client: TestClient, shortlist: str) -> list[str]:
    """Every address that can be got: of the API, as it describes itself, and of the pages."""
    described = client.get("/openapi.json").json()["paths"]
    ids = {"/v1/fiches": "f-000000000001", "/v1/shortlists": shortlist}
    found = list[str]()
    for path, operations in described.items():
        if "get" in operations:
            id_ = next((ids[each] for each in ids if path.startswith(each)), "fr-elan")
            facts = {"id": id_, "fr": "fr-elan", "jp": "jp-kaze", "name": "not-found"}
            found += [path.format_map(facts | {"format": each}) for each in ("json", "html")]
    pages = ["", "collectivities", "collectivities/fr-elan", "fiches", "fiches/f-000000000001"]
    pages += ["shortlists", f"shortlists/{shortlist}", "pairs/fr-elan/jp-kaze", "map", "meeting"]
    found += [f"/{language}/{page}" for language in ("fr", "ja", "en") for page in pages]
    return list(dict.fromkeys(found))


def test_contacts_never_leave_without_the_role_for_them(place: Secured) -> None:
    curator = bearing(place.curating)
    with place.client() as client:
        made = client.post("/v1/shortlists", json={"name": "Takamatsu"}, headers=curator)
        shortlist = made.json()["id"]
        told = client.get(f"{FICHE}?contacts=true", headers=curator)
        assert SENTINEL in told.text.lower()  # it is there to be found
        answered = 0
        for address in addresses(client, shortlist):
            for query in ("", "?contacts=true", f"?q={SENTINEL[:6]}"):
                for headers in ({}, bearing(place.reading)):
                    answer = client.get(address + query, headers=headers)
                    assert answer.status_code < 500, address
                    assert SENTINEL not in answer.text.lower(), address + query
                    answered += answer.status_code == 200
        assert answered > 50


def test_signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use(place: Secured) -> None:
    from service.security.cookies import session_cookie

    opened = place.sessions.open(place.keys.key_of(place.curating))
    plain = session_cookie({"scheme": "http"}, opened.token, opened.expires_at)
    https = session_cookie({"scheme": "https"}, opened.token, opened.expires_at)
    for cookie in (plain, https):
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in plain
    assert https.startswith("__Host-")
    assert "Secure" in https.split("; ")


def test_a_session_is_its_key_until_it_ends(place: Secured) -> None:
    opened = place.sessions.open(place.keys.key_of(place.curating))
    with place.client(NOBODY) as client:
        client.headers["Cookie"] = f"matcher={opened.token}"
        assert client.get(f"{FICHE}?contacts=true").status_code == 200
    place.sessions.end(opened.token)
    with place.client(NOBODY) as client:
        client.headers["Cookie"] = f"matcher={opened.token}"
        assert client.get(LIST).status_code == 401
