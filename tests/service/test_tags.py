"""Whoever has an answer already is told so; an answer that may be other is never taken for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.service import world

#: Requests of one name, so that the heads of their answers can be compared.
NAMED = {"x-request-id": "the-same-one"}

ADDRESSES = (
    "/v1/collectivities",
    "/v1/collectivities/fr-elan",
    "/v1/collectivities/fr-elan/partners?limit=3",
    "/v1/fiches",
    "/v1/fiches/f-000000000001",
)


@pytest.fixture
def curator(tmp_path: Path) -> Iterator[TestClient]:
    opened = world.opened(tmp_path, world.participants()[:30])
    with TestClient(world.application(opened, world.CURATING)) as client:
        yield client


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_is_known_is_not_sent_again(curator: TestClient, address: str) -> None:
    first = curator.get(address)
    tag = first.headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = curator.get(address, headers={"if-none-match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = curator.get(address, headers={"if-none-match": '"other"'})
    assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize("address", ADDRESSES)
def test_after_a_change_the_tag_is_another(curator: TestClient, address: str) -> None:
    tag = curator.get(address).headers["etag"]
    stored = curator.get("/v1/fiches/f-000000000002?contacts=true").json()["fiche"]
    curator.put("/v1/fiches/f-000000000002", json=stored | {"population": 77_777})
    again = curator.get(address, headers={"if-none-match": tag})
    assert again.status_code == 200
    assert again.headers["etag"] != tag


def test_a_question_asked_otherwise_has_another_tag(curator: TestClient) -> None:
    address = "/v1/collectivities/fr-elan/partners?limit=3"
    asked = [
        curator.get(address),
        curator.get(f"{address}&explain=false"),
        curator.get(f"{address}&lang=fr"),
        curator.get(address, headers={"accept-language": "ja"}),
        curator.get("/v1/collectivities/fr-script/partners?limit=3"),
    ]
    assert len({answer.headers["etag"] for answer in asked}) == len(asked)
    assert all("accept-language" in answer.headers["vary"].lower() for answer in asked)


def test_an_answer_kept_ready_is_the_answer(curator: TestClient) -> None:
    for address in ADDRESSES:
        first, again = (curator.get(address, headers=NAMED) for _ in range(2))
        assert first.content == again.content
        assert first.headers == again.headers


def test_what_is_refused_has_no_tag(curator: TestClient) -> None:
    for address in ("/v1/collectivities/nobody", "/v1/collectivities?country=DE"):
        assert "etag" not in curator.get(address).headers


def test_the_tag_of_a_fiche_begins_with_its_version(curator: TestClient) -> None:
    address = "/v1/fiches/f-000000000001"
    assert curator.get(address).headers["etag"].startswith('"v1-')
    stored = curator.get(f"{address}?contacts=true").json()["fiche"]
    assert curator.put(address, json=stored).headers["etag"] == '"v2"'
    assert curator.get(address).headers["etag"].startswith('"v2-')


@pytest.mark.parametrize("address", [*ADDRESSES, "/healthz", "/v1/collectivities/nobody"])
def test_head_is_get_without_its_body(curator: TestClient, address: str) -> None:
    full, head = curator.get(address, headers=NAMED), curator.head(address, headers=NAMED)
    assert (head.status_code, head.content) == (full.status_code, b"")
    assert head.headers == full.headers
