"""Score → probability that the pair would be judged good, where the profile may say so."""

from __future__ import annotations

from enum import StrEnum
from typing import overload

import numpy as np
from numpy.typing import NDArray

from matcher.profile import Profile

#: A probability is kept at this many decimals: more would say more than was learnt.
DECIMALS = 4


class Withheld(StrEnum):
    """Why no probability is told."""

    NOT_CALIBRATED = "not-calibrated"
    OTHER_ENCODER = "other-encoder"
    WEIGHTS_CHANGED = "weights-changed"


@overload
def probability(score: float) -> float: ...
@overload
def probability(score: NDArray[np.float64]) -> NDArray[np.float64]: ...
def probability(score: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """Probability in [0, 1] that a pair of this score would be judged good (grade 2 or 3).

    The logistic function 1 / (1 + exp(-score)) of a log-odds (Cox, "The regression analysis of
    binary sequences", JRSS B 20, 1958); an array gives an array of its shape.
    """
    # As exp(-log(1 + exp(-score))): a score far below 0 does not overflow.
    found = np.exp(-np.logaddexp(0.0, -np.asarray(score, dtype=np.float64)))
    return float(found) if isinstance(score, float | int) else found


def withheld(profile: Profile, encoder_fingerprint: str) -> Withheld | None:
    """Why scores under `profile` with that encoder are no log-odds; None where they are."""
    calibration = profile.calibration
    if calibration is None:
        return Withheld.NOT_CALIBRATED
    if calibration.encoder_fingerprint != encoder_fingerprint:
        return Withheld.OTHER_ENCODER
    if calibration.weights_fingerprint != profile.weights_fingerprint:
        return Withheld.WEIGHTS_CHANGED
    return None
