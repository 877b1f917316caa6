"""How long things take and how much memory they need.

    python benchmarks/speed.py [NAME…]

Every case runs several times in one fresh process of its own, after a first run that does the
imports. The table shows the median and the longest of the times on the clock, the median time of
the processor (the fairer one on a busy machine), and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RUNS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is timed: `run` does it and says in a few words what came out."""

    name: str
    run: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Cases that belong together, the cores they may use, and what is promised of them."""

    cases: Callable[[], Sequence[Case]]
    cores: int
    promise: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What one case took: seconds of each run, peak memory of its process in MB."""

    name: str
    seconds: tuple[float, ...]
    processor_seconds: tuple[float, ...]
    peak_mb: float
    outcome: str


def shortlist_500() -> Sequence[Case]:
    """The exact list for 500 × 500 participants with three meetings each, on scores of all kinds.

    Each kind is hard in another way: for the pruning where all like the same few or scores are
    products of popularities, for the solver where they are nearly or exactly tied.
    """
    rng = np.random.default_rng(2014)
    size = 500
    popular, eager = rng.random(size), rng.random(size)
    noise = rng.random((size, size))
    traits_fr, traits_jp = rng.random((size, 4)), rng.random((size, 4))
    kinds: dict[str, NDArray[np.float64]] = {
        "independent": noise,
        "all like the same 20": 0.3 * noise + 0.5 * (np.arange(size) < 20),
        "popularity and a little taste": (eager[:, None] + popular) / 2 + 0.05 * noise,
        "popularity times eagerness": np.outer(eager, popular),
        "four traits": traits_fr @ traits_jp.T / 4,
        "near ties (1e-4)": 0.5 + 1e-4 * noise,
        "near ties (1e-8)": 0.5 + 1e-8 * noise,
        "one decimal": np.round(noise, 1),
        "all equal": np.full((size, size), 0.5),
        "log-odds, many under the floor": rng.normal(size=(size, size)) * 2 - 2,
    }
    floors = {"log-odds, many under the floor": 0.0, "popularity and a little taste": 0.4}
    return [
        Case(name, _assignment(scores, floors.get(name, float(scores.min()) - 0.1)))
        for name, scores in kinds.items()
    ]


def _assignment(scores: NDArray[np.float64], floor: float) -> Callable[[], str]:
    from matcher.shortlist.assignment import assign
    from matcher.shortlist.constraints import Constraints

    fr_ids = [f"fr-{i:03}" for i in range(len(scores))]
    jp_ids = [f"jp-{j:03}" for j in range(len(scores))]
    twins = np.zeros(scores.shape, dtype=np.bool_)

    def run() -> str:
        answer = assign(scores, fr_ids, jp_ids, Constraints(3, floor), twins)
        return f"{len(answer.pairs)} pairs, {answer.served} served, gap {answer.gap:.0e}"

    return run


BENCHMARKS = {
    "shortlist_500": Benchmark(shortlist_500, cores=1, promise="under 10 s and 1.5 GB on one core"),
}


def measure(name: str, number: int) -> Measured:
    """Run case `number` of benchmark `name` in this process."""
    benchmark = BENCHMARKS[name]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: benchmark.cores])
    case = benchmark.cases()[number]
    case.run()
    seconds, processor_seconds = [], []
    outcome = ""
    for _ in range(RUNS):
        start, busy = time.perf_counter(), time.process_time()
        outcome = case.run()
        seconds.append(time.perf_counter() - start)
        processor_seconds.append(time.process_time() - busy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return Measured(case.name, tuple(seconds), tuple(processor_seconds), peak / unit, outcome)


def main(arguments: Sequence[str]) -> None:
    """Measure what is named, or all, and print a table each."""
    parser = argparse.ArgumentParser(description="Time and memory, a table a benchmark.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args(arguments).names or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    for name in names:
        benchmark = BENCHMARKS[name]
        print(f"{name}: promised {benchmark.promise}\n")
        print(
            f"{'case':<32} {'median s':>9} {'longest s':>10} {'CPU s':>6} {'peak MB':>8}  outcome"
        )
        for number in range(len(benchmark.cases())):
            with multiprocessing.get_context("spawn").Pool(1) as fresh:
                row = fresh.apply(measure, (name, number))
            print(
                f"{row.name:<32} {statistics.median(row.seconds):>9.2f} {max(row.seconds):>10.2f} "
                f"{statistics.median(row.processor_seconds):>6.2f} "
                f"{row.peak_mb:>8.0f}  {row.outcome}",
                flush=True,
            )
        print()


if __name__ == "__main__":
    main(sys.argv[1:])
