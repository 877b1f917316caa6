"""A writer that is killed loses nothing it has acknowledged, and leaves nothing half done."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
import pytest

from matcher.errors import CatalogueUnusable
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from tests.postgres import new_database, start_server
from tests.storage.model import List, Model, assert_changes, assert_holds, assert_lists
from tests.storage.samples import OTHER_SPACE, SPACE, WISHES
from tests.storage.writing import BEGUN, DONE, OPEN, step, write_without_end

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.storage.writing"])

#: The most steps a writer is left to do before the one in which it is killed.
MOST_STEPS = 8


@dataclass
class Story:
    """A catalogue that is written to and killed, round after round, and what it must hold."""

    url: str
    list_id: str = ""
    model: Model = field(default_factory=Model)
    rounds: int = 0
    steps: int = 0
    cut_off: int = 0

    def __post_init__(self) -> None:
        catalogue = open_catalogue(self.url)
        self.list_id = catalogue.add_shortlist("Liste", WISHES).id
        catalogue.close()
        self.model.lists[self.list_id] = List("Liste", WISHES)

    def one_round(self, end: Callable[[], None] | None = None) -> None:
        """Let a process write, end it in the middle (by `end`, else by SIGKILL), and look."""
        before = self.model.revision
        done, begun = self._write(end)
        for i in range(done + 1):
            step(self.rounds, i).on_model(self.model, self.model.lists[self.list_id])
        self.steps += done + 1
        if end is None:
            self._wait_for_server()
        catalogue = open_catalogue(self.url)
        try:
            self._look(catalogue, begun if begun > done else None, before)
        finally:
            catalogue.close()
        self.rounds += 1

    def _write(self, end: Callable[[], None] | None) -> tuple[int, int]:
        """The last step acknowledged and the last one begun; -1 for none."""
        reading, told = _processes.Pipe(duplex=False)
        process = _processes.Process(
            target=write_without_end, args=(self.url, self.list_id, self.rounds, told)
        )
        process.start()
        told.close()
        assert reading.recv() == (OPEN, -1)
        chance = random.Random(self.rounds)
        last = {BEGUN: -1, DONE: -1}
        wanted, took_s = chance.randrange(MOST_STEPS), 0.0
        while last[DONE] < wanted:
            began = time.monotonic()
            what, i = reading.recv()
            last[what] = i
            took_s = time.monotonic() - began
        # Somewhere within the next step, which takes about as long, however busy the machine is.
        time.sleep(chance.uniform(0, took_s))
        if end is not None:
            end()
        else:
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
        with suppress(EOFError):
            while True:
                what, i = reading.recv()
                last[what] = i
        process.join()
        reading.close()
        assert process.exitcode != 0
        return last[DONE], last[BEGUN]

    def _look(self, catalogue: Catalogue, cut_off: int | None, before: int) -> None:
        """Everything acknowledged is there; the step that was cut off, wholly or not at all."""
        if cut_off is not None:
            self.cut_off += 1
            after = deepcopy(self.model)
            step(self.rounds, cut_off).on_model(after, after.lists[self.list_id])
            with suppress(AssertionError):
                self._compare(catalogue, after, before)
                self.model = after
                return
        self._compare(catalogue, self.model, before)

    def _compare(self, catalogue: Catalogue, model: Model, before: int) -> None:
        assert_holds(catalogue, model, (SPACE, OTHER_SPACE))
        assert_lists(catalogue, model)
        for since in {before, before // 2, model.revision} - {0}:
            assert_changes(catalogue, model, since, SPACE)

    def _wait_for_server(self) -> None:
        """What a killed client sent may still be at work on the server."""
        if not self.url.startswith("postgresql:"):
            return
        with psycopg.connect(self.url, autocommit=True) as connection:
            while connection.execute(
                "SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid != pg_backend_pid() AND backend_type = 'client backend'"
            ).fetchall():
                time.sleep(0.005)


def tell(story: Story, rounds: int) -> None:
    for _ in range(rounds):
        story.one_round()
    assert story.steps >= rounds
    assert story.cut_off > rounds / 4, "hardly a writer was killed while it wrote"


def test_a_hundred_times_in_a_file(tmp_path: Path) -> None:
    tell(Story(str(tmp_path / "catalogue.db")), 100)


def test_the_client_of_a_server() -> None:
    tell(Story(new_database()), 20)


@pytest.mark.full
def test_the_client_of_a_server_a_hundred_times() -> None:
    tell(Story(new_database()), 100)


def test_the_server_itself() -> None:
    server = start_server()
    story = Story(new_database(server))

    def crash() -> None:
        pid = server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)  # an immediate shutdown: nothing is written any more
        while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.01)
        server.ensure_postgres_running()

    for _ in range(3):
        story.one_round(crash)
    assert story.steps >= 3


def test_who_is_connected_goes_on_when_the_server_is_there_again() -> None:
    server = start_server()
    catalogue = open_catalogue(new_database(server))
    catalogue.add_shortlist("Liste", WISHES)
    server.stop()
    with pytest.raises(CatalogueUnusable) as problem:
        catalogue.revision()
    assert problem.value.reason == "unreachable"
    server.ensure_postgres_running()
    assert catalogue.revision() == 0
    assert len(catalogue.shortlists()) == 1
    catalogue.close()
