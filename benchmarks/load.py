"""How fast the service answers over loopback, asked from another process.

    python benchmarks/load.py [FOLDER] [--authorities 40000] [--connections 4] [--requests 4000]

Three servers, one after the other, each a process of its own under the same uvicorn: an empty
FastAPI endpoint, the service over the fiches in FOLDER (default: examples/fiches), and the service
over a catalogue of `--authorities` imagined ones (see `synthetic.py`; 0 leaves it out). *Cold*: no
address is asked twice, every answer is computed. *Cached*: the same addresses again. *Known*: the
client has the answer already and asks whether it still holds (If-None-Match). Rates need several
connections, latencies are told for one at a time. Among many authorities a suggestion is asked for
before all else: it waits for what is prepared after the start, beside which answers take longer.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a file

from benchmarks.hammer import HOST, Burst, get, hammer  # noqa: E402  (after the path is set)
from benchmarks.synthetic import FR, JP, ground, people  # noqa: E402
from matcher.workflow.fiche_vectors import space_of  # noqa: E402
from matcher.workflow.opening import LazyEncoder, open_knowledge  # noqa: E402
from service.storage.opening import open_catalogue  # noqa: E402
from service.storage.records import FicheVectors  # noqa: E402

EMPTY = ["-m", "uvicorn", "benchmarks.empty_service:create_app", "--factory", "--no-access-log"]
LONGEST_START_S = 180.0
#: Fiches written to the catalogue at a time.
AT_ONCE = 1000
#: Cold requests over a large catalogue, and one after each of so many changes.
COLD, CHANGES = 2000, 20
SEED = 6


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, how long it took to its first answer, in seconds, and its process."""

    port: int
    ready_s: float
    pid: int

    @property
    def memory_mb(self) -> float:
        """Resident memory, in megabytes."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return float("nan")


@contextmanager
def serving(arguments: Sequence[str], address: str) -> Iterator[Server]:
    """A server on a free port that has answered `address`; ended afterwards."""
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port = listening.getsockname()[1]
    environment = os.environ | {
        "MATCHER_RATE": "0",
        "MATCHER_ANONYMOUS": "curate",
        "PYTHONPATH": str(ROOT),
    }
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments, "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None and time.perf_counter() < started + LONGEST_START_S:
            try:
                answered(port, "GET", address)
                break
            except OSError:
                time.sleep(0.02)
        else:
            raise SystemExit("the server did not start")
        yield Server(port, time.perf_counter() - started, process.pid)
    finally:
        process.terminate()
        process.wait()


def answered(port: int, method: str, address: str, body: object = None) -> tuple[bytes, str]:
    """Body and tag of an answer; anything but a success ends the measurement."""
    connection = http.client.HTTPConnection(HOST, port)
    try:
        head = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, address, None if body is None else json.dumps(body), head)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status >= 300:
        raise SystemExit(f"{method} {address}: {answer.status} {content[:200]!r}")
    return content, answer.getheader("etag", "")


def told(name: str, burst: Burst, rate: Burst | None = None) -> None:
    """Print a line: latencies of one connection, and what several get."""
    a_second = "" if rate is None else f"{rate.a_second:>10.0f}"
    p50, p99 = burst.percentile(50), burst.percentile(99)
    print(f"{name:<44}{p50:>9.2f}{p99:>9.2f}{a_second}", flush=True)


def measured(port: int, name: str, requests: Sequence[bytes], total: int, lines: int) -> Burst:
    """Ask over one connection and over `lines`, and print both; the latter is returned."""
    hammer(port, requests, min(total, len(requests)), 1)  # warm
    rate = hammer(port, requests, total, lines)
    told(name, hammer(port, requests, total, 1), rate)
    return rate


def ids(port: int) -> list[str]:
    """The ids of everybody who takes part."""
    found: list[str] = []
    address: str | None = "/v1/collectivities"
    while address:
        page = json.loads(answered(port, "GET", address)[0])
        found += [item["id"] for item in page["items"]]
        address = page["next"]
    return found


def partners(id_: str, query: str = "explain=false") -> str:
    """The address of somebody's partners."""
    return f"/v1/collectivities/{quote(id_)}/partners?{query}"


def small(server: Server, empty: Burst, total: int, lines: int) -> None:
    """A meeting's worth of fiches."""
    everyone = ids(server.port)
    print(f"\n{len(everyone)} authorities: ready in {server.ready_s:.2f} s, "
          f"{server.memory_mb:.0f} MB")  # fmt: skip
    for name, query in (("explained", "explain=true"), ("bare", "explain=false")):
        cold = [get(partners(id_, f"{query}&limit={n}")) for n in range(1, 11) for id_ in everyone]
        told(f"partners, {name}, cold", hammer(server.port, cold, len(cold), 1))
        kept = [get(partners(id_, query)) for id_ in everyone]
        rate = measured(server.port, f"partners, {name}, cached", kept, total, lines)
        print(f"{'':<44}{rate.a_second / empty.a_second:>28.0%} of the empty endpoint")
    known = [
        get(partners(id_), [f"If-None-Match: {answered(server.port, 'GET', partners(id_))[1]}"])
        for id_ in everyone
    ]
    measured(server.port, "partners, bare, known", known, total, lines)
    measured(server.port, "list of authorities", [get("/v1/collectivities")], total, lines)


def large(server: Server, count: int, total: int, lines: int) -> None:
    """All authorities of both countries."""
    everyone = ids(server.port)
    chance = random.Random(SEED)
    print(f"\n{count} authorities: ready in {server.ready_s:.1f} s, {server.memory_mb:.0f} MB")
    told("the first suggestion", first_suggestion(server.port))
    for country in ("fr", "jp"):
        some = chance.sample([id_ for id_ in everyone if id_.startswith(country)], COLD // 2)
        asked = [get(partners(id_)) for id_ in some]
        hammer(server.port, asked[:20], 20, 1)  # warm
        cold = hammer(server.port, asked[20:], len(asked) - 20, 1)
        told(f"partners, bare, cold, {country} asks", cold)
        measured(server.port, "partners, bare, cached", asked[:200], total, lines)
    writes, answers = after_changes(server.port, chance.sample(everyone, CHANGES))
    told("a fiche changed, as its writer waits", writes)
    told("partners, bare, first after the change", answers)


def first_suggestion(port: int) -> Burst:
    """How long partners for a fiche take that is nowhere stored, asked for once."""
    fiche = {"name": "Tours", "country": "FR", "key_points": ["Un réseau de tramways électriques."]}
    before = time.perf_counter()
    answered(port, "POST", "/v1/suggestions", fiche)
    seconds = time.perf_counter() - before
    return Burst(np.array([seconds * 1000]), seconds)


def after_changes(port: int, changed: Sequence[str]) -> tuple[Burst, Burst]:
    """Changes of fiches as their writer waits for them, and the first answer after each."""
    writes, answers = [], []
    begun = time.perf_counter()
    for id_ in changed:
        page = json.loads(answered(port, "GET", f"/v1/fiches?collectivity={quote(id_)}")[0])
        said = page["items"][0]
        kept = ("id", "name", "country", "domains", "key_points")
        fiche = {name: said["fiche"][name] for name in kept} | {"population": 12_345}
        before = time.perf_counter()
        answered(port, "PUT", f"/v1/fiches/{said['id']}", fiche)
        written = time.perf_counter()
        answered(port, "GET", partners(id_))
        writes.append((written - before) * 1000)
        answers.append((time.perf_counter() - written) * 1000)
    seconds = time.perf_counter() - begun
    return Burst(np.array(writes), seconds), Burst(np.array(answers), seconds)


def imagined(place: Path, authorities: int) -> int:
    """Write a catalogue of imagined fiches, with their embeddings, to `place`; how many."""
    encoder = LazyEncoder("default")
    space = space_of(encoder, open_knowledge().vocabulary)
    jp = round(authorities * JP / (FR + JP))
    everyone = people(ground(encoder), fr=authorities - jp, jp=jp)
    catalogue = open_catalogue(str(place))
    for start in range(0, len(everyone), AT_ONCE):
        some = {f"f-{start + k:012x}": e for k, e in enumerate(everyone[start : start + AT_ONCE])}
        catalogue.store(
            {id_: each.participant.fiches[0] for id_, each in some.items()},
            {id_: FicheVectors(space, each.passages, each.labels) for id_, each in some.items()},
        )
    catalogue.close()
    return len(everyone)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("examples/fiches"))
    parser.add_argument("--authorities", type=int, default=40_000)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--requests", type=int, default=4000)
    asked = parser.parse_args()
    total, lines = max(asked.requests, 1), min(max(asked.connections, 1), 64)
    print(f"{'milliseconds, one connection at a time':<44}{'p50':>9}{'p99':>9}{'a second':>10}")
    with serving(EMPTY, "/") as server:
        empty = measured(server.port, "empty FastAPI endpoint", [get("/")], total, lines)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        command = [sys.executable, "-m", "matcher", "index", str(asked.folder), "-o", str(index)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with serving(["-m", "matcher", "serve", "--index", str(index)], "/readyz") as server:
            small(server, empty, total, lines)
        if asked.authorities:
            place = Path(folder) / "catalogue.db"
            count = imagined(place, asked.authorities)
            print(f"\na catalogue of {count}: {place.stat().st_size / 1e6:.0f} MB on disk")
            with serving(["-m", "matcher", "serve", "--catalogue", str(place)], "/readyz") as it:
                large(it, count, total, lines)


if __name__ == "__main__":
    main()
