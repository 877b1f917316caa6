"""What the page on the API promises, and what it must not leave out."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.testclient import TestClient

from service.body_limit import BODY_BYTES
from service.limits import LONGEST_KEY_POINT, MOST_KEY_POINTS

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")


def test_every_address_is_on_the_page(client: TestClient) -> None:
    for path in client.get("/openapi.json").json()["paths"]:
        assert path.partition("{")[0] in PAGE, path


def test_every_problem_an_operation_can_end_in_is_on_the_page(client: TestClient) -> None:
    described = client.get("/openapi.json").text
    names = set(re.findall(r'"/problems/([a-z-]+)"', described))
    assert len(names) > 5
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_the_limits_on_the_page_are_those_that_hold() -> None:
    assert f"{BODY_BYTES // 1_000_000} MB a body" in PAGE
    assert f"{MOST_KEY_POINTS} key points" in PAGE
    assert f"{LONGEST_KEY_POINT:,} characters".replace(",", " ") in PAGE
