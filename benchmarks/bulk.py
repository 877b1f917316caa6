"""All pairs of both countries: the ten best partners of everybody, beside the bare matrix product.

    python benchmarks/bulk.py [--fr 36000] [--jp 1800] [--repeats 3]

Everybody has five key points (see `synthetic`). The bare product is that of the same vectors, in
single precision, in the same blocks and with as many threads; it keeps nothing. Both are measured
in turn in one process and the least times count, on the clock and, since other programs share the
machine, of the processor. The peak of memory is that of the whole process, from the making of the
world on.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import synthetic
from matcher.index.content import EncoderMark
from matcher.matching.bulk import BLOCK, best_of_all
from matcher.matching.side import Side
from matcher.workflow.language_means import means
from matcher.workflow.line_up_fiches import Sides
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
from matcher.workflow.snapshot import Snapshot

LIMIT = 10


def world(fr: int, jp: int) -> Sides:
    """Both sides, lined up, and nothing else left in memory."""
    encoder, knowledge = LazyEncoder("default"), open_knowledge()
    snapshot = Snapshot.of(
        synthetic.people(synthetic.ground(encoder), fr=fr, jp=jp),
        revision=1,
        encoder=EncoderMark.of(encoder),
        means=means(encoder, knowledge.vocabulary),
        profile=open_profile(knowledge),
        knowledge=knowledge,
    )
    return snapshot.sides()


def bare_product(fr: Side, jp: Side) -> None:
    """All cosines, block after block."""
    a, b = fr.passage_texts, np.ascontiguousarray(jp.passage_texts.vectors.T)
    for start in range(0, len(fr), BLOCK):
        part = a.between(start, min(start + BLOCK, len(fr))).vectors
        np.matmul(part, b)


@dataclass(frozen=True, slots=True)
class Seconds:
    """How long something took on the clock, and all processors it kept busy together."""

    clock: float
    processor: float


def seconds(work: Callable[[], object]) -> Seconds:
    """How long `work` takes."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Seconds(time.perf_counter() - clock, time.process_time() - processor)


def peak_mb() -> float:
    """The most memory this process has had at once, in MB of 2^20 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--fr", type=int, default=36_000)
    parser.add_argument("--jp", type=int, default=1_800)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    sides = world(asked.fr, asked.jp)
    gc.collect()
    profile = open_profile(open_knowledge())
    print(
        f"{len(sides.fr)} x {len(sides.jp)} authorities, {len(sides.fr.passage_texts.owner)} x "
        f"{len(sides.jp.passage_texts.owner)} key points, peak of making them {peak_mb():.0f} MB"
    )
    bare, ours = [], []
    for _ in range(asked.repeats):
        bare.append(seconds(lambda: bare_product(sides.fr, sides.jp)))
        ours.append(seconds(lambda: best_of_all(sides.fr, sides.jp, profile, LIMIT)))
        print(
            f"  product {bare[-1].clock:.1f} s, the ten best of everybody {ours[-1].clock:.1f} s",
            flush=True,
        )
    for name in ("clock", "processor"):
        product, best = (min(getattr(each, name) for each in times) for times in (bare, ours))
        print(
            f"{name}: product {product:.1f} s, the ten best of everybody {best:.1f} s, "
            f"{best / product:.2f} times"
        )
    print(f"peak of memory {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
