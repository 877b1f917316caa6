"""Every participant's ranking of the other country, in one direction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from matcher.collectivity import Country
from matcher.matching.score import score
from matcher.matching.side import Side
from matcher.matching.signals import GROUPS
from matcher.matching.suggest import ranked
from matcher.profile import Profile


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate in one participant's ranking; `rank` counts from 1, ids break ties."""

    query: str
    partner: str
    rank: int
    score: float


def rank_all(
    fr: Side, jp: Side, asking: Country, profile: Profile, groups: Collection[str] = GROUPS
) -> Iterator[Ranked]:
    """For every participant of `asking`, in order of id, all of the other country, best first.

    Neither floor nor twins matter. `groups` are the signals that count (see
    `matcher.matching.signals.GROUPS`).
    """
    total = score(fr, jp, profile, groups).total
    own, other = (fr, jp) if asking is Country.FR else (jp, fr)
    by_own = total if asking is Country.FR else total.T
    for row, query in enumerate(own.ids):
        for rank, column in enumerate(ranked(by_own[row], other.ids), start=1):
            yield Ranked(query, other.ids[column], rank, float(by_own[row, column]))
