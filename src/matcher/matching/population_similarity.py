"""Signal: how alike the two populations are, as real twins' are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.matching.comparison import Comparison
from matcher.profile import Profile


def population_similarity(comparison: Comparison, profile: Profile) -> NDArray[np.float64]:
    """Mean of two likenesses in [0, 1], weighted by the parameter `rank-share`.

    By size: exp(−(Δ − μ)² / 2σ²), Δ = log10(Japanese) − log10(French), with μ and σ from the
    profile (`commune-offset` for a French commune, `grouping-offset` for the others,
    `size-spread`). By rank: 1 − |difference of the ranks within the own country|. NaN where
    one population is not known.
    """
    fr, jp = comparison.fr, comparison.jp
    offset = np.where(
        fr.commune, profile.parameter("commune-offset"), profile.parameter("grouping-offset")
    )
    difference = jp.log_population[None, :] - fr.log_population[:, None] - offset[:, None]
    by_size = np.exp(-0.5 * (difference / profile.parameter("size-spread")) ** 2)
    by_rank = 1.0 - np.abs(fr.rank[:, None] - jp.rank[None, :])
    share = profile.parameter("rank-share")
    similarity: NDArray[np.float64] = (1.0 - share) * by_size + share * by_rank
    return similarity
