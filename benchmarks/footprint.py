"""What an encoder costs: time to open, speed by length, memory, size on disk.

Measured in fresh processes on one core, in processor time where that is fairer. These figures
are of the clock: they differ from run to run and from machine to machine.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from matcher.encoding.models import find_folder, open_encoder

#: French words in a text.
LENGTHS = (5, 20, 60, 200)
#: Processes in which the encoder is opened; the median counts.
OPENINGS = 5
#: Texts a call, and the processor time spent on each length at least.
TEXTS, LEAST_SECONDS = 64, 1.0

_ROOT = Path(__file__).resolve().parent.parent
# Nothing is imported before the clock starts: who waits for an encoder waits for its imports.
_OPENING = (
    "import sys, time; start = time.perf_counter(); "
    "from matcher.encoding.models import open_encoder; open_encoder(sys.argv[1]); "
    "print(time.perf_counter() - start)"
)
_WORKING = "from benchmarks.footprint import work; work()"
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


@dataclass(frozen=True, slots=True)
class Speed:
    """Texts of `words` French words encoded in a second of one core's time."""

    words: int
    a_second: float


@dataclass(frozen=True, slots=True)
class Footprint:
    """`load_s`: seconds on the clock until open, imports included. `peak_mb`: peak memory of a
    process that opened the encoder and encoded texts of every length, in MB of 2^20 bytes."""

    load_s: float
    speeds: tuple[Speed, ...]
    peak_mb: float


def footprint(model: str, words: Sequence[str]) -> Footprint:
    """Measure the encoder that `model` means, on texts made of `words`; it must lie here already.

    Raises CalledProcessError where it cannot be opened.
    """
    opened = [float(_fresh(_OPENING, model)) for _ in range(OPENINGS)]
    found = json.loads(_fresh(_WORKING, model, json.dumps(list(words))))
    speeds = tuple(Speed(n, found["speeds"][str(n)]) for n in LENGTHS)
    return Footprint(statistics.median(opened), speeds, found["peak_mb"])


def size_mb(model: str) -> float:
    """Size of all files of the model's folder, in MB of 10^6 bytes. Raises ModelNotFound."""
    folder = find_folder(model)
    if folder is None:
        # Here, not above: only a model of the hub needs the hub's library.
        from matcher.encoding.sentence import hub_folder

        folder = hub_folder(model, allow_download=False)
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def texts_of(words: Sequence[str], length: int, count: int) -> list[str]:
    """`count` texts of `length` words each, taken from `words` one after another, round and
    round."""
    endless = cycle(words)
    return [" ".join(islice(endless, length)) for _ in range(count)]


def work() -> None:
    """In a process of its own, with model and words as its arguments: open, encode, print."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
    model, words = sys.argv[1], json.loads(sys.argv[2])
    encoder = open_encoder(model)
    speeds = {}
    for length in LENGTHS:
        texts = texts_of(words, length, TEXTS)
        encoder.encode(texts[:2])
        start, done = time.process_time(), 0
        while time.process_time() - start < LEAST_SECONDS:
            encoder.encode(texts)
            done += len(texts)
        speeds[length] = done / (time.process_time() - start)
    print(json.dumps({"speeds": speeds, "peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    """Most memory that this process has held."""
    status = Path("/proc/self/status")
    if status.exists():
        # Not getrusage: on Linux a new process inherits its parent's peak.
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / (1 << 10)
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _fresh(program: str, *arguments: str) -> str:
    """What `program` prints, in a process that has imported nothing."""
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    ended = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
    )
    # Libraries may print of their own accord; ours is the last line.
    return ended.stdout.splitlines()[-1]
