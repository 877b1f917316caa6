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
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from matcher.matching.side import Side

if TYPE_CHECKING:
    from matcher.collectivity import Country, Language
    from matcher.domains import Vocabulary
    from matcher.gathering import Participant
    from matcher.index.content import Content
    from matcher.ports import Encoder
    from matcher.profile import Profile
    from matcher.shortlist.constraints import Constraints
    from matcher.shortlist.shortlist import Shortlist
    from matcher.workflow.opening import Knowledge

RUNS = 3
FICHES = Path(__file__).resolve().parent.parent / "examples" / "fiches"


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
    whose_memory: int = resource.RUSAGE_SELF


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


def commands() -> Sequence[Case]:
    """The commands of every day, each a process of its own, on the example fiches."""
    place = tempfile.mkdtemp(prefix="matcher-speed-")
    index, out = f"{place}/index", f"{place}/out"
    _command("index", str(FICHES), "-o", index)()
    return [
        Case("matcher --help", _command("--help")),
        Case("matcher shortlist (60 fiches)", _command("shortlist", str(FICHES), "-o", out)),
        Case("matcher suggest (built index)", _command("suggest", "Takamatsu", "--index", index)),
    ]


def _command(*arguments: str) -> Callable[[], str]:
    def run() -> str:
        ended = subprocess.run(
            [sys.executable, "-m", "matcher", *arguments], capture_output=True, check=True
        )
        return f"{len(ended.stdout)} bytes"

    return run


@dataclass(frozen=True, slots=True)
class Meeting:
    """500 + 500 participants, four key points each drawn from the example fiches, lined up."""

    people: Sequence[Participant]
    content: Content
    encoder: Encoder
    profile: Profile
    knowledge: Knowledge

    @property
    def constraints(self) -> Constraints:
        """Those of the profile, with no wishes."""
        from matcher.shortlist.constraints import Constraints

        return Constraints(self.profile.meetings_each, self.profile.floor)


def _meeting() -> Meeting:
    """Encodes four thousand texts: a quarter of a minute."""
    from matcher.collectivity import Country
    from matcher.fiche import KeyPoint
    from matcher.workflow.line_up_fiches import lined_up
    from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
    from matcher.workflow.take_part import take_part

    knowledge, encoder = open_knowledge(), LazyEncoder("default")
    profile = open_profile(knowledge)
    party = take_part([FICHES], encoder, knowledge)
    rng = np.random.default_rng(2014)

    def imagined(country: Country) -> list[Participant]:
        own = [p for p in party.participants if p.country is country]
        points = [point for p in own for point in p.key_points]
        found = []
        for number in range(500):
            model = own[int(rng.integers(len(own)))]
            drawn = (points[k] for k in rng.choice(len(points), 4, replace=False))
            # Each text its own: none is encoded once for many.
            chosen = tuple(KeyPoint(f"{p.text} {number}") for p in drawn)
            fiche = replace(model.fiches[0], key_points=chosen)
            found.append(replace(model, id=f"{country.lower()}-{number:03}", fiches=(fiche,)))
        return found

    people = [*imagined(Country.FR), *imagined(Country.JP)]
    content = lined_up(people, encoder, profile, knowledge)
    return Meeting(people, content, encoder, profile, knowledge)


def meeting_500() -> Sequence[Case]:
    """The list of a meeting, everything from the texts on, and the same without the embedding."""
    from matcher.matching.score import score
    from matcher.shortlist.assignment import assign
    from matcher.workflow.line_up_fiches import lined_up

    meeting = _meeting()

    def listed(fr: Side, jp: Side) -> str:
        total = score(fr, jp, meeting.profile).total
        none = np.zeros(total.shape, dtype=np.bool_)
        answer = assign(total, fr.ids, jp.ids, meeting.constraints, none)
        return f"{len(answer.pairs)} pairs, {answer.served} served, gap {answer.gap:.0e}"

    def from_texts() -> str:
        found = lined_up(meeting.people, meeting.encoder, meeting.profile, meeting.knowledge)
        return listed(found.fr, found.jp)

    return [
        Case("scores and list", lambda: listed(meeting.content.fr, meeting.content.jp)),
        Case("texts, scores and list", from_texts),
    ]


def documents_500() -> Sequence[Case]:
    """The list of such a meeting as the files that people take away, in French."""
    from matcher.collectivity import Language
    from matcher.workflow.line_up_fiches import Sides
    from matcher.workflow.make_shortlist import shortlist_of
    from matcher.writing.briefing import write_briefing
    from matcher.writing.workbook import write_workbook

    meeting = _meeting()
    sides = Sides(meeting.content.fr, meeting.content.jp)
    mark, knowledge = meeting.content.encoder, meeting.knowledge
    made = shortlist_of(sides, mark, meeting.constraints, meeting.profile, knowledge)

    def written(
        write: Callable[[Shortlist, Vocabulary, Language], bytes],
    ) -> Callable[[], str]:
        def run() -> str:
            file = write(made, knowledge.vocabulary, Language.FR)
            return f"{len(made.pairings)} pairs, {len(file) / 1e6:.1f} MB"

        return run

    return [
        Case("workbook (Excel)", written(write_workbook)),
        Case("briefing (Word)", written(write_briefing)),
    ]


BENCHMARKS = {
    "commands": Benchmark(
        commands,
        cores=2,
        promise="help 0.3 s, suggest 1 s, shortlist 10 s and 1.5 GB",
        whose_memory=resource.RUSAGE_CHILDREN,
    ),
    "meeting_500": Benchmark(meeting_500, cores=2, promise="under 10 s"),
    "documents_500": Benchmark(documents_500, cores=2, promise="under 10 s each"),
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
    peak = resource.getrusage(benchmark.whose_memory).ru_maxrss
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
