"""Whom each authority fits best, where no list of meetings has been made yet."""

from __future__ import annotations

import numpy as np

from matcher.matching.pairing import Pairing
from matcher.matching.score import score
from matcher.workflow.make_shortlist import pairings_of
from service.live.moment import Moment
from service.shortlists.in_force import MOST_PAIRS


def best_links(moment: Moment) -> tuple[Pairing, ...]:
    """Every authority's best partner, of those that reach the profile's floor; best pairs first.

    Two that are each other's best are one pair. None where there are too many authorities to
    compare them all for a picture.
    """
    snapshot = moment.snapshot
    fr, jp, profile = snapshot.fr, snapshot.jp, snapshot.profile
    if not 0 < len(fr) * len(jp) <= MOST_PAIRS:
        return ()
    total = score(fr, jp, profile).total
    best = {(row, int(column)) for row, column in enumerate(np.argmax(total, axis=1))}
    best |= {(int(row), column) for column, row in enumerate(np.argmax(total, axis=0))}
    fitting = [pair for pair in best if total[pair] >= profile.floor]
    pairs = [(fr.ids[row], jp.ids[column]) for row, column in fitting]
    told = pairings_of(snapshot.sides(), snapshot.encoder, pairs, profile, snapshot.knowledge)
    return tuple(sorted(told, key=lambda each: (-each.score, each.fr.id, each.jp.id)))
