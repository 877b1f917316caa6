"""A command as a user runs it, in this process: its status and what it wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from matcher.cli.running import run
from tests.workflow.small_folder import write_folder


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Each line of stdout as JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


Matcher = Callable[..., Ran]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("cli") / "les fiches 書類")


@pytest.fixture(scope="session")
def index(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cli") / "un index"
    assert run(["index", str(folder), "-o", str(place)]) == 0
    return place


@pytest.fixture
def matcher(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Matcher:
    for name in (
        "LANG",
        "ENCODER",
        "PROMPT",
        "DIMENSIONS",
        "PROFILE",
        "DOWNLOAD",
        "INDEX",
        "DEBUG",
    ):
        monkeypatch.delenv(f"MATCHER_{name}", raising=False)

    def matcher(*arguments: object) -> Ran:
        capsys.readouterr()
        status = run([str(each) for each in arguments])
        written = capsys.readouterr()
        return Ran(int(status), written.out, written.err)

    return matcher
