"""The description of shortlists: complete, and true to the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from matcher.matching.calibration import DECIMALS, probability
from service.opened import Opened
from service.schemas import board, decision, shortlist_examples, shortlists, wishes
from tests.service import meeting
from tests.service.meeting import ADDRESS, Officer


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return meeting.opened(tmp_path_factory.mktemp("described"))


@pytest.fixture(scope="module")
def client(opened: Opened) -> Iterator[TestClient]:
    with meeting.client(opened) as client:
        yield client


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    return client.get("/openapi.json").json()


PAIR = "/v1/shortlists/{id}/pairs/{fr}/{jp}"
STATUSES = {
    ("/v1/shortlists", "get"): {"200"},
    ("/v1/shortlists", "post"): {"201", "409"},
    ("/v1/shortlists/{id}", "get"): {"200", "202", "404"},
    ("/v1/shortlists/{id}", "put"): {"200", "404", "409", "412"},
    ("/v1/shortlists/{id}", "patch"): {"200", "404", "409", "412"},
    ("/v1/shortlists/{id}", "delete"): {"204", "404", "412"},
    (PAIR, "get"): {"200", "202", "404"},
    (PAIR, "put"): {"200", "404", "409", "412"},
    (PAIR, "patch"): {"200", "404", "409", "412"},
    ("/v1/shortlists/{id}/undo", "post"): {"200", "404", "409", "412"},
    ("/v1/shortlists/{id}/history", "get"): {"200", "404"},
    ("/v1/shortlists/{id}/export.{format}", "get"): {"200", "202", "403", "404", "409"},
    ("/v1/shortlists/{id}/qrels", "get"): {"200", "404"},
}


def test_the_operations_are_those_promised_with_every_status(described: dict[str, Any]) -> None:
    found = {
        (path, method): set(operation["responses"])
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if operation["tags"] == ["shortlists"]
    }
    assert set(found) == set(STATUSES)
    for operation, statuses in STATUSES.items():
        assert statuses | {"401", "422"} <= found[operation], operation


@pytest.mark.parametrize(
    "shape",
    [
        shortlists.ShortlistSummary,
        shortlists.ShortlistPage,
        board.ProposedPair,
        board.BoardAnswer,
        shortlists.ComputingAnswer,
        shortlists.ShortlistDocument,
        decision.DecisionBody,
        decision.DecisionAnswer,
        decision.DecidedAnswer,
        decision.ChangesAnswer,
        decision.HistoryPage,
        wishes.WishesBody,
        wishes.WishesAnswer,
        wishes.ShortlistBody,
        wishes.ShortlistChange,
    ],
)
def test_examples_have_the_shape_they_are_examples_of(shape: type[BaseModel]) -> None:
    for example in shape.model_config["json_schema_extra"]["examples"]:
        made = shape.model_validate(example)
        assert made.model_dump(mode="json", exclude_unset=True) == example


def test_example_scores_add_up() -> None:
    whole = shortlist_examples.BOARD
    for pair in (shortlist_examples.PAIR, *whole["pairs"]):
        assert abs(sum(pair["parts"].values()) - pair["score"]) < 1e-9
        assert pair["probability"] == round(probability(pair["score"]), DECIMALS)
    floor = whole["profile"]["floor"]
    total = sum(pair["score"] - floor for pair in whole["pairs"])
    assert abs(total - whole["fairness"]["objective"]) < 1e-9


def test_the_examples_of_bodies_work(described: dict[str, Any], client: TestClient) -> None:
    shapes = described["components"]["schemas"]
    officer = Officer(client)
    pair = f"{officer.address}/pairs/fr-aube/jp-asa"
    (said,) = shapes["DecisionBody"]["examples"]
    assert client.put(pair, json=said).status_code == 200
    assert client.patch(pair, json=said).status_code == 200
    (change,) = shapes["ShortlistChange"]["examples"]
    assert client.patch(officer.address, json=change).status_code == 200
    (new,) = shapes["ShortlistBody"]["examples"]
    for wish in new["wishes"]["pins"] + new["wishes"]["vetoes"]:
        wish["fr"], wish["jp"] = "fr-aube", "jp-asa"
    new["wishes"] |= {"vetoes": [], "meetings": {"jp-asa": 2}}
    assert client.post(ADDRESS, json=new).status_code == 201


def test_answers_have_the_keys_described(described: dict[str, Any], client: TestClient) -> None:
    officer = Officer(client)
    officer.decide("fr-aube", "jp-asa", verdict="rejected")
    told = officer.read("explain=true")
    shapes = described["components"]["schemas"]
    assert set(told) == set(shapes["BoardAnswer"]["properties"])
    for pair in (*told["pairs"], *told["rejected"]):
        assert set(pair) == set(shapes["ProposedPair"]["properties"])
