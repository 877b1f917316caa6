"""The example fiches, the shipped encoder, a shortlist of sixty authorities worked on."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from pathlib import Path

import pytest

from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
from matcher.workflow.take_in import take_in
from service.opened import Opened
from service.storage.opening import open_catalogue
from tests.service import meeting
from tests.service.meeting import Officer

EXAMPLES = Path(__file__).parents[2] / "examples" / "fiches"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    knowledge = open_knowledge()
    catalogue = open_catalogue(str(tmp_path_factory.mktemp("examples") / "catalogue.db"))
    opened = Opened.over(catalogue, LazyEncoder("default"), open_profile(knowledge), knowledge)
    fiches = take_in([EXAMPLES], knowledge).fiches
    opened.registrar.store({f"f-{number:012x}": each for number, each in enumerate(fiches)})
    return opened


@pytest.fixture(scope="module")
def officer(opened: Opened) -> Iterator[Officer]:
    with meeting.client(opened) as client:
        yield Officer(client, meetings_each=3, floor=0)


@pytest.mark.full
def test_an_officer_works_on_the_list(officer: Officer) -> None:
    board = officer.read("explain=true")
    assert board["fairness"]["participants"] == 60
    assert len(board["pairs"]) >= 40
    assert any(each["criteria"] for each in board["pairs"])
    for each in board["pairs"]:
        assert abs(fsum(each["parts"].values()) - each["score"]) < 1e-9
        assert each["score"] >= 0
        assert set(each["criteria"]) <= set(each["parts"])
        assert each["criteria"] == each["evidence"]["criteria"]
    best = board["pairs"][0]
    fr, jp = best["fr"]["id"], best["jp"]["id"]
    one = officer.client.get(f"{officer.address}/pairs/{fr}/{jp}").json()
    assert one["evidence"]["matches"][0]["words"]
    assert (one["score"], one["parts"]) == (best["score"], best["parts"])

    told = officer.decide(fr, jp, verdict="rejected")
    assert {"fr": fr, "jp": jp} in told["changes"]["gone"]
    looked_at = officer.client.get(f"{officer.address}/pairs/{fr}/{jp}").json()
    assert (looked_at["score"], looked_at["proposed"]) == (best["score"], False)
    second = officer.read()["pairs"][0]
    officer.decide(second["fr"]["id"], second["jp"]["id"], verdict="accepted", note="Retenu.")
    for ending in ("xlsx", "docx", "csv", "json", "html"):
        answer = officer.client.get(f"{officer.address}/export.{ending}?lang=ja&notes=true")
        assert answer.status_code == 200
    officer.undo()
    officer.undo()
    assert officer.read("explain=true")["pairs"] == board["pairs"]
