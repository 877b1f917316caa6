"""Hubs: texts and fiches that stand among the nearest of far too many others.

N_k(x) counts how often x is among the k nearest of the other side; a few with a very high count
draw its distribution to the right, and its skewness measures that (Radovanović, Nanopoulos and
Ivanović, "Hubs in Space", JMLR 11, 2010). 0 is even; above 1 some are near to everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged import Judged
from matcher.matching.late_interaction import affinity
from matcher.ports import Encoder

#: Neighbours counted.
NEAREST = 10

FloatMatrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hubness:
    """How unevenly the nearest are spread at one stage of the comparison.

    `jp_skewness`: of how often each Japanese one is found by the French; `fr_skewness`: the other
    way round. `never`: share of all that nobody finds.
    """

    what: str
    stage: str
    jp_skewness: float
    fr_skewness: float
    never: float

    @property
    def skewness(self) -> float:
        """The mean of both ways."""
        return (self.jp_skewness + self.fr_skewness) / 2


def hubness(judged: Judged, encoder: Encoder) -> tuple[Hubness, ...]:
    """Before and after each of the product's two corrections (`matcher.matching.hubs`).

    `judged` is lined up with `encoder`. Key points: before and after the languages' means are
    taken out; fiches, by their key points: before and after the mean affinity of each is.
    """
    fr, jp = judged.fr, judged.jp
    plain = [
        encoder.encode([each.passage.text for each in side.passages]).astype(np.float64)
        for side in (fr, jp)
    ]
    comparison = judged.comparison
    by_fiche = affinity(
        comparison.passage_cosine,
        fr.passage_texts,
        jp.passage_texts,
        (len(fr), len(jp)),
        judged.profile.parameter("key-points-temperature"),
    )
    return (
        _at("key points", "plain cosine", plain[0] @ plain[1].T),
        _at("key points", "languages' means taken out", comparison.passage_cosine),
        _at("fiches", "before hub correction", by_fiche),
        _at("fiches", "after hub correction", comparison.key_points),
    )


def occurrences(similarity: FloatMatrix, nearest: int = NEAREST) -> NDArray[np.int64]:
    """How often each column is among the `nearest` of a row: int64 (m,); the first of equals.

    A NaN is nobody's nearest.
    """
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :nearest]
    known = ~np.isnan(np.take_along_axis(similarity, order, axis=1))
    return np.bincount(order[known], minlength=similarity.shape[1]).astype(np.int64)


def skewness(counts: NDArray[np.int64]) -> float:
    """The third standardised moment of `counts` (m,); 0 where all are equal."""
    off = counts - counts.mean()
    spread = float(np.sqrt((off**2).mean()))
    return float((off**3).mean() / spread**3) if spread > 0 else 0.0


def _at(what: str, stage: str, similarity: FloatMatrix) -> Hubness:
    jp, fr = occurrences(similarity), occurrences(similarity.T)
    never = float((np.concatenate([jp, fr]) == 0).mean())
    return Hubness(what, stage, skewness(jp), skewness(fr), never)
