"""The container file: what it promises, and its steps carried out in an empty environment."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx2
import pytest

from tests.service.container import ROOT, Machine, kept_by_ignore, stages, steps


def test_it_promises_what_it_should() -> None:
    build, last = stages()
    for stage in (build, last):
        image = stage[0].words[0]
        assert ":" in image
        assert not image.endswith(":latest")
    made = next(step for step in last if step.rest.startswith("useradd"))
    (user,) = [step.rest for step in last if step.word == "USER"]
    assert made.words[-1] == user != "root"
    words = [step.word for step in last]
    assert words.index("USER") < words.index("CMD")
    told = dict(each.split("=", 1) for step in last if step.word == "ENV" for each in step.words)
    assert told["MATCHER_ANONYMOUS"] == "none"
    (volume,) = [step.rest for step in last if step.word == "VOLUME"]
    assert told["MATCHER_CATALOGUE"].startswith(f"{volume}/")


def test_whatever_it_copies_is_there_and_is_sent_to_the_engine() -> None:
    copied = {
        source
        for step in steps()
        if step.word == "COPY" and not step.rest.startswith("--from=")
        for source in step.words[:-1]
    }
    assert copied <= kept_by_ignore()
    assert all((ROOT / each).exists() for each in copied)


@pytest.mark.full
def test_its_steps_make_a_service_that_answers(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "image")
    machine.build()
    (command,) = [step.arguments for step in stages()[-1] if step.word == "CMD"]
    (check,) = [step.arguments for step in stages()[-1] if step.word == "HEALTHCHECK"]
    port = free_port()
    command = [each.replace("8000", str(port)) for each in command]
    check = [each.replace(":8000/", f":{port}/") for each in check]
    with (tmp_path / "log").open("wb") as log:
        service = machine.start(command, stdout=log, stderr=log)
        try:
            end = time.monotonic() + 60
            while machine.start(check, stderr=subprocess.DEVNULL).wait(timeout=30):
                assert service.poll() is None
                assert time.monotonic() < end
                time.sleep(0.5)
            address = f"http://127.0.0.1:{port}"
            assert httpx2.get(f"{address}/v1/collectivities").status_code == 401
            assert httpx2.get(f"{address}/en/sign-in").status_code == 200
            key = machine.start(
                ["matcher", "key", "Anna", "--role", "curate"],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            secret = key.communicate(timeout=60)[0].decode().strip()
            headers = {"Authorization": f"Bearer {secret}"}
            listed = httpx2.get(f"{address}/v1/collectivities", headers=headers)
            assert listed.json()["total"] == 0
            service.send_signal(signal.SIGTERM)
            assert service.wait(timeout=30) == 0
        finally:
            service.kill()
            service.wait(timeout=30)
    assert "Traceback" not in (tmp_path / "log").read_text(encoding="utf-8")
    installed = machine.root / "opt" / "matcher" / "lib"
    assert not list(installed.glob("python*/site-packages/pytest"))


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
