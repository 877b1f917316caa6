"""What changes something comes from a page of the service, or with a key."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.storage.records import Role
from tests.service import world
from tests.service.secured import Secured, bearing, secured

FICHE = "/v1/fiches/f-000000000001"
ELSEWHERE = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
HERE = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Secured:
    return secured(tmp_path_factory.mktemp("secured"))


@pytest.fixture
def signed_in(place: Secured) -> Iterator[tuple[TestClient, str]]:
    opened = place.sessions.open(place.keys.key_of(place.curating))
    with place.client() as client:
        client.headers["Cookie"] = f"matcher={opened.token}"
        yield client, opened.csrf


def body(place: Secured) -> dict[str, object]:
    with place.client() as client:
        told = client.get(f"{FICHE}?contacts=true", headers=bearing(place.curating))
    found: dict[str, object] = told.json()["fiche"]
    return found


def test_a_session_needs_the_token_of_its_pages(
    place: Secured, signed_in: tuple[TestClient, str]
) -> None:
    client, csrf = signed_in
    fiche = body(place)
    for headers in ({}, HERE, {**HERE, "X-CSRF-Token": "A" * 43}, {"X-CSRF-Token": "é"}):
        encoded = {name: value.encode("utf-8") for name, value in headers.items()}
        refused = client.put(FICHE, json=fiche, headers=encoded)
        assert refused.status_code == 403
        assert refused.json()["type"] == "/problems/not-from-here"
    for headers in ({"X-CSRF-Token": csrf}, {**HERE, "X-CSRF-Token": csrf}):
        assert client.put(FICHE, json=fiche, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "foreign",
    [
        ELSEWHERE,
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://testserver:81"},
    ],
)
def test_the_token_alone_is_not_enough_from_another_site(
    place: Secured, signed_in: tuple[TestClient, str], foreign: dict[str, str]
) -> None:
    client, csrf = signed_in
    refused = client.put(FICHE, json=body(place), headers={**foreign, "X-CSRF-Token": csrf})
    assert refused.status_code == 403


def test_a_key_is_enough_whatever_a_browser_says(place: Secured) -> None:
    with place.client() as client:
        headers = {**bearing(place.curating), **ELSEWHERE}
        assert client.put(FICHE, json=body(place), headers=headers).status_code == 200


def test_where_everybody_may_change_things_other_sites_still_may_not(place: Secured) -> None:
    fiche = body(place)
    with place.client(world.CURATING) as client:
        assert client.put(FICHE, json=fiche).status_code == 200
        assert client.put(FICHE, json=fiche, headers=HERE).status_code == 200
        assert client.put(FICHE, json=fiche, headers=ELSEWHERE).status_code == 403


def test_a_body_of_a_form_is_no_json_and_is_refused(place: Secured) -> None:
    with place.client(world.CURATING) as client:
        sent = client.put(FICHE, content=b"{}", headers={"Content-Type": "text/plain"})
        assert sent.status_code == 415


def test_nothing_is_said_to_pages_of_other_sites(place: Secured) -> None:
    with place.client() as client:
        asked = client.options(
            "/v1/collectivities",
            headers={**ELSEWHERE, "Access-Control-Request-Method": "GET"},
        )
        got = client.get("/v1/collectivities", headers=ELSEWHERE)
    for answer in (asked, got):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_signing_in_and_out_through_the_pages(place: Secured) -> None:
    with place.client() as client:
        page = client.get("/en/sign-in")
        token = re.search(r'name="csrf" value="([\w-]{43})"', page.text)
        assert token
        form = {"key": place.curating, "csrf": token[1]}
        assert client.post("/en/sign-in", data={**form, "csrf": "A" * 43}).status_code == 403
        assert client.post("/en/sign-in", data=form, headers=ELSEWHERE).status_code == 403
        signed_in = client.post("/en/sign-in", data=form, headers=HERE)
        assert signed_in.status_code == 303
        assert client.get(f"{FICHE}?contacts=true").status_code == 200
        own = re.search(r'name="csrf" value="([\w-]{43})"', client.get("/en/sign-in").text)
        assert own
        assert own[1] != token[1]
        assert client.post("/en/sign-out", data={"csrf": token[1]}).status_code == 403
        assert client.post("/en/sign-out", data={"csrf": own[1]}).status_code == 303
        assert client.get(f"{FICHE}?contacts=true").status_code == 403


def test_a_link_signs_in_once_and_only_when_its_button_is_pressed(place: Secured) -> None:
    ticket = place.sessions.issue("terminal", Role.CURATE).secret
    with place.client() as client:
        for _ in range(2):  # whoever only looks at the link uses nothing up
            page = client.get(f"/en/sign-in?ticket={ticket}")
            assert page.status_code == 200
        token = re.search(r'name="csrf" value="([\w-]{43})"', page.text)
        assert token
        form = {"ticket": ticket, "csrf": token[1]}
        assert client.post("/en/sign-in", data=form).status_code == 303
        assert client.get(f"{FICHE}?contacts=true").status_code == 200
    with place.client() as client:
        page = client.get(f"/en/sign-in?ticket={ticket}")
        token = re.search(r'name="csrf" value="([\w-]{43})"', page.text)
        assert token
        refused = client.post("/en/sign-in", data={"ticket": ticket, "csrf": token[1]})
        assert refused.status_code in (200, 400, 401, 403)
        assert client.get(f"{FICHE}?contacts=true").status_code == 403
