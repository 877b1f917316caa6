"""What a shortlist must respect: meetings each, floor, pins, vetoes, twins in or out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TwinRule(StrEnum):
    """Whether existing twins may be paired: both kinds of pairs, new ones only, twins only."""

    IN = "in"
    OUT = "out"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Constraints:
    """Hard wishes. Ids are those of participants; a pair is (French id, Japanese id).

    `meetings_each` >= 1 is the most meetings anybody has; `meetings` overrides it for some.
    A pair under `floor` is never proposed, unless it is pinned.
    """

    meetings_each: int
    floor: float
    pins: frozenset[tuple[str, str]] = frozenset()
    vetoes: frozenset[tuple[str, str]] = frozenset()
    meetings: Mapping[str, int] = field(default_factory=dict)
    twins: TwinRule = TwinRule.IN

    def limit(self, id_: str) -> int:
        """The most meetings of participant `id_`."""
        return self.meetings.get(id_, self.meetings_each)
