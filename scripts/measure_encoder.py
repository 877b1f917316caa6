"""Prints what an encoder's card states: size, load time, speed, translations found.

    python scripts/measure_encoder.py [MODEL] --texts DIR

DIR holds sentence-aligned files, a sentence a line: `ntrex-dev.fra`, `.jpn`, `.eng` (the first
1 000 sentences of NTREX-128) and `tatoeba.fra-eng.fra`, `.eng`, `tatoeba.jpn-eng.jpn`, `.eng`
(Tatoeba by way of LASER). A translation is found when it is the nearest sentence by cosine.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matcher.encoding.models import DEFAULT, find_folder, open_encoder

PAIRS = (
    ("ntrex-dev.fra", "ntrex-dev.jpn"),
    ("ntrex-dev.fra", "ntrex-dev.eng"),
    ("ntrex-dev.jpn", "ntrex-dev.eng"),
    ("tatoeba.fra-eng.fra", "tatoeba.fra-eng.eng"),
    ("tatoeba.jpn-eng.jpn", "tatoeba.jpn-eng.eng"),
)
LENGTHS_IN_WORDS = (12, 20)
LOADING = (
    "import time; start = time.perf_counter(); "
    "from matcher.encoding.models import open_encoder; open_encoder({model!r}); "
    "print(time.perf_counter() - start)"
)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("model", nargs="?", default=DEFAULT)
    parser.add_argument("--texts", type=Path, required=True, help="folder of the aligned files")
    options = parser.parse_args()
    folder = find_folder(options.model)
    if folder is not None:
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
        print(f"size: {size / 1e6:.1f} MB")
    print(f"load, imports included: {load_time(options.model):.2f} s (median of 5)")
    encoder = open_encoder(options.model)
    texts = {name: lines(options.texts / name) for pair in PAIRS for name in pair}
    for words in LENGTHS_IN_WORDS:
        short = [" ".join(text.split()[:words]) for text in texts["ntrex-dev.fra"]]
        start, worked = time.perf_counter(), time.process_time()
        encoder.encode(short)
        print(
            f"speed, French, {words} words: {len(short) / (time.perf_counter() - start):.0f} a "
            f"second, {len(short) / (time.process_time() - worked):.0f} a processor second"
        )
    for one, other in PAIRS:
        there, back = found(encoder.encode(texts[one]), encoder.encode(texts[other]))
        print(f"{one} - {other}: {there:.3f} / {back:.3f}")
    return 0


def load_time(model: str) -> float:
    """Seconds until the encoder is open, in a fresh process that has imported nothing."""
    program = LOADING.format(model=model)
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout
        for _ in range(5)
    ]
    return statistics.median(map(float, runs))


def lines(file: Path) -> list[str]:
    """The sentences of a file."""
    return file.read_text("utf-8").rstrip("\n").split("\n")


def found(one: NDArray[np.float32], other: NDArray[np.float32]) -> tuple[float, float]:
    """Share of rows whose nearest row on the other side is their own, in both directions."""
    similarity = one @ other.T
    own = np.arange(len(one))
    there = float((similarity.argmax(axis=1) == own).mean())
    back = float((similarity.argmax(axis=0) == own).mean())
    return there, back


if __name__ == "__main__":
    sys.exit(main())
