"""Correction for hubs: texts and participants that are near to everything.

Two cheap cures, both measured (docs/decisions): the mean embedding of each language is taken
out, since what texts of one language have in common is not their meaning; and from the affinity
of a pair the mean affinity of each of the two with the other side is taken out (double
centring). The latter is a column of the side, measured with references of the other side (see
`references`), so that a fiche in a question does not move the scores of the others.
See Radovanović, Nanopoulos and Ivanović, "Hubs in Space", JMLR 11 (2010); and for centring
Suzuki et al., "Centering Similarity Measures to Reduce Hubs", EMNLP 2013.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Language


@dataclass(frozen=True, slots=True, eq=False)
class LanguageMeans:
    """The mean embedding of reference texts in each language: float32 vectors of length d."""

    vectors: Mapping[Language, NDArray[np.float32]]

    @classmethod
    def of(cls, vectors: NDArray[np.float32], languages: Sequence[Language]) -> LanguageMeans:
        """Means of `vectors` (n, d) by language; a language without texts is left out."""
        tags = np.array([str(language) for language in languages])
        return cls(
            {
                language: vectors[tags == language].mean(axis=0).astype(np.float32)
                for language in Language
                if (tags == language).any()
            }
        )

    def taken_out(
        self, vectors: NDArray[np.float32], languages: Sequence[Language]
    ) -> NDArray[np.float32]:
        """`vectors` (n, d) less the mean of their language, as unit rows; zero rows stay zero."""
        if not len(languages):
            return vectors
        zero = np.zeros(vectors.shape[1], dtype=np.float32)
        means = np.stack([self.vectors.get(language, zero) for language in languages])
        centred = vectors - means
        centred[~vectors.any(axis=1)] = 0.0
        length = np.linalg.norm(centred, axis=1, keepdims=True)
        unit: NDArray[np.float32] = np.divide(
            centred, length, out=np.zeros_like(centred), where=length > 0
        )
        return unit


def hub_column(
    affinity: NDArray[np.float64], prior: float, prior_count: float
) -> NDArray[np.float64]:
    """Mean affinity of each row with the columns, float64 (n,).

    `affinity` is (n, m), NaN where not known. Few columns say little, so the mean is drawn
    towards `prior`, the affinity of unrelated participants, as if `prior_count` > 0 further
    columns had it.
    """
    known = ~np.isnan(affinity)
    return hub_means(
        np.where(known, affinity, 0.0).sum(axis=1), known.sum(axis=1), prior, prior_count
    )


def hub_means(
    total: NDArray[np.float64], known: NDArray[np.int64], prior: float, prior_count: float
) -> NDArray[np.float64]:
    """As `hub_column`, from sums (n,) of the affinities that are known and their numbers (n,)."""
    column: NDArray[np.float64] = (total + prior_count * prior) / (known + prior_count)
    return column


def corrected(
    affinity: NDArray[np.float64],
    hub_a: NDArray[np.float64],
    hub_b: NDArray[np.float64],
    prior: float,
) -> NDArray[np.float64]:
    """Double centring: affinity (n, m) less the hub columns (n,) and (m,), plus `prior`."""
    result: NDArray[np.float64] = affinity - hub_a[:, None] - hub_b[None, :] + prior
    return result
