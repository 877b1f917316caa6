"""What two sides have to say to each other, computed once and read by every signal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.matching.hubs import corrected
from matcher.matching.late_interaction import affinity, best_pair, cosines
from matcher.matching.side import Side
from matcher.profile import Profile


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """French × Japanese matrices, float64 (n, m); NaN where one of the two has no such text.

    `passage_cosine` is (passages of fr, passages of jp). `key_points` and `labels` are soft
    late interactions corrected for hubs; `best_passage` is the greatest cosine between any
    two passages of the pair.
    """

    fr: Side
    jp: Side
    passage_cosine: NDArray[np.float64]
    key_points: NDArray[np.float64]
    best_passage: NDArray[np.float64]
    labels: NDArray[np.float64]


def compare(fr: Side, jp: Side, profile: Profile) -> Comparison:
    """Compare every participant of `fr` with every one of `jp`."""
    counts = (len(fr), len(jp))
    a, b = fr.passage_texts, jp.passage_texts
    cosine = cosines(a, b)
    parameter = profile.parameter
    return Comparison(
        fr=fr,
        jp=jp,
        passage_cosine=cosine,
        key_points=corrected(
            affinity(cosine, a, b, counts, parameter("key-points-temperature")),
            fr.passage_hub,
            jp.passage_hub,
            parameter("key-points-hub-prior"),
        ),
        best_passage=best_pair(cosine, a, b, counts),
        labels=label_affinity(fr, jp, profile),
    )


def label_affinity(fr: Side, jp: Side, profile: Profile) -> NDArray[np.float64]:
    """Late interaction of the labels as typed, corrected for hubs: float64 (n, m)."""
    a, b = fr.label_texts, jp.label_texts
    temperature = profile.parameter("labels-temperature")
    return corrected(
        affinity(cosines(a, b), a, b, (len(fr), len(jp)), temperature),
        fr.label_hub,
        jp.label_hub,
        profile.parameter("labels-hub-prior"),
    )
