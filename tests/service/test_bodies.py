"""No body, whatever is in it, brings the service down."""

from __future__ import annotations

import json
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from service.schemas.fiche import FicheBody

JSON = {"content-type": "application/json"}

texts = st.text(max_size=60) | st.sampled_from(
    [
        "",
        " ",
        "府中市",
        "Saint-Denis",
        "1,2 million",
        "約42万人",
        "n.c.",
        "=1+1",
        "https://x.example",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
keys = st.sampled_from([*FicheBody.model_fields, "contact", "fiches", "error", "notes"]) | texts
anything = st.dictionaries(keys, values, max_size=8)
fiches = st.fixed_dictionaries(
    {"name": texts, "key_points": st.lists(texts, min_size=1, max_size=5)},
    optional={
        "country": st.sampled_from(["FR", "JP", None]),
        "language": st.sampled_from(["fr", "ja", "en", None]),
        "domains": texts | st.lists(texts, max_size=4),
        "population": st.integers(0, 10**12) | texts,
        "updated": texts,
        "website": texts,
        "kind": texts,
        "code": texts,
        "location": st.fixed_dictionaries(
            {}, optional={"lat": st.floats(-90, 90), "lon": st.floats(-180, 180), "link": texts}
        ),
        "seeking": texts,
        "id": texts,
    },
)
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def expect_answer_or_problem(client: TestClient, content: bytes) -> None:
    answer = client.post("/v1/suggestions?limit=3", content=content, headers=JSON)
    assert answer.status_code in {200, 400, 422}, (content, answer.text)
    if answer.status_code == 200:
        for item in answer.json()["items"]:
            assert abs(sum(item["parts"].values()) - item["score"]) < 1e-9
    else:
        assert answer.headers["content-type"] == "application/problem+json"


@given(body=fiches)
@often
def test_a_fiche_of_any_content(client: TestClient, body: dict[str, object]) -> None:
    expect_answer_or_problem(client, json.dumps(body).encode())


@given(body=anything)
@often
def test_an_object_of_any_shape(client: TestClient, body: dict[str, object]) -> None:
    expect_answer_or_problem(client, json.dumps(body).encode())


@given(content=st.binary(max_size=200) | values.map(json.dumps).map(str.encode))
@often
def test_any_bytes(client: TestClient, content: bytes) -> None:
    expect_answer_or_problem(client, content)


@given(surrogate=st.sampled_from(["\\ud800", "\\udfff"]), key=st.sampled_from(["name", "\\ud834"]))
def test_half_a_character_is_no_text(client: TestClient, surrogate: str, key: str) -> None:
    body = f'{{"name": "a", "key_points": ["energy#1"], "{key}": "{surrogate}"}}'
    expect_answer_or_problem(client, body.encode())


@given(id_=st.text(max_size=60).filter(lambda text: "/" not in text and text not in (".", "..")))
@often
def test_any_id(client: TestClient, id_: str) -> None:
    answer = client.get(f"/v1/collectivities/{quote(id_)}/partners")
    assert answer.status_code in {200, 404}


@given(q=st.text(max_size=120), after=st.text(max_size=60))
@often
def test_any_search(client: TestClient, q: str, after: str) -> None:
    answer = client.get("/v1/collectivities", params={"q": q, "after": after})
    assert answer.status_code == (422 if len(q) > 100 else 200)
