"""Signal: domains in common, rare ones more, and labels as typed compared by the encoder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.matching.comparison import Comparison
from matcher.profile import Profile


def domain_affinity(comparison: Comparison, profile: Profile) -> NDArray[np.float64]:
    """Shared ids (in [0, 1]) plus the labels' affinity times the parameter `labels-share`.

    A participant whose labels all map nowhere is compared by its labels alone; NaN where one
    of the two names no domain at all.
    """
    return with_labels(shared_ids(comparison, profile), comparison.labels, profile)


def with_labels(
    shared: NDArray[np.float64], labels: NDArray[np.float64], profile: Profile
) -> NDArray[np.float64]:
    """The two halves of `domain_affinity`, each NaN where it cannot be told, put together."""
    labels = profile.parameter("labels-share") * labels
    return np.where(np.isnan(shared), labels, np.where(np.isnan(labels), shared, shared + labels))


def shared_ids(comparison: Comparison, profile: Profile) -> NDArray[np.float64]:
    """Cosine of the two sets of domain ids, each id weighted by its rarity, float64 (n, m).

    Fields the roadmap stresses weigh `stressed-emphasis` times as much. In [0, 1]; NaN where
    one of the two has no id.
    """
    fields = comparison.fr.fields
    emphasis = np.where(fields.stressed, profile.parameter("stressed-emphasis"), 1.0)
    weight = np.sqrt(fields.rarity * emphasis)
    a = comparison.fr.domains * weight
    b = comparison.jp.domains * weight
    length = np.outer(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1))
    with np.errstate(invalid="ignore"):
        cosine: NDArray[np.float64] = np.where(length > 0, (a @ b.T) / length, np.nan)
    return cosine
