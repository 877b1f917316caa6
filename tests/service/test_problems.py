"""Everything that goes wrong is a problem document, in the reader's language."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from matcher import errors
from matcher.collectivity import Language
from matcher.errors import IndexDamaged
from matcher.i18n.sentences import Speaker
from service import problems
from service.opened import Opened
from tests.service import world

FICHE = {"name": "Ville", "country": "FR", "key_points": ["energy#1"]}


def test_what_no_request_can_bring_about_is_a_fault_of_ours(client: TestClient) -> None:
    listed = {
        each["type"].rpartition("/")[2]: each["status"] for each in client.get("/problems").json()
    }
    assert problems.kind_of(errors.AmbiguousCollectivity) is problems.INTERNAL
    assert set(listed.values()) >= {400, 401, 403, 404, 405, 412, 413, 415, 422, 429, 500, 503}


def test_every_type_has_one_status_and_one_title() -> None:
    names = [kind.name for kind in problems.ALL_KINDS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("method", "address", "sent", "status", "name"),
    [
        ("GET", "/nothing", {}, 404, "not-found"),
        ("GET", "/v1/collectivities/nobody", {}, 404, "unknown-collectivity"),
        ("GET", "/v1/collectivities/nobody/partners", {}, 404, "unknown-collectivity"),
        ("GET", "/v1/collectivities?country=DE", {}, 422, "invalid-request"),
        ("GET", f"/v1/collectivities?q={'x' * 101}", {}, 422, "invalid-request"),
        ("GET", "/v1/collectivities/fr-elan/partners?limit=0", {}, 422, "invalid-request"),
        ("GET", "/v1/collectivities/fr-elan/partners?limit=101", {}, 422, "invalid-request"),
        ("GET", "/v1/collectivities/fr-elan/partners?limit=ten", {}, 422, "invalid-request"),
        ("GET", "/v1/collectivities/fr-elan/partners?lang=de", {}, 422, "invalid-request"),
        ("GET", "/problems/nothing", {}, 404, "not-found"),
        ("DELETE", "/v1/collectivities", {}, 405, "method-not-allowed"),
        ("GET", "/v1/suggestions", {}, 405, "method-not-allowed"),
        ("POST", "/v1/suggestions", {"json": {}}, 422, "invalid-request"),
        ("POST", "/v1/suggestions", {"json": []}, 422, "invalid-request"),
        (
            "POST",
            "/v1/suggestions",
            {"json": FICHE | {"key_points": [" "]}},
            422,
            "fiche-not-usable",
        ),
        ("POST", "/v1/suggestions", {"data": FICHE}, 415, "not-json"),
        ("POST", "/v1/suggestions", {"content": b"{}"}, 415, "not-json"),
        (
            "POST",
            "/v1/suggestions",
            {"content": b"{", "headers": {"content-type": "application/json"}},
            400,
            "malformed-body",
        ),
        (
            "POST",
            "/v1/suggestions",
            {"content": b"[" * 100_000, "headers": {"content-type": "application/json"}},
            400,
            "malformed-body",
        ),
        (
            "POST",
            "/v1/suggestions",
            {"content": b"\xff\xfe\x00", "headers": {"content-type": "application/json"}},
            400,
            "malformed-body",
        ),
        (
            "POST",
            "/v1/suggestions",
            {"json": FICHE | {"x": "x" * 1_000_000}},
            413,
            "body-too-large",
        ),
        ("GET", "/healthz", {"content": b"x" * 1_000_001}, 413, "body-too-large"),
    ],
)
def test_what_is_refused_is_a_problem_document(
    client: TestClient, method: str, address: str, sent: dict[str, object], status: int, name: str
) -> None:
    answer = client.request(method, address, **sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, problems.MEDIA_TYPE)
    assert answer.headers["x-content-type-options"] == "nosniff"
    problem = answer.json()
    assert (problem["status"], problem["type"]) == (status, f"/problems/{name}")
    assert problem["title"]


def test_a_body_without_announced_length_is_counted(client: TestClient) -> None:
    pieces = (b" " * 100_000 for _ in range(11))
    answer = client.post(
        "/v1/suggestions", content=pieces, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413


def test_a_method_refused_names_those_allowed(client: TestClient) -> None:
    assert client.delete("/healthz").headers["allow"] == "GET, HEAD"
    allowed = client.post("/v1/fiches/f-1").headers["allow"]
    assert allowed == "DELETE, GET, HEAD, PUT"


def test_an_invalid_parameter_is_named(client: TestClient) -> None:
    problem = client.get("/v1/collectivities/fr-elan/partners?limit=101&explain=maybe").json()
    faults = {fault["parameter"]: fault["detail"] for fault in problem["errors"]}
    assert faults == {
        "limit": "This must be 100 or less.",
        "explain": "This must be true or false.",
    }


def test_what_was_sent_is_not_sent_back(client: TestClient) -> None:
    for key in ("name", "contact", "population", "key_points"):
        answer = client.post("/v1/suggestions", json={key: [world.CONTACT]})
        assert answer.status_code == 422
        assert "entinelle" not in answer.text


def test_a_fault_of_ours_shows_no_trace(opened: Opened) -> None:
    app = world.application(opened)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("secret of the machine")

    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == problems.MEDIA_TYPE
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["type"] == "/problems/internal-error"
    assert "secret" not in answer.text and "Traceback" not in answer.text


def test_the_places_of_this_machine_are_not_told() -> None:
    problem = problems.problem_of(
        IndexDamaged("/home/someone/index", "columns.npz", "2 bytes", "9 bytes"),
        Speaker(Language.EN),
    )
    assert problem.status == 503
    assert "someone" not in problem.model_dump_json()


def test_each_type_explains_itself_at_its_address(client: TestClient) -> None:
    listed = client.get("/problems").json()
    assert len(listed) == len(problems.ALL_KINDS)
    for each in listed:
        assert client.get(each["type"]).json() == each
