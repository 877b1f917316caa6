"""Rankings as a TREC run: `qid Q0 docid rank score tag`, a line a candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

#: Scores have nine decimals; where two are equal, the lower rank gets one unit less, so that
#: tools which order by score (and break ties by id backwards) keep our order.
DECIMALS = 9


class RankedLine(Protocol):
    """One candidate in one ranking."""

    @property
    def query(self) -> str:
        """Who asks."""
        ...

    @property
    def partner(self) -> str:
        """The candidate."""
        ...

    @property
    def rank(self) -> int:
        """From 1."""
        ...

    @property
    def score(self) -> float:
        """Falling with the rank."""
        ...


def run_lines(ranking: Iterable[RankedLine], tag: str) -> Iterator[str]:
    """The lines of a run, without line ends; scores fall strictly within a query."""
    unit = 10**DECIMALS
    query, last = None, 0
    for each in ranking:
        units = round(each.score * unit)
        if each.query == query:
            units = min(units, last - 1)
        query, last = each.query, units
        sign, units = ("-", -units) if units < 0 else ("", units)
        shown = f"{sign}{units // unit}.{units % unit:0{DECIMALS}d}"
        yield f"{each.query} Q0 {each.partner} {each.rank} {shown} {tag}"
