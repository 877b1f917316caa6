"""`matcher serve` as a process, with its log in a file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

START_S = 90.0


@dataclass(frozen=True)
class Served:
    """A service that runs."""

    address: str
    process: subprocess.Popen[bytes]
    log_file: Path

    @property
    def log(self) -> str:
        """Everything said so far."""
        return self.log_file.read_text(encoding="utf-8")

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def client(self, **options: object) -> httpx2.Client:
        return httpx2.Client(base_url=self.address, timeout=60, **options)  # type: ignore[arg-type]


def environment(**variables: str) -> dict[str, str]:
    """That of this process without settings of matcher, and with `variables`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MATCHER_")}
    return kept | variables


@contextmanager
def serving(
    folder: Path, *options: object, variables: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """`matcher serve` on a free port of 127.0.0.1; it is killed in the end where it still runs."""
    log_file = folder / "log"
    command = [sys.executable, "-m", "matcher", "serve", "--port", "0", *map(str, options)]
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=environment(**(variables or {})),
            start_new_session=True,
        )
    try:
        yield Served(_address(log_file, process), process, log_file)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
        process.wait(timeout=30)


def _address(log_file: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        told = re.search(r"http://[^/\s]+:(\d+)/", log_file.read_text(encoding="utf-8"))
        if told:
            address = f"http://127.0.0.1:{told[1]}"
            try:
                if httpx2.get(f"{address}/readyz", timeout=START_S).status_code == 200:
                    return address
            except httpx2.HTTPError:
                pass
        time.sleep(0.1)
    pytest.fail(f"the service did not start: {log_file.read_text(encoding='utf-8')}")
