"""Parallel text: files `*.tsv.xz` of language 1, language 2, text 1, text 2."""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterator
from pathlib import Path

#: Two languages, in the order of the alphabet.
Kind = tuple[str, str]
Pair = tuple[str, str]
Found = dict[Kind, dict[str, list[Pair]]]

#: French–Japanese pairs joined by twos, which makes longer texts than the source has.
JOINED = "joined"
#: Which sources the pairs of two languages come from, and which share each has.
SHARES: dict[Kind, dict[str, float]] = {
    ("fr", "ja"): {
        "tatoeba": 0.62,
        JOINED: 0.2,
        "jmdict-fr": 0.08,
        "osm-id-tagging": 0.05,
        "sahana-eden": 0.03,
        "hot-tasking-manager": 0.02,
    },
    ("en", "ja"): {"kyoto-wikipedia": 0.5, "tatoeba": 0.35, "edict": 0.1, "osm-id-tagging": 0.05},
    ("en", "fr"): {"canada-laws": 0.4, "tatoeba": 0.3, "canada-open-data": 0.2, "open-sdg": 0.1},
}
_ENDING = ".tsv.xz"
#: Characters of a side of a pair: more than these, fewer than those.
_SHORTEST_FIRST, _SHORTEST_SECOND, _LONGEST = 4, 2, 300
_MOST = 20_000
#: A French sentence must be longer than this to be joined with another.
_WORTH_JOINING = 20


def files(corpora: Path) -> list[Path]:
    """The files of a folder, by name. Ends the program where there are none."""
    found = sorted(corpora.glob(f"*{_ENDING}"))
    if not found:
        raise SystemExit(f"{corpora}: no parallel text (*{_ENDING}); training/README.md says which")
    return found


def read_pairs(corpora: Path, seed: int) -> Found:
    """Pairs by languages and source, in random order, at most 20 000 of each."""
    found: Found = {kind: {source: [] for source in shares} for kind, shares in SHARES.items()}
    for file in files(corpora):
        source = file.name.removesuffix(_ENDING)
        for row in _rows(file):
            if not (
                len(row) == 4
                and _SHORTEST_FIRST < len(row[2]) < _LONGEST
                and _SHORTEST_SECOND < len(row[3]) < _LONGEST
            ):
                continue
            one, two, *pair = row
            if one > two:
                one, two, pair = two, one, pair[::-1]
            if source in found.get((one, two), {}):
                found[one, two][source].append((pair[0], pair[1]))
    chance = random.Random(seed)
    for sources in found.values():
        for pairs in sources.values():
            chance.shuffle(pairs)
            del pairs[_MOST:]
    found["fr", "ja"][JOINED] = _joined(found["fr", "ja"]["tatoeba"])
    return found


def choose(found: Found, sizes: dict[Kind, int]) -> dict[Kind, list[Pair]]:
    """About so many pairs of each two languages, from the sources as `SHARES` says."""
    return {
        kind: [
            pair
            for source, share in SHARES[kind].items()
            for pair in found[kind][source][: round(share * size)]
        ]
        for kind, size in sizes.items()
    }


def sample(corpora: Path, chance: random.Random, most: int) -> list[str]:
    """Both sides of at most so many pairs of each file, cut after 300 characters."""
    texts: list[str] = []
    for file in files(corpora):
        pairs = [row[2:] for row in _rows(file)]
        chance.shuffle(pairs)
        texts += [text[:_LONGEST] for pair in pairs[:most] for text in pair]
    return texts


def _rows(file: Path) -> Iterator[list[str]]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


def _joined(pairs: list[Pair]) -> list[Pair]:
    long = [pair for pair in pairs if len(pair[0]) > _WORTH_JOINING]
    return [
        (f"{one[0]} {two[0]}", f"{one[1]}{two[1]}")
        for one, two in zip(long[::2], long[1::2], strict=False)
    ]
