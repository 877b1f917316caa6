"""The program as it is installed: a process of its own, whatever the console's encoding."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "matcher", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )


def test_output_is_utf8_on_a_console_that_is_not(folder: Path) -> None:
    ran = run("read", folder, "--json", LC_ALL="C", PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert ran.returncode == 0
    assert ran.stderr == b""
    lines = ran.stdout.decode("utf-8").split("\n")
    assert len(lines) == 9
    assert lines[-1] == ""
    names = [json.loads(line)["fiches"][0]["name"] for line in lines[:-1]]
    assert "鶴岡市" in names
    assert b"\r" not in ran.stdout


def test_an_error_is_utf8_too(tmp_path: Path) -> None:
    ran = run("suggest", "高松", "--index", tmp_path / "索引", "--lang", "ja", LC_ALL="C")
    assert ran.returncode == 1
    assert ran.stdout == b""
    assert "索引" in ran.stderr.decode("utf-8")


def test_encode_reads_stdin(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "matcher", "encode", "-", "-o", str(tmp_path / "v.npy")],
        input=b"Un tramway\n",
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "v.npy").exists()


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m matcher domains | head -n 1"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert ran.stdout.count(b"\n") == 1
    assert b"Traceback" not in ran.stderr
    assert b"Exception" not in ran.stderr


def test_serve_where_it_cannot_listen_found_nothing_usable(index: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = run("serve", "--index", index, "--port", taken.getsockname()[1])
    elsewhere = run("serve", "--index", index, "--port", 0, "--host", "192.0.2.1")
    for ran, host in ((busy, b"127.0.0.1:"), (elsewhere, b"192.0.2.1:")):
        assert ran.returncode == 1
        assert host in ran.stderr
        assert b"Traceback" not in ran.stderr
