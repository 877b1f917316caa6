"""Which words of two matched passages answer each other: what carries the match, for the eye.

A word answers the one it is nearest to, as in the greedy matching of Zhang et al., « BERTScore »
(ICLR 2020, arXiv:1904.09675); here both have to choose each other, and their likeness has to
stand out from that of texts that have nothing to do with each other. It explains a match and is
no part of the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.matching.whole_words import Span, Words

#: More marks than this say no longer what matters.
MOST_LINKS = 6
#: Of a hundred words, so many find nothing as near in a text that has nothing to do with theirs.
PERCENTILE = 99.0
#: Digits of a similarity that are told; rounding errors stay below.
DECIMALS = 4


@dataclass(frozen=True, slots=True)
class WordLink:
    """A word of the French side's passage and the one of the Japanese side's that answers it.

    `fr` and `jp` are places in the two passages. `similarity`: the cosine of what the words mean
    there, times the geometric mean of how much they say, in (0, 1].
    """

    fr: Span
    jp: Span
    similarity: float


def links(fr: Words, jp: Words, noise: float) -> tuple[WordLink, ...]:
    """At most `MOST_LINKS` pairs of words, strongest first, no word twice.

    Each is the other's best answer and more alike than `noise`, in [-1, 1]. Ties go to the word
    that comes first.
    """
    alike = likeness(fr, jp)
    if not alike.size:
        return ()
    answer, back = alike.argmax(axis=1), alike.argmax(axis=0)
    found = [
        WordLink(fr.spans[i], jp.spans[j], round(min(float(alike[i, j]), 1.0), DECIMALS))
        for i, j in enumerate(answer.tolist())
        if back[j] == i and alike[i, j] > max(noise, 0.0)
    ]
    return tuple(sorted(found, key=lambda link: (-link.similarity, link.fr.start))[:MOST_LINKS])


def noise_of(one: Sequence[Words], other: Sequence[Words]) -> float:
    """The likeness that only 1 % of words reach in an unrelated text of the other language.

    `one` and `other` are texts about the same topics in the same order: all pairs but those at
    the same place are taken for unrelated. Without any such pair of words it is 1: nothing
    stands out.
    """
    best = [
        likeness(a, b).max(axis=1)
        for i, a in enumerate(one)
        for j, b in enumerate(other)
        if i != j and a.spans and b.spans
    ]
    return float(np.percentile(np.concatenate(best), PERCENTILE)) if best else 1.0


def likeness(one: Words, other: Words) -> NDArray[np.float64]:
    """Cosines times the geometric mean of the weights: float64 (words of one, words of other)."""
    weight = np.sqrt(np.outer(one.weight, other.weight))
    result: NDArray[np.float64] = (one.vectors @ other.vectors.T) * weight
    return result
