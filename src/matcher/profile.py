"""Weights, criteria and the meeting they are meant for: what a person may change."""

from __future__ import annotations

import hashlib
import json
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
class Calibration:
    """That the scores are log-odds, and with what they are.

    It holds for one encoder (`encoder` is its name, for people) and for the weights and
    parameters of `weights_fingerprint`, see `Profile.weights_fingerprint`. `fitted_on` says in
    words what they were learnt from, `reason` in one sentence why a score may be read so.
    """

    encoder: str
    encoder_fingerprint: str
    weights_fingerprint: str
    fitted_on: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything a score depends on besides the fiches.

    `weights` maps a part's name to its weight. `parameters` holds the constants of the signals
    (each with its reason). `floor` is the least score of a pair worth a meeting.
    `meetings_each` is the most meetings one collectivity has. `fingerprint` changes with the
    content. `calibration` is None where nobody says that the scores are log-odds.
    """

    name: str
    meeting: Meeting
    meetings_each: int
    floor: float
    floor_reason: str
    weights: Mapping[str, Weight]
    parameters: Mapping[str, Weight]
    fingerprint: str
    calibration: Calibration | None = None

    @property
    def weights_fingerprint(self) -> str:
        """SHA-256 of the values that make a score: those of weights and parameters, by name.

        Reasons, the meeting and the floor do not count.
        """
        values = {
            kind: {name: float(entry.value) + 0.0 for name, entry in table.items()}
            for kind, table in (("weights", self.weights), ("parameters", self.parameters))
        }
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()

    def weight(self, part: str) -> float:
        """The weight of `part`; 0 where the profile does not name it."""
        found = self.weights.get(part)
        return 0.0 if found is None else found.value

    def parameter(self, name: str) -> float:
        """The constant `name` of a signal. Raises KeyError where the profile does not hold it."""
        return self.parameters[name].value
