"""How fast the service answers over loopback: ready time, p50 and p95 of each operation.

    python benchmarks/load.py [FOLDER] [--requests 400] [--clients 4]

Builds an index of the fiches in FOLDER (default: examples/fiches) in a temporary directory,
starts `matcher serve` on it as another process, and asks from this one, over kept connections.
`--clients` ask at once; with one, the figures are those of an idle service.
"""

from __future__ import annotations

import argparse
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import numpy as np

HOST = "127.0.0.1"
MATCHER = [sys.executable, "-m", "matcher"]
LONGEST_START_S = 60.0
MOST_REQUESTS = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """One request: method, address and body."""

    method: str
    address: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Latencies of one operation, in milliseconds, and how many were answered a second."""

    name: str
    p50: float
    p95: float
    a_second: float


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and how long it took from its start to its first answer, in seconds."""

    port: int
    ready_s: float


@contextmanager
def serving(index: Path) -> Iterator[Server]:
    """`matcher serve` on a free port; ended afterwards."""
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port = listening.getsockname()[1]
    started = time.perf_counter()
    command = [*MATCHER, "serve", "--index", str(index), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_answer(port, started + LONGEST_START_S)
        yield Server(port, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait()


def wait_for_answer(port: int, end: float) -> None:
    """Return when the service says that it runs."""
    while time.perf_counter() < end:
        try:
            answered(http.client.HTTPConnection(HOST, port), Call("GET", "/healthz"))
            return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the server did not start")


def answered(connection: http.client.HTTPConnection, call: Call) -> bytes:
    """The body of the answer to `call`; anything but 200 ends the measurement."""
    headers = {"content-type": "application/json"} if call.body else {}
    connection.request(call.method, call.address, call.body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{call.method} {call.address}: {answer.status} {content[:200]!r}")
    return content


def measured(name: str, calls: Sequence[Call], port: int, requests: int, clients: int) -> Measured:
    """Ask `calls` in turn, `requests` in all, from `clients` connections at once."""

    def ask(share: int) -> list[float]:
        connection = http.client.HTTPConnection(HOST, port)
        found = []
        for number in range(share, requests, clients):
            before = time.perf_counter()
            answered(connection, calls[number % len(calls)])
            found.append(time.perf_counter() - before)
        connection.close()
        return found

    before = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        latencies = [each for found in pool.map(ask, range(clients)) for each in found]
    seconds = time.perf_counter() - before
    p50, p95 = np.percentile(latencies, [50, 95]) * 1000
    return Measured(name, float(p50), float(p95), len(latencies) / seconds)


def ids(port: int) -> list[str]:
    """All ids of the index."""
    connection = http.client.HTTPConnection(HOST, port)
    found: list[str] = []
    address: str | None = "/v1/collectivities"
    while address:
        page = json.loads(answered(connection, Call("GET", address)))
        found += [item["id"] for item in page["items"]]
        address = page["next"]
    return found


def fiche_of(port: int, id_: str) -> bytes:
    """A body for a suggestion: what the service says of a collectivity."""
    address = f"/v1/collectivities/{quote(id_)}"
    said = json.loads(answered(http.client.HTTPConnection(HOST, port), Call("GET", address)))
    fiche = {name: said[name] for name in ("name", "country", "domains", "population")}
    return json.dumps(fiche | {"key_points": [p["text"] for p in said["key_points"]]}).encode()


def operations(port: int) -> dict[str, list[Call]]:
    """What is asked: each operation about everyone in turn."""
    everyone = ids(port)
    partners = [f"/v1/collectivities/{quote(id_)}/partners" for id_ in everyone]
    fiches = [fiche_of(port, id_) for id_ in islice(everyone, 60)]
    return {
        "healthz": [Call("GET", "/healthz")],
        "collectivities": [Call("GET", "/v1/collectivities")],
        "partners, explained": [Call("GET", address) for address in partners],
        "partners, bare": [Call("GET", f"{address}?explain=false") for address in partners],
        "suggestions": [Call("POST", "/v1/suggestions", fiche) for fiche in fiches],
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("examples/fiches"))
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--clients", type=int, default=4)
    asked = parser.parse_args()
    requests = min(max(asked.requests, 1), MOST_REQUESTS)
    clients = min(max(asked.clients, 1), 64)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        command = [*MATCHER, "index", str(asked.folder), "-o", str(index)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with serving(index) as server:
            print(f"ready after {server.ready_s:.2f} s; {requests} requests, {clients} at once")
            print(f"{'operation':<22}{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}")
            for name, calls in operations(server.port).items():
                measured(name, calls, server.port, min(len(calls), requests), 1)  # warm
                row = measured(name, calls, server.port, requests, clients)
                print(f"{row.name:<22}{row.p50:>9.1f}{row.p95:>9.1f}{row.a_second:>10.0f}")


if __name__ == "__main__":
    main()
