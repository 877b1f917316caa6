"""Numbers for Prometheus: right, without anything that was asked, and not for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from tests.service import world
from tests.service.secured import NOBODY, Secured, bearing, secured


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Secured:
    return secured(tmp_path_factory.mktemp("secured"))


@pytest.fixture
def client(place: Secured) -> Iterator[TestClient]:
    with place.client(base_url="http://localhost", address="127.0.0.1") as client:
        yield client


def numbers(text: str) -> dict[tuple[str, ...], float]:
    """Name and values of the labels → number."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_are_counted_by_the_template_of_their_address(client: TestClient) -> None:
    for id_ in ("fr-elan", "jp-kaze", "nobody-of-this-name"):
        client.get(f"/v1/collectivities/{id_}/partners?q=secret-question")
    client.get("/nowhere/secret-address")
    told = client.get("/metrics").text
    found = numbers(told)
    route = "/v1/collectivities/{id}/partners"
    assert found["matcher_requests_total", "GET", route, "200"] == 2
    assert found["matcher_requests_total", "GET", route, "404"] == 1
    assert found["matcher_request_seconds_count", "GET", route] == 3
    assert found["matcher_requests_total", "GET", "-", "404"] == 1
    assert "secret" not in told
    assert "nobody-of-this-name" not in told


def test_a_head_is_counted_as_one_and_methods_nobody_knows_share_a_name(client: TestClient) -> None:
    client.head("/v1/collectivities")
    client.request("BREW", "/v1/collectivities")
    client.request("STEEP", "/v1/collectivities")
    found = numbers(client.get("/metrics").text)
    assert found["matcher_requests_total", "HEAD", "/v1/collectivities", "200"] == 1
    others = [value for (name, *labels), value in found.items()
              if name == "matcher_requests_total" and labels[0] == "other"]  # fmt: skip
    assert sum(others) == 2


def test_the_catalogue_and_what_was_kept_ready_are_told(place: Secured, client: TestClient) -> None:
    first = client.get("/v1/collectivities")
    client.get("/v1/collectivities")
    client.get("/v1/collectivities", headers={"If-None-Match": first.headers["etag"]})
    before = numbers(client.get("/metrics").text)
    assert before["matcher_authorities", "FR"] + before["matcher_authorities", "JP"] == 30
    assert before["matcher_answers_total", "ready"] >= 1
    assert before["matcher_answers_total", "unchanged"] == 1
    place.opened.catalogue.remove(["f-000000000009"])
    client.get("/v1/collectivities")
    after = numbers(client.get("/metrics").text)
    assert after["matcher_catalogue_revision",] == before["matcher_catalogue_revision",] + 1
    assert after["matcher_update_seconds_count",] == before["matcher_update_seconds_count",] + 1
    assert after["matcher_authorities", "FR"] + after["matcher_authorities", "JP"] == 29


def test_from_elsewhere_a_key_is_needed(place: Secured) -> None:
    for address, base in (
        ("203.0.113.5", "http://localhost"),
        ("127.0.0.1", "http://matcher.example"),  # a proxy on this machine
    ):
        with place.client(NOBODY, base_url=base, address=address) as client:
            assert client.get("/metrics").status_code == 401
            assert client.get("/metrics", headers=bearing(place.reading)).status_code == 200


def test_all_may_read_them_where_the_settings_say_so(place: Secured) -> None:
    with place.client(replace(world.SETTINGS, metrics="all")) as client:
        assert client.get("/metrics").status_code == 200
