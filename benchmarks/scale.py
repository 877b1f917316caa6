"""How fast partners are found among 40,000 authorities, how many are missed, what a change costs.

    python benchmarks/scale.py [--fr 38200] [--jp 1800] [--questions 400] [--references]

Everybody has five key points (see `synthetic`). Found partners are compared with those of scoring
everybody: recall is the share of the ten best that is among the ten found. Times are on the clock
and, since other programs share the machine, of the processor alone. `--references` measures, on
2,000 and 1,800 authorities, what hub columns from 512 references change against hub columns from
everybody.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import synthetic
from matcher.collectivity import Country
from matcher.index.content import EncoderMark
from matcher.matching import references
from matcher.matching.bulk import best_of_all
from matcher.matching.score import score
from matcher.matching.wanted import TwinRule, Wanted
from matcher.workflow.language_means import means
from matcher.workflow.line_up_fiches import Sides
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
from matcher.workflow.snapshot import Snapshot

LIMIT = 10
#: Questions asked first and not counted.
WARM = 20


@dataclass(frozen=True, slots=True)
class Times:
    """Of many calls, in milliseconds: on the clock and of the processor."""

    clock: NDArray[np.float64]
    processor: NDArray[np.float64]

    def __str__(self) -> str:
        told = [
            f"{name} p50 {np.quantile(each, 0.5):.1f} p99 {np.quantile(each, 0.99):.1f}"
            for name, each in (("clock", self.clock), ("processor", self.processor))
        ]
        return f"{', '.join(told)} ms"


def timed(calls: Sequence[Callable[[], object]]) -> Times:
    """Each of `calls` once, one after the other."""
    clock, processor = [], []
    for call in calls:
        on_clock, of_processor = time.perf_counter(), time.thread_time()
        call()
        processor.append(time.thread_time() - of_processor)
        clock.append(time.perf_counter() - on_clock)
    return Times(np.array(clock) * 1000, np.array(processor) * 1000)


def memory_mb() -> float:
    """What this process holds in memory now, in MB of 2^20 bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def made(ground: synthetic.Ground, fr: int, jp: int) -> Snapshot:
    """A snapshot of so many."""
    encoder, knowledge = LazyEncoder("default"), open_knowledge()
    return Snapshot.of(
        synthetic.people(ground, fr=fr, jp=jp),
        revision=1,
        encoder=EncoderMark.of(encoder),
        means=means(encoder, knowledge.vocabulary),
        profile=open_profile(knowledge),
        knowledge=knowledge,
    )


def recall(snapshot: Snapshot, country: Country, asked: Sequence[str]) -> float:
    """The share of the ten best partners of those `asked` that are found."""
    sides = snapshot.sides()
    few = snapshot.sides(ids=asked)
    best = best_of_all(
        few.fr if country is Country.FR else sides.fr,
        sides.jp if country is Country.FR else few.jp,
        snapshot.profile,
        LIMIT,
    )[country]
    own = few.fr if country is Country.FR else few.jp
    other = sides.jp.ids if country is Country.FR else sides.fr.ids
    found = 0
    for id_, rows in zip(own.ids, best.rows, strict=True):
        pairs = snapshot.partners_of(id_, Wanted(limit=LIMIT)).pairings
        expected = {other[row] for row in rows}
        found += len(expected & {pair.partner_of(country).id for pair in pairs})
    return found / (LIMIT * len(asked))


def questions(snapshot: Snapshot, count: int) -> None:
    """Ask, of both countries, with and without further wishes."""
    generator = np.random.default_rng(synthetic.SEED)
    for country, side in snapshot.live.items():
        ids = [each.id for each in side.present]
        asked = [str(id_) for id_ in generator.choice(ids, min(count, len(ids)), replace=False)]
        other = "Bretagne" if country is Country.JP else "関東"
        for name, wanted in (
            ("everybody", Wanted(limit=LIMIT)),
            ("of a field", Wanted(limit=LIMIT, domains=frozenset({"culture"}))),
            ("of like size", Wanted(limit=LIMIT, population_ratio=2.0)),
            ("of a region", Wanted(limit=LIMIT, region=other)),
            ("no twins", Wanted(limit=LIMIT, twins=TwinRule.OUT)),
        ):

            def ask(id_: str, wanted: Wanted = wanted) -> object:
                return snapshot.partners_of(id_, wanted)

            for id_ in asked[:WARM]:
                ask(id_)
            print(f"{country}, {name}: {timed([lambda i=i: ask(i) for i in asked])}", flush=True)
        print(f"{country}: recall {recall(snapshot, country, asked):.4f}", flush=True)


def changes(snapshot: Snapshot, count: int) -> None:
    """Replace fiches one after the other, and ask in between."""
    generator = np.random.default_rng(synthetic.SEED)
    for country, side in snapshot.live.items():
        ids = generator.choice([each.id for each in side.present], count, replace=False)
        drawn = {side.participants[row].id for row in snapshot.hubs.references[country]}
        groups = {
            "a reference": [str(id_) for id_ in ids if id_ in drawn][:10],
            "nobody's reference": [str(id_) for id_ in ids if id_ not in drawn][:40],
        }
        for name, group in groups.items():

            def change(id_: str) -> None:
                nonlocal snapshot
                fresh = snapshot.embodied(id_)
                snapshot = snapshot.changed((), [fresh], snapshot.revision + 1)

            if group:
                told = timed([lambda i=i: change(i) for i in group])
                print(f"{country}, a fiche changes, {name}: {told}", flush=True)
        first = str(ids[0])
        asked = timed([lambda s=snapshot, i=first: s.partners_of(i, Wanted())])
        print(f"{country}, the first question afterwards: {asked}", flush=True)


def by_references(ground: synthetic.Ground) -> None:
    """What 512 references change against everybody."""
    few = made(ground, 2_000, 1_800)
    references.MOST = 10_000
    everybody = made(ground, 2_000, 1_800)
    references.MOST = 512
    totals = [_totals(each.sides(), each) for each in (few, everybody)]
    moved = np.abs(totals[0] - totals[1])
    print(f"512 references: scores move by {moved.mean():.3f}, at most {moved.max():.3f}")
    for country, axis in ((Country.FR, 1), (Country.JP, 0)):
        ours, theirs = (np.argsort(-each, axis=axis) for each in totals)
        if country is Country.JP:
            ours, theirs = ours.T, theirs.T
        same = np.mean(
            [
                len(set(a[:LIMIT]) & set(b[:LIMIT])) / LIMIT
                for a, b in zip(ours, theirs, strict=True)
            ]
        )
        first = np.mean(ours[:, 0] == theirs[:, 0])
        print(f"  {country}: {same:.3f} of the ten best and {first:.3f} of the best are the same")


def _totals(sides: Sides, snapshot: Snapshot) -> NDArray[np.float64]:
    blocks = [
        sides.fr.take(range(start, min(start + 250, len(sides.fr))))
        for start in range(0, len(sides.fr), 250)
    ]
    return np.concatenate([score(each, sides.jp, snapshot.profile).total for each in blocks])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--fr", type=int, default=synthetic.FR)
    parser.add_argument("--jp", type=int, default=synthetic.JP)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--references", action="store_true")
    asked = parser.parse_args()
    ground = synthetic.ground(LazyEncoder("default"))
    if asked.references:
        by_references(ground)
        return
    before = memory_mb()
    snapshots: list[Snapshot] = []
    told = timed([lambda: snapshots.append(made(ground, asked.fr, asked.jp))])
    snapshot = snapshots.pop()
    counts = snapshot.counts
    print(f"{counts.fr} + {counts.jp} authorities, {counts.fr_passages} + {counts.jp_passages}")
    print(f"imagined and lined up: {told}; memory {memory_mb() - before:.0f} MB", flush=True)
    questions(snapshot, asked.questions)
    changes(snapshot, 200)


if __name__ == "__main__":
    main()
