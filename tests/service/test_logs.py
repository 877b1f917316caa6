"""The log tells how it went, and nothing that was asked, answered or shown as proof."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import time
from pathlib import Path

import pytest

from matcher.settings import Settings
from service.http import request_id
from service.operation.logs import LineFormatter, RequestLog
from service.storage.keys import Keys
from service.storage.opening import open_catalogue
from service.storage.records import Role
from service.storage.sessions import Sessions
from tests.service.served import serving

CONTACT = "Mme Sentinelle, sentinelle@ville.example"
KEY_POINT = "Funiculaire de velours"
BODY = {
    "name": "Brest métropole",
    "country": "FR",
    "contact": CONTACT,
    "key_points": [KEY_POINT],
}


def test_no_secret_and_no_text_of_a_fiche_is_in_the_log_of_a_real_server(tmp_path: Path) -> None:
    place = tmp_path / "catalogue.db"
    catalogue = open_catalogue(str(place))
    secret = Keys(catalogue.database).create("Key of Kazu", Role.CURATE)
    session = Sessions(catalogue.database).open(secret.key)
    ticket = Sessions(catalogue.database).issue("somebody", Role.CURATE).secret
    catalogue.close()
    variables = {"MATCHER_LOG": "json"}
    with serving(tmp_path, "--catalogue", place, variables=variables) as served:
        with served.client() as client:
            bearing = {"Authorization": f"Bearer {secret.secret}"}
            assert client.put("/v1/fiches/f-1", json=BODY, headers=bearing).status_code == 201
            told = client.get("/v1/fiches/f-1?contacts=true", headers=bearing)
            assert "Sentinelle" in told.text
            cookie = {"Cookie": f"matcher={session.token}", "X-CSRF-Token": session.csrf}
            assert client.get("/fr/", headers=cookie).status_code == 200
            client.get(f"/en/sign-in?ticket={ticket}")
            client.post("/en/sign-in", data={"key": secret.secret, "csrf": "A" * 43})
            client.get("/v1/collectivities", headers={"Authorization": "Bearer mk_stolen-word"})
            client.get(f"/v1/collectivities?q={KEY_POINT}")
            client.get(f"/nowhere/{KEY_POINT}?{ticket}")
            client.post("/v1/suggestions", content=f'{{"name": "{KEY_POINT}'.encode())
            marked = client.get("/v1/fiches", headers={**bearing, "X-Request-ID": "my-own.id_1"})
        until = time.monotonic() + 20
        while "my-own.id_1" not in served.log and time.monotonic() < until:
            time.sleep(0.01)  # a line follows its answer
        said = served.log
    for hidden in (
        secret.secret,
        secret.key.name,
        session.token,
        session.csrf,
        ticket,
        "stolen-word",
        "Sentinelle",
        "sentinelle",
        *KEY_POINT.split(" ", 1),
        "Brest",
    ):
        assert hidden not in said, hidden
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["event"] == "request"]
    assert marked.headers["x-request-id"] == "my-own.id_1"
    (mine,) = [line for line in requests if line["request_id"] == "my-own.id_1"]
    assert (mine["method"], mine["route"], mine["status"]) == ("GET", "/v1/fiches", 200)
    assert (mine["visitor"], mine["role"]) == (secret.key.id, "curate")
    assert mine["ms"] >= 0
    assert {line["route"] for line in requests} >= {"/v1/fiches/{id}", "-"}
    assert [line["level"] for line in lines if line.get("logger") == "uvicorn.error"]


STRANGE = [b"abc", b"a" * 65, b"with space", b"line\nbreak", b"\xff" * 9, None]


@pytest.mark.parametrize("given", STRANGE)
def test_an_id_of_a_strange_shape_is_replaced(given: bytes | None) -> None:
    found = request_id.begin(given)
    assert re.fullmatch(r"[0-9a-f]{16}", found)
    assert found == request_id.current()


def record(message: str, error: Exception | None = None) -> logging.LogRecord:
    try:
        if error is not None:
            raise error
    except Exception:  # noqa: BLE001
        found = sys.exc_info()
    else:
        found = None
    return logging.LogRecord("matcher.live", logging.ERROR, __file__, 1, message, None, found)


def test_an_error_is_told_by_kind_and_place_without_what_it_quotes() -> None:
    line = LineFormatter("text").format(record("it failed", ValueError("Sentinelle")))
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "Sentinelle" not in line
    assert "\n" not in line


def test_the_whole_error_is_told_where_that_was_asked_for() -> None:
    line = LineFormatter("json", debug=True).format(record("it failed", ValueError("why")))
    assert "ValueError: why" in json.loads(line)["traceback"]


def test_nobody_writes_further_lines_into_the_log() -> None:
    stream = io.StringIO()
    RequestLog(Settings(log="text"), stream).answered(route="/a\nERROR forged", status=200)
    assert stream.getvalue().count("\n") == 1
    line = LineFormatter("text").format(record("first\nsecond"))
    assert "\n" not in line
