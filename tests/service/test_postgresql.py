"""The service over PostgreSQL, in processes beside each other, with its vectors searched there."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from matcher.errors import CatalogueUnusable
from matcher.settings import Settings
from matcher.workflow.opening import open_knowledge, open_profile
from service.app import create_app
from service.commands.traces import find_traces
from service.opened import Opened, open_all
from service.storage.backup import back_up, restore
from service.storage.keys import Keys
from service.storage.opening import open_catalogue
from service.storage.pgvector import table_of
from service.storage.records import Role
from tests.postgres import new_database, postgres_url  # noqa: F401
from tests.service import meeting, world
from tests.service.meeting import Officer
from tests.service.secured import bearing
from tests.service.served import START_S, serving

LIST = "/v1/collectivities"


def open_small(settings: Settings) -> Opened:
    """What settings name, with the encoder of the small world."""
    knowledge = open_knowledge()
    return Opened.over(
        open_catalogue(settings.catalogue),
        world.SmallEncoder(),
        open_profile(knowledge),
        knowledge,
        vectors=settings.vectors,
        is_near=False,
    )


@contextmanager
def asking(url: str, vectors: str = "memory", anonymous: str = "curate") -> Iterator[TestClient]:
    """A client of an application over the catalogue at `url`."""
    named = {"MATCHER_CATALOGUE": url, "MATCHER_VECTORS": vectors, "MATCHER_RATE": "0"}
    settings = Settings.of({**named, "MATCHER_ANONYMOUS": anonymous})
    with TestClient(create_app(settings, opening=open_small)) as client:
        yield client


def fill(url: str, japanese: int) -> None:
    """Fiches of the meeting, and of so many further Japanese authorities."""
    topics = list(world.DOMAINS)
    people = meeting.people()
    for number in range(japanese):
        own = [topics[(number * step + step) % len(topics)] for step in (1, 3, 5)]
        people.append(world.participant(f"jp-{number:03}", dict.fromkeys(own), 900 * number + 1000))
    with closing(open_small(Settings(catalogue=url))) as opened:
        fiches = {f"f-{number:012x}": each.fiches[0] for number, each in enumerate(people)}
        opened.registrar.store(fiches)


def best(client: TestClient, id_: str, query: str = "limit=10") -> list[tuple[Any, ...]]:
    answer = client.get(f"{LIST}/{id_}/partners?{query}")
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    return [(each["collectivity"]["id"], each["score"], each["parts"]) for each in items]


@pytest.mark.parametrize("vectors", ["faiss", "pgvector"])
def test_the_way_of_a_meeting(postgres_url: str, vectors: str) -> None:  # noqa: F811
    fill(postgres_url, 0)
    with asking(postgres_url, vectors) as client:
        assert best(client, "fr-aube", "limit=1")[0][0] == "jp-asa"
        officer = Officer(client)
        assert ("fr-aube", "jp-asa") in officer.pairs()
        officer.decide("fr-aube", "jp-asa", verdict="rejected", note="déjà vus")
        officer.decide("fr-dune", "jp-dogo", verdict="accepted")
        assert ("fr-aube", "jp-asa") not in officer.pairs()
        taken = client.get(f"{officer.address}/export.csv?notes=true")
        assert "Dogo" in taken.text
        assert client.delete(f"{LIST}/jp-dogo").status_code == 204
        assert all(id_ != "jp-dogo" for id_, *_ in best(client, "fr-dune"))
        assert client.get(f"{LIST}/jp-dogo").status_code == 404
        with closing(open_catalogue(postgres_url)) as catalogue:
            traces = find_traces("jp-asa", catalogue, open_knowledge().gazetteer)
            catalogue.forget(traces.id, traces.fiches)
        assert client.get(f"{LIST}/jp-asa").status_code == 404
        assert "jp-asa" not in client.get(f"{officer.address}/export.json?notes=true").text


def test_the_database_finds_the_partners_that_are_found_in_memory(
    postgres_url: str,  # noqa: F811
) -> None:
    fill(postgres_url, 400)
    with asking(postgres_url) as memory, asking(postgres_url, "pgvector") as client:
        database = client.app_state["opened"].catalogue.database
        asked = list[str]()

        @event.listens_for(database.engine, "before_cursor_execute")
        def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
            asked.append(statement)

        wishes = ("limit=10", "limit=3&population_ratio=3", "limit=10&domain=culture")
        for id_ in meeting.FRENCH:
            for query in wishes:
                assert best(client, id_, query) == best(memory, id_, query) != []
        table = table_of(client.app_state["opened"].embedding.space)
        assert any(table in statement for statement in asked)
        fiche = {"name": "Nulle part", "country": "FR", "key_points": ["wine#1", "tram#5"]}
        told = [each.post("/v1/suggestions", json=fiche).json() for each in (memory, client)]
        assert told[0] == told[1]
        # what changes is in the next answer, wherever it was changed
        first, *_ = best(client, "fr-aube")
        assert memory.delete(f"{LIST}/{first[0]}").status_code == 204
        assert first[0] not in {each[0] for each in best(client, "fr-aube")}
        assert best(client, "fr-aube") == best(memory, "fr-aube")


def test_what_one_application_writes_the_other_answers(postgres_url: str) -> None:  # noqa: F811
    fill(postgres_url, 0)
    with asking(postgres_url) as one, asking(postgres_url) as other:
        fiche = {"name": "Tours", "country": "FR", "key_points": ["tram#tours"]}
        for client, beside in ((one, other), (other, one)):
            (made,) = client.post("/v1/fiches", json=[fiche]).json()["items"]
            assert beside.get(f"/v1/fiches/{made['id']}").json()["fiche"]["name"] == "Tours"
            assert client.delete(f"/v1/fiches/{made['id']}").status_code == 204
            assert beside.get(f"/v1/fiches/{made['id']}").status_code == 404
        here, there = Officer(one), other
        here.decide("fr-aube", "jp-asa", verdict="pinned")
        pair = there.get(f"{here.address}/pairs/fr-aube/jp-asa").json()
        assert pair["decision"]["verdict"] == "pinned"


def test_one_signs_in_with_a_key_and_by_its_session(postgres_url: str) -> None:  # noqa: F811
    fill(postgres_url, 0)
    with closing(open_catalogue(postgres_url)) as catalogue:
        secret = Keys(catalogue.database).create("Anna", Role.CURATE).secret
    with asking(postgres_url, anonymous="none") as client:
        assert client.get(LIST).status_code == 401
        assert client.get(LIST, headers=bearing(secret)).status_code == 200
        page = client.get("/en/sign-in").text
        token = re.search(r'name="csrf" value="([\w-]{43})"', page)
        assert token
        form = {"key": secret, "csrf": token[1]}
        assert client.post("/en/sign-in", data=form, follow_redirects=False).status_code == 303
        assert client.get(LIST).status_code == 200


def test_a_backup_of_a_file_is_answered_from_alike(tmp_path: Path) -> None:
    file, place = str(tmp_path / "catalogue.db"), new_database()
    fill(file, 0)
    with asking(file) as client:
        officer = Officer(client)
        officer.decide("fr-aube", "jp-asa", verdict="rejected", note="déjà vus")
        expected = officer.read(), best(client, "fr-dune")
    with closing(open_catalogue(file)) as catalogue:
        back_up(catalogue, tmp_path / "backup.gz")
    restore(tmp_path / "backup.gz", place)
    with asking(place) as officer.client:
        assert (officer.read(), best(officer.client, "fr-dune")) == expected


def test_a_file_is_not_searched_by_pgvector(tmp_path: Path) -> None:
    settings = Settings(catalogue=str(tmp_path / "c.db"), vectors="pgvector")
    with pytest.raises(CatalogueUnusable) as problem:
        open_all(settings)
    assert problem.value.reason == "pgvector-in-file"


@pytest.mark.full
def test_processes_of_one_service_answer_from_the_same_revision(
    postgres_url: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    with closing(open_catalogue(postgres_url)) as catalogue:
        secret = Keys(catalogue.database).create("Anna", Role.CURATE).secret
    options = ("--catalogue", postgres_url, "--workers", 2)
    variables = {"MATCHER_RATE": "0", "MATCHER_VECTORS": "pgvector", "MATCHER_LOG": "json"}
    fiche = {"name": "Brest", "country": "FR", "key_points": ["Un port."]}
    with serving(tmp_path, *options, variables=variables) as served:
        with served.client() as client:
            before = client.get("/readyz").json()["revision"]
        with served.client(headers=bearing(secret)) as client:
            assert client.post("/v1/fiches", json=[fiche]).status_code == 201
        followed, told = 0, set[int]()
        end = time.monotonic() + START_S
        while followed < 2 and time.monotonic() < end:
            with served.client() as client:  # a connection each, as any of them may take it
                told.add(client.get("/readyz").json()["revision"])
                assert client.get(LIST).json()["items"][0]["name"] == "Brest"
                followed = updates(client.get("/metrics").text)
        assert (followed, told) == (2, {before + 1})


def updates(metrics: str) -> int:
    """How often a process has followed a change since it began."""
    (count,) = re.findall(r"^matcher_update_seconds_count(?:\{.*\})? (\d+)", metrics, re.M)
    return int(count)
