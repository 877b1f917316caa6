"""Late interaction between the texts of two sides: every text looks for its best answer.

For participants A and B with texts a, b of weights w (summing to 1 for each participant):

    s(A→B) = Σ_a w_a · T · log Σ_b w_b · exp(cos(a, b) / T)

is the mean over A's texts of a soft maximum over B's, and the affinity is the mean of s(A→B) and
s(B→A), so that a match serves both sides. With T → 0 the soft maximum becomes the MaxSim of
Khattab and Zaharia, "ColBERT" (SIGIR 2020). The weights inside the logarithm make it a mean:
repeating a participant's texts, or cutting one in two equal ones, changes nothing, so that
nobody wins by length or by many bullets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.matching.side import Texts

FloatMatrix = NDArray[np.float64]


def cosines(a: Texts, b: Texts) -> FloatMatrix:
    """All inner products: float64 (texts of a, texts of b), in [-1, 1] up to rounding.

    Computed in float64: the result then does not depend on which other rows are present.
    """
    product: FloatMatrix = a.vectors.astype(np.float64) @ b.vectors.astype(np.float64).T
    return product


def affinity(
    cosine: FloatMatrix, a: Texts, b: Texts, counts: tuple[int, int], temperature: float
) -> FloatMatrix:
    """Soft late interaction in both directions.

    `cosine` is `cosines(a, b)`, `counts` the numbers of participants (n, m) and `temperature`
    T > 0. Returns float64 (n, m); NaN where a participant has no text.
    """
    one_way = directions(cosine, a, b, counts, temperature)
    return (one_way[0] + one_way[1]) / 2


def directions(
    cosine: FloatMatrix, a: Texts, b: Texts, counts: tuple[int, int], temperature: float
) -> tuple[FloatMatrix, FloatMatrix]:
    """s(A→B) and s(B→A), each float64 (n, m), NaN where a participant has no text."""
    of_a, of_b = a.membership(counts[0]), b.membership(counts[1])
    strength = np.exp((cosine - 1.0) / temperature)
    with np.errstate(divide="ignore", invalid="ignore"):
        from_a = of_a @ (1.0 + temperature * np.log(strength @ of_b.T))
        from_b = (1.0 + temperature * np.log(of_a @ strength)) @ of_b.T
    empty = np.logical_or.outer(of_a.sum(1) == 0, of_b.sum(1) == 0)
    return np.where(empty, np.nan, from_a), np.where(empty, np.nan, from_b)


def best_pair(cosine: FloatMatrix, a: Texts, b: Texts, counts: tuple[int, int]) -> FloatMatrix:
    """The greatest cosine between any text of each pair: float64 (n, m), NaN without texts."""
    best = np.full(counts, np.nan)
    rows, row_starts = np.unique(a.owner, return_index=True)
    columns, column_starts = np.unique(b.owner, return_index=True)
    if rows.size and columns.size:
        by_row = np.maximum.reduceat(cosine, row_starts, axis=0)
        best[np.ix_(rows, columns)] = np.maximum.reduceat(by_row, column_starts, axis=1)
    return best
