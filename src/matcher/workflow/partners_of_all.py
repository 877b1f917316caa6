"""Both sides → the best partners of everybody, as fast as a machine multiplies matrices."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.collectivity import Country
from matcher.matching.bulk import best_of_all
from matcher.profile import Profile
from matcher.workflow.line_up_fiches import Sides
from matcher.workflow.rank_all import Ranked


def partners_of_all(sides: Sides, profile: Profile, limit: int = 10) -> Iterator[Ranked]:
    """The `limit` best partners of every participant, France first, each country in order of id.

    Neither floor nor twins matter. Scores are those of `score` to four decimals.
    """
    best = best_of_all(sides.fr, sides.jp, profile, limit)
    for country, own, other in (
        (Country.FR, sides.fr, sides.jp),
        (Country.JP, sides.jp, sides.fr),
    ):
        ids = other.ids
        rows, scores = best[country].rows.tolist(), best[country].scores.tolist()
        for query, partners, totals in zip(own.ids, rows, scores, strict=True):
            for rank, (partner, total) in enumerate(zip(partners, totals, strict=True), start=1):
                yield Ranked(query, ids[partner], rank, total)
