"""The real thing: `matcher serve` as a process, on real fiches read by the shipped encoder."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

START_S = 60.0

FICHES = [
    {
        "id": "fr-port",
        "name": "Brest métropole",
        "country": "FR",
        "language": "fr",
        "domains": ["Énergies renouvelables"],
        "key_points": ["Un quai du port accueille l'assemblage d'éoliennes flottantes en mer."],
    },
    {
        "id": "fr-ceramics",
        "name": "Limoges",
        "country": "FR",
        "language": "fr",
        "domains": ["Culture"],
        "key_points": ["La ville soutient les ateliers de porcelaine et un musée de la céramique."],
    },
    {
        "id": "jp-wind",
        "name": "五島市",
        "country": "JP",
        "language": "ja",
        "domains": ["再生可能エネルギー"],
        "key_points": ["沖合の浮体式洋上風力発電を漁業者とともに進めている。"],
    },
    {
        "id": "jp-pottery",
        "name": "瀬戸市",
        "country": "JP",
        "language": "ja",
        "domains": ["文化"],
        "key_points": ["陶磁器の窯元を支え、若い陶芸家の工房を整備している。"],
    },
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fiches 高松")
    (folder / "fiches.json").write_text(json.dumps(FICHES), encoding="utf-8")
    made = folder / "index"
    subprocess.run(
        [sys.executable, "-m", "matcher", "index", str(folder / "fiches.json"), "-o", str(made)],
        check=True,
        capture_output=True,
    )
    return made


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextmanager
def serving(index: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port, once it answers; ended in any case."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "matcher", "serve", "--index", str(index), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_ready(port, process)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.communicate()


def wait_until_ready(port: int, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            pytest.fail(f"the server ended: {process.communicate()[0]}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server did not start")


def test_it_answers_and_ends_when_told(index: Path) -> None:
    with (
        serving(index) as (address, process),
        httpx2.Client(base_url=address, timeout=60) as client,
    ):
        assert client.get("/healthz").json()["index"]["counts"]["fr"] == 2
        path = "/v1/collectivities/{}/partners?limit=1"
        (wind,) = client.get(path.format("fr-port")).json()["items"]
        (pottery,) = client.get(path.format("jp-pottery")).json()["items"]
        assert wind["collectivity"]["id"] == "jp-wind"
        assert pottery["collectivity"]["id"] == "fr-ceramics"
        posted = client.post("/v1/suggestions?limit=1", json=FICHES[0]).json()
        assert posted["items"][0]["collectivity"]["id"] == "jp-wind"
        assert posted["items"][0]["score"] == pytest.approx(wind["score"], abs=1e-6)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_damaged_index_is_told_in_a_sentence(index: Path, tmp_path: Path) -> None:
    broken = tmp_path / "index"
    broken.mkdir()
    for file in index.iterdir():
        content = file.read_bytes()
        (broken / file.name).write_bytes(content[:-1] if file.suffix == ".npz" else content)
    ended = subprocess.run(
        [sys.executable, "-m", "uvicorn", "service.app:create_app", "--factory", "--port", "0"],
        env=os.environ | {"MATCHER_INDEX": str(broken)},
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )
    assert ended.returncode != 0
    assert "is damaged" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_started_service_has_not_imported_torch(index: Path) -> None:
    program = (
        "import sys\n"
        "from starlette.testclient import TestClient\n"
        "from service.app import create_app\n"
        "with TestClient(create_app()) as client:\n"
        "    client.post('/v1/suggestions', json={'name': 'Brest', 'key_points': ['Un port.']})\n"
        "print([name for name in ('torch', 'sklearn', 'sentence_transformers')"
        " if name in sys.modules])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"MATCHER_INDEX": str(index)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.strip() == "[]"
