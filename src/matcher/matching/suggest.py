"""One participant's best partners, or that nobody fits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.matching.calibration import Withheld
from matcher.matching.explanation import TwinOf, explain
from matcher.matching.pairing import Suggestions
from matcher.matching.score import score
from matcher.matching.side import Side
from matcher.profile import Profile


def suggest(
    own: Side,
    row: int,
    other: Side,
    profile: Profile,
    twin_of: TwinOf,
    limit: int,
    *,
    withheld: Withheld | None,
) -> Suggestions:
    """The `limit` best partners of participant `row` of `own` among all of `other`, best first.

    Ties are broken by id. Pairs under the profile's floor are listed too, but where even the
    best lies under it, `nobody_fits` says so. `withheld` is why no probability is to be told.
    """
    one = own if len(own) == 1 else own.take([row])
    fr, jp = (one, other) if own.country is Country.FR else (other, one)
    scores = score(fr, jp, profile)
    totals = scores.total[0] if own.country is Country.FR else scores.total[:, 0]
    best = ranked(totals, other.ids)[:limit]
    pairings = tuple(
        explain(
            scores,
            *((0, int(k)) if own.country is Country.FR else (int(k), 0)),
            profile=profile,
            twin_of=twin_of,
            withheld=withheld,
        )
        for k in best
    )
    return Suggestions(
        participant=one.participants[0],
        pairings=pairings,
        nobody_fits=not pairings or pairings[0].score < profile.floor,
        probability_withheld=withheld,
    )


def ranked(totals: NDArray[np.float64], ids: tuple[str, ...]) -> list[int]:
    """Positions by falling score, ties by id."""
    return sorted(range(len(ids)), key=lambda k: (-totals[k], ids[k]))
