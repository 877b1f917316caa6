"""A small meeting behind the service: six French and five Japanese authorities, told apart.

Topics make the natural pairs: who shares one scores high, who does not scores low.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from matcher.gathering import Participant
from matcher.settings import Settings
from service.opened import Opened
from tests.service import world

FRENCH = {
    "fr-aube": ["energy"],
    "fr-brise": ["tram"],
    "fr-crue": ["floods"],
    "fr-dune": ["spa"],
    "fr-etang": ["wine"],
    "fr-forge": ["robots", "tram"],
}
JAPANESE = {
    "jp-asa": ["energy"],
    "jp-bashi": ["tram"],
    "jp-chisui": ["floods"],
    "jp-dogo": ["spa"],
    "jp-enseki": ["wine", "energy"],
}
ADDRESS = "/v1/shortlists"
#: One meeting each, and nobody is too bad a partner.
WISHES = {"meetings_each": 1, "floor": -100.0}


def people() -> list[Participant]:
    return [
        world.participant(id_, topics, name=id_.partition("-")[2].capitalize())
        for id_, topics in {**FRENCH, **JAPANESE}.items()
    ]


def opened(folder: Path) -> Opened:
    """A catalogue in `folder` in which everybody's fiche was stored, contacts included."""
    opened = world.follow(folder)
    fiches = {f"f-{number:012x}": each.fiches[0] for number, each in enumerate(people())}
    opened.registrar.store(fiches)
    return opened


@contextmanager
def client(opened: Opened, settings: Settings = world.CURATING) -> Iterator[TestClient]:
    with TestClient(world.application(opened, settings)) as client:
        yield client


class Officer:
    """Works on one shortlist over HTTP, and expects that everything goes well."""

    def __init__(self, client: TestClient, name: str = "Takamatsu", **wishes: object) -> None:
        self.client = client
        made = client.post(ADDRESS, json={"name": name, "wishes": {**WISHES, **wishes}})
        assert made.status_code == 201, made.text
        self.address = made.headers["location"]

    def read(self, query: str = "") -> dict[str, Any]:
        answer = self.client.get(f"{self.address}?{query}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def pairs(self) -> set[tuple[str, str]]:
        return {(each["fr"]["id"], each["jp"]["id"]) for each in self.read()["pairs"]}

    def decide(self, fr: str, jp: str, **said: object) -> dict[str, Any]:
        answer = self.client.put(f"{self.address}/pairs/{fr}/{jp}", json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def amend(self, fr: str, jp: str, **said: object) -> dict[str, Any]:
        answer = self.client.patch(f"{self.address}/pairs/{fr}/{jp}", json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def undo(self) -> dict[str, Any]:
        answer = self.client.post(f"{self.address}/undo")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def standing(self, id_: str) -> dict[str, Any]:
        (found,) = [each for each in self.read()["standings"] if each["id"] == id_]
        return found
