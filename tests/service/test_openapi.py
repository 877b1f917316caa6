"""The description of the API: complete, sound, and true to the answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from matcher.matching.calibration import DECIMALS, probability
from service.problems import MEDIA_TYPE
from service.schemas import (
    collectivity,
    examples,
    fiche,
    health,
    partners,
    problem,
    stored_fiche,
    upload,
)


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in described["paths"].values():
        yield from item.values()


def nodes(tree: object) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from nodes(value)


def at(described: dict[str, Any], reference: str) -> Any:
    found: Any = described
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found


def test_the_operations_are_those_promised(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1")
    promised = {
        ("/v1/collectivities", "get"),
        ("/v1/collectivities/{id}", "get"),
        ("/v1/collectivities/{id}", "delete"),
        ("/v1/collectivities/{id}/partners", "get"),
        ("/v1/suggestions", "post"),
        ("/v1/fiches", "get"),
        ("/v1/fiches", "post"),
        ("/v1/fiches/{id}", "get"),
        ("/v1/fiches/{id}", "put"),
        ("/v1/fiches/{id}", "delete"),
        ("/v1/uploads", "post"),
        ("/healthz", "get"),
        ("/problems", "get"),
        ("/problems/{name}", "get"),
    }
    found = {(path, each) for path, item in described["paths"].items() for each in item}
    assert promised <= found


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(
    described: dict[str, Any],
) -> None:
    ids = [operation["operationId"] for operation in operations(described)]
    assert len(set(ids)) == len(ids)
    for operation in operations(described):
        assert operation["summary"] and operation["description"] and operation["tags"]
        for parameter in operation.get("parameters", ()):
            shape = parameter["schema"]
            named = at(described, shape["$ref"]) if "$ref" in shape else {}
            told = {"description", "example", "examples"}
            assert told & {*parameter, *named}, parameter


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = [node["$ref"] for node in nodes(described) if isinstance(node.get("$ref"), str)]
    assert references
    for reference in references:
        assert at(described, reference)


def test_every_answer_has_an_example(described: dict[str, Any]) -> None:
    for operation in operations(described):
        for status, answer in operation["responses"].items():
            assert status == "204" or answer["content"], operation["operationId"]
            for media_type, content in answer.get("content", {}).items():
                if media_type in ("application/json", MEDIA_TYPE):
                    schema = content["schema"]
                    reference = (schema.get("items") or schema).get("$ref")
                    shape = {} if reference is None else at(described, reference)
                    assert content.get("examples") or shape.get("examples"), operation


def test_every_body_has_an_example_that_works(
    described: dict[str, Any], client: TestClient
) -> None:
    body = described["components"]["schemas"]["FicheBody"]["examples"][0]
    assert client.post("/v1/suggestions", json=body).status_code == 200


@pytest.mark.parametrize(
    "shape",
    [
        collectivity.CollectivityAnswer,
        collectivity.CollectivityPage,
        collectivity.CollectivityDetail,
        partners.PartnerAnswer,
        partners.PartnersAnswer,
        fiche.FicheBody,
        fiche.SuggestionsAnswer,
        stored_fiche.FicheToStore,
        stored_fiche.StoredFicheAnswer,
        stored_fiche.StoredFiches,
        stored_fiche.FichePage,
        upload.UploadAnswer,
        health.Health,
        problem.Problem,
        problem.ProblemType,
    ],
)
def test_examples_have_the_shape_they_are_examples_of(shape: type[BaseModel]) -> None:
    for example in shape.model_config["json_schema_extra"]["examples"]:
        made = shape.model_validate(example)
        assert set(example) <= set(made.model_dump())
        assert issubclass(shape, fiche.FicheForm) or made.model_dump(
            mode="json", exclude_unset=True
        ) == (example)


def test_example_scores_add_up() -> None:
    for example in (examples.PARTNER, *examples.PARTNERS["items"], *examples.SUGGESTIONS["items"]):
        assert abs(sum(example["parts"].values()) - example["score"]) < 1e-9
        assert example["probability"] == round(probability(example["score"]), DECIMALS)


def test_scores_in_the_page_add_up() -> None:
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    shown = re.findall(r'"score": (\S+),\s*"probability": (\S+),\s*"parts": (\{[^}]*\})', page)
    assert len(shown) == 2
    for score, likely, parts in shown:
        assert abs(sum(json.loads(parts).values()) - float(score)) < 1e-9
        assert float(likely) == round(probability(float(score)), DECIMALS)


def test_problems_are_described_as_problem_documents(described: dict[str, Any]) -> None:
    for operation in operations(described):
        for status, answer in operation["responses"].items():
            if status >= "400":
                (content,) = answer["content"].items()
                assert content[0] == MEDIA_TYPE
                for example in content[1]["examples"].values():
                    problem.Problem.model_validate(example["value"])


def test_only_the_shapes_of_the_catalogue_have_a_contact(described: dict[str, Any]) -> None:
    shapes = described["components"]["schemas"].items()
    bearing = {
        name for name, shape in shapes if {"contact", "contacts"} & set(shape.get("properties", {}))
    }
    assert bearing == {"FicheToStore", "StoredContent", "CollectivityDetail"}


def test_the_page_to_read_takes_nothing_from_other_hosts(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "/v1/collectivities/{id}/partners" in page.text
    assert not re.search(r"(src|href|url|action)\s*[=(]\s*[\"']?(https?:)?//", page.text)
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_other_sites_are_not_let_in(client: TestClient) -> None:
    headers = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    for answer in (
        client.get("/v1/collectivities", headers=headers),
        client.options("/v1/collectivities", headers=headers),
    ):
        assert "access-control-allow-origin" not in answer.headers
