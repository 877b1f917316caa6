"""Weights, criteria and the meeting they are meant for: what a person may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.collectivity import Language


@dataclass(frozen=True, slots=True)
class Weight:
    """The weight of one part and the reason for it."""

    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class WorkingGroup:
    """A working group of the meeting: its name in each language and the domains it covers."""

    names: Mapping[Language, str]
    domain_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting a shortlist is prepared for."""

    names: Mapping[Language, str]
    dates: str
    places: Mapping[Language, str]
    working_groups: tuple[WorkingGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything a score depends on besides the fiches.

    `weights` maps a part's name to its weight. `parameters` holds the constants of the signals
    (each with its reason). `floor` is the least score of a pair worth a meeting.
    `meetings_each` is the most meetings one collectivity has. `fingerprint` changes with the
    content.
    """

    name: str
    meeting: Meeting
    meetings_each: int
    floor: float
    floor_reason: str
    weights: Mapping[str, Weight]
    parameters: Mapping[str, Weight]
    fingerprint: str

    def weight(self, part: str) -> float:
        """The weight of `part`; 0 where the profile does not name it."""
        found = self.weights.get(part)
        return 0.0 if found is None else found.value

    def parameter(self, name: str) -> float:
        """The constant `name` of a signal. Raises KeyError where the profile does not hold it."""
        return self.parameters[name].value
