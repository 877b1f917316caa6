"""`matcher serve`: how it begins, runs and ends."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx2
import pytest

from service.storage.keys import Keys
from service.storage.opening import open_catalogue
from service.storage.records import Role
from tests.service.served import START_S, environment, serving
from tests.workflow.small_folder import write_folder

LIST = "/v1/collectivities"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_folder(tmp_path_factory.mktemp("serve") / "fiches")
    place = folder.parent / "index"
    subprocess.run(
        [sys.executable, "-m", "matcher", "index", str(folder), "-o", str(place)],
        check=True,
        capture_output=True,
    )
    return place


def serve(*options: object, variables: dict[str, str] | None = None) -> tuple[int, str]:
    """Exit status and what was said of a service that cannot begin."""
    ran = subprocess.run(
        [sys.executable, "-m", "matcher", "serve", "--port", "0", *map(str, options)],
        env=environment(**(variables or {})),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=START_S,
        check=False,
    )
    return ran.returncode, ran.stderr


def test_a_catalogue_that_is_none_is_told_in_a_sentence(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.db"
    foreign.write_text("no database at all")
    for place, word in (
        (foreign, "foreign.db"),
        ("postgresql://nobody:secret-word@127.0.0.1:9/nothing", "127.0.0.1"),
        ("mysql://nobody:secret-word@127.0.0.1/nothing", "mysql"),
    ):
        status, said = serve("--catalogue", place)
        assert status == 1
        assert word in said
        assert "Traceback" not in said
        assert "secret-word" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MATCHER_PROXIES", "nonsense"),
        ("MATCHER_HOSTS", ",,,"),
        ("MATCHER_UPLOAD_MB", "9" * 30),
        ("MATCHER_PROFILE", "nowhere"),
        ("MATCHER_ENCODER", "nowhere"),
    ],
)
def test_a_wrong_setting_is_told_before_anything_listens(
    tmp_path: Path, name: str, value: str
) -> None:
    status, said = serve("--catalogue", tmp_path / "c.db", variables={name: value})
    assert status == 1
    assert name in said
    assert value in said
    assert "http://" not in said
    assert "Traceback" not in said
    assert not (tmp_path / "c.db").exists()


def test_several_processes_answer_from_one_catalogue_and_end_when_told(
    index: Path, tmp_path: Path
) -> None:
    catalogue = tmp_path / "catalogue.db"
    opened = open_catalogue(str(catalogue))
    secret = Keys(opened.database).create("test", Role.CURATE).secret
    opened.close()
    options = ("--index", index, "--catalogue", catalogue, "--workers", 2)
    with serving(tmp_path, *options, variables={"MATCHER_RATE": "0"}) as served:
        answered = set[int]()
        end = time.monotonic() + START_S
        while len(answered) < 2 and time.monotonic() < end:
            with served.client() as client:  # a connection each, as any of them may take it
                assert client.get(LIST).json()["total"] > 1
                answered |= processes_in(served.log)
        (first, *_) = client_items(served.client())
        headers = {"Authorization": f"Bearer {secret}"}
        with served.client() as client:
            assert client.delete(f"{LIST}/{first}", headers=headers).status_code == 204
        for _ in range(20):
            with served.client() as client:
                assert client.get(f"{LIST}/{first}").status_code == 404
        with served.client() as client:
            told = client.get("/metrics").text
        deleted = re.search(r'matcher_requests_total\{.*method="DELETE".*\} (\d)', told)
        assert deleted
        assert deleted[1] == "1"
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=30) == 0
        assert "Traceback" not in served.log
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(served.address)


@pytest.mark.full
def test_beside_an_index_processes_share_a_catalogue_that_ends_with_them(
    index: Path, tmp_path: Path
) -> None:
    variables = {"MATCHER_RATE": "0", "MATCHER_ANONYMOUS": "curate", "TMPDIR": str(tmp_path)}
    with serving(tmp_path, "--index", index, "--workers", 2, variables=variables) as served:
        assert len(list(tmp_path.glob("matcher-*/catalogue.db"))) == 1
        (first, *_) = client_items(served.client())
        with served.client() as client:
            assert client.delete(f"{LIST}/{first}").status_code == 204
        for _ in range(20):
            with served.client() as client:
                assert client.get(f"{LIST}/{first}").status_code == 404
        assert len(processes_in(served.log)) == 2
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=30) == 0
    assert list(tmp_path.glob("matcher-*")) == []


def processes_in(log: str) -> set[int]:
    """The processes that said they are ready to answer."""
    return {int(each) for each in re.findall(r"Started server process \[(\d+)\]", log)}


def client_items(client: httpx2.Client) -> list[str]:
    with client:
        return [each["id"] for each in client.get(LIST).json()["items"]]


def test_what_was_begun_is_answered_when_it_is_told_to_end(index: Path, tmp_path: Path) -> None:
    body = b'{"name": "Brest", "key_points": ["Un port."]}'
    with serving(tmp_path, "--index", index) as served:
        sent = threading.Event()

        def slowly() -> object:
            yield body[:10]
            sent.set()
            time.sleep(1.5)
            yield body[10:]

        answers = list[int]()

        def ask() -> None:
            with served.client() as client:
                answer = client.post(
                    "/v1/suggestions",
                    content=slowly(),
                    headers={"Content-Type": "application/json"},
                )
                answers.append(answer.status_code)

        asking = threading.Thread(target=ask)
        asking.start()
        assert sent.wait(START_S)
        served.process.send_signal(signal.SIGTERM)
        asking.join(timeout=30)
        assert answers == [200]
        assert served.process.wait(timeout=30) == 0


def test_other_machines_need_a_key_unless_said_otherwise(index: Path, tmp_path: Path) -> None:
    for folder, variables, status in (("a", {}, 401), ("b", {"MATCHER_ANONYMOUS": "read"}, 200)):
        place = tmp_path / folder
        place.mkdir()
        options = ("--index", index, "--host", "0.0.0.0", "--catalogue", place / "c.db")
        with serving(place, *options, variables=variables) as served:
            assert httpx2.get(f"{served.address}{LIST}").status_code == status
            assert ("MATCHER_ANONYMOUS" in served.log) == (status == 401)


def test_at_a_terminal_a_link_is_told_that_signs_in_once(index: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "matcher", "serve", "--index", str(index), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment(),
        start_new_session=True,
    )
    os.close(theirs)
    try:
        said = ""
        while "startup complete" not in said:
            said += os.read(ours, 4096).decode("utf-8")
        link = re.search(r"http://127\.0\.0\.1:\d+/en/sign-in\?ticket=([\w-]{43})", said)
        assert link
        assert httpx2.get(link[0]).status_code == 200
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        os.set_blocking(ours, False)
        assert process.wait(timeout=30) == 0
        os.close(ours)
