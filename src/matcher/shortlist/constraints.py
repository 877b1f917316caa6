"""What a shortlist must respect: meetings each, floor, pins, vetoes, twins in or out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from matcher.matching.wanted import TwinRule

__all__ = ["Constraints", "TwinRule"]  # a shortlist asks for the latter as suggestions do


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
