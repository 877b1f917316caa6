"""Whether two fiches make the same points: as another version, or in another language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matcher.spelling import plain

#: Two texts are nearly equal from this Dice coefficient of their letter triples on; below lie
#: texts on one subject by different hands (about 0.4).
NEARLY = 0.75
#: Share of key points, of both fiches together, that are nearly equal in two versions of one.
VERSION = 0.6
#: Mean similarity of each key point to its best answer, in both directions. Measured with the
#: shipped encoder: translations 0.6 to 0.9, fiches of different places at most 0.3.
TRANSLATION = 0.45
#: How far the answers stand out from all pairs of points: an encoder that finds all texts alike
#: must not make translations of them.
CONTRAST = 0.15

#: What floating numbers may lose where shares are compared; who is let through is looked at again.
_ROUNDING = 1e-9

#: Share of the triples of a text, the most frequent ones, that are not looked for.
_PASSED = 1 / 3

_NOT_WORD = re.compile(r"[\W_]+")


def are_versions(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the key points of two fiches in one language are nearly the same.

    Judged point by point, or on the whole text where it is cut into points differently.
    """
    if not one or not other:
        return not one and not other
    whole = _dice(_triples(" ".join(one)), _triples(" ".join(other)))
    if whole >= NEARLY:
        return True
    ours, theirs = [_triples(text) for text in one], [_triples(text) for text in other]
    alike = [(_dice(a, b), i, j) for i, a in enumerate(ours) for j, b in enumerate(theirs)]
    taken_ours: set[int] = set()
    taken_theirs: set[int] = set()
    for value, i, j in sorted(alike, reverse=True):
        if value >= NEARLY and i not in taken_ours and j not in taken_theirs:
            taken_ours.add(i)
            taken_theirs.add(j)
    return 2 * len(taken_ours) / (len(one) + len(other)) >= VERSION


def possible_versions(fiches: Sequence[Sequence[str]]) -> list[frozenset[int]]:
    """For each fiche (its key points) the earlier ones that `are_versions` may be true of.

    Of the others it is not true. Each text is taken apart once here, and compared with all others
    together: so a collectivity may have hundreds of long fiches.
    """
    sizes = np.array([len(points) for points in fiches], dtype=np.int64)
    owner = np.repeat(np.arange(len(fiches)), sizes)
    wholes = _nearly_equal([_triples(" ".join(points)) for points in fiches])
    near = _nearly_equal([_triples(text) for points in fiches for text in points])
    found: list[frozenset[int]] = []
    for at, whole in enumerate(wholes):
        ours, answered = np.zeros(at, dtype=np.int64), np.zeros(len(owner), dtype=np.bool_)
        for _ in range(sizes[at]):
            answers = next(near)
            answers = answers[owner[answers] < at]
            answered[answers] = True
            ours[np.unique(owner[answers])] += 1
        theirs = np.bincount(owner[answered], minlength=at)
        enough = 2 * np.minimum(ours, theirs) >= VERSION * (sizes[at] + sizes[:at]) - _ROUNDING
        found.append(frozenset(whole.tolist()) | frozenset(np.flatnonzero(enough).tolist()))
    return found


def are_translations(similarity: NDArray[np.float32]) -> bool:
    """Whether two fiches say the same in two languages.

    `similarity` (n, m), in [-1, 1]: cosine of each key point of one to each of the other, the
    means of the languages taken out.
    """
    if similarity.size == 0:
        return False
    best = float(min(similarity.max(axis=1).mean(), similarity.max(axis=0).mean()))
    if best < TRANSLATION:
        return False
    one_point = 1 in similarity.shape
    return one_point or best - float(similarity.mean()) >= CONTRAST


def aligned(similarity: NDArray[np.float32]) -> dict[int, int]:
    """Rows of `similarity` (n, m) → the column that is their best, where they are its best."""
    if similarity.size == 0:
        return {}
    rows, columns = similarity.argmax(axis=1), similarity.argmax(axis=0)
    return {i: int(j) for i, j in enumerate(rows) if columns[j] == i}


def _triples(text: str) -> Counter[str]:
    letters = f" {_NOT_WORD.sub(' ', plain(text)).strip()} "
    return Counter(letters[at : at + 3] for at in range(len(letters) - 2))


def _nearly_equal(texts: Sequence[Counter[str]]) -> Iterator[NDArray[np.int64]]:
    """For each text the places of the earlier ones whose Dice coefficient with it may be `NEARLY`.

    The triples of a text are made a set by telling the first « str » in it from the second: then
    an overlap is counted by going through the lists of the texts that each triple stands in. The
    longest of these lists are not gone through: their triples count as if all texts had them.
    """
    ids: dict[tuple[str, int], int] = {}
    sets = [
        np.array(
            [
                ids.setdefault((triple, nth), len(ids))
                for triple, count in text.items()
                for nth in range(count)
            ],
            dtype=np.int64,
        )
        for text in texts
    ]
    totals = np.array([len(each) for each in sets], dtype=np.int64)
    everything = np.concatenate(sets) if sets else np.zeros(0, dtype=np.int64)
    holders = np.repeat(np.arange(len(sets)), totals)[np.argsort(everything, kind="stable")]
    starts = np.searchsorted(np.sort(everything), np.arange(len(ids)))
    lengths = np.bincount(everything, minlength=len(ids))
    earlier = np.zeros(len(ids), dtype=np.int64)
    for at, own in enumerate(sets):
        passed = int(len(own) * _PASSED)
        rare = own[np.argsort(lengths[own], kind="stable")[: len(own) - passed]]
        counts = earlier[rare]
        before = np.cumsum(counts) - counts
        places = np.repeat(starts[rare] - before, counts) + np.arange(counts.sum())
        common = np.bincount(holders[places], minlength=at)
        both = totals[at] + totals[:at]
        yield np.flatnonzero(
            np.where(both > 0, 2 * (common + passed) >= NEARLY * both - _ROUNDING, True)
        )
        earlier[own] += 1


def _dice(one: Counter[str], other: Counter[str]) -> float:
    """2·|A∩B| / (|A| + |B|), in [0, 1] (Dice 1945)."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
