"""Headers by which browsers make no more of an answer than it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.service.secured import Secured, bearing, secured

DATA = "default-src 'none'; frame-ancestors 'none'"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Secured:
    return secured(tmp_path_factory.mktemp("secured"))


@pytest.fixture
def client(place: Secured) -> Iterator[TestClient]:
    with place.client() as client:
        yield client


@pytest.mark.parametrize(
    "address", ["/v1/collectivities", "/v1/collectivities/nobody", "/nowhere", "/healthz", "/fr/"]
)
def test_every_answer_is_safe(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "server" not in headers


def test_data_may_do_nothing_in_a_browser(client: TestClient) -> None:
    for address in ("/v1/collectivities", "/nowhere", "/readyz"):
        assert client.get(address).headers["content-security-policy"] == DATA


@pytest.mark.parametrize("page", ["/fr/", "/ja/collectivities", "/en/sign-in", "/en/nowhere"])
def test_pages_take_everything_from_here_and_nothing_inline(client: TestClient, page: str) -> None:
    answer = client.get(page)
    policy = dict(
        each.strip().partition(" ")[::2]
        for each in answer.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["form-action"] == policy["connect-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_what_depends_on_who_asks_is_kept_by_nobody_else(place: Secured) -> None:
    with place.client() as client:
        for address in ("/v1/collectivities", "/v1/fiches/f-000000000001", "/fr/", "/metrics"):
            answer = client.get(address, headers=bearing(place.curating))
            assert "private" in answer.headers["cache-control"]


def test_over_https_browsers_are_told_to_stay_there(place: Secured, client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("/healthz").headers
    with place.client(base_url="https://testserver") as secure:
        assert "max-age" in secure.get("/healthz").headers["strict-transport-security"]
