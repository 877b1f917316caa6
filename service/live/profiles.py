"""Which weights a question is asked under: those of a profile, or some of them changed for once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from matcher.profile import Profile, Weight
from matcher.workflow.opening import Knowledge, open_profile
from matcher.workflow.profiles import shipped_profiles

#: No weight of a request is larger, in either direction.
MOST_WEIGHT = 1000.0

#: Why a weight is what it is, where a request says so.
_REASON = "asked for in the request"


class Profiles:
    """The profile that was configured, and those that ship; a request can name no other file."""

    def __init__(self, knowledge: Knowledge, configured: Profile) -> None:
        """`configured` is the one used where none is asked for."""
        self._knowledge = knowledge
        self.configured = configured

    @property
    def names(self) -> tuple[str, ...]:
        """What may be asked for."""
        return tuple(dict.fromkeys([self.configured.name, *shipped_profiles()]))

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of a score that have a weight."""
        return tuple(self.configured.weights)

    def named(self, name: str) -> Profile:
        """The profile of one of `names`. Raises KeyError for another."""
        if name == self.configured.name:
            return self.configured
        if name not in self.names:
            raise KeyError(name)
        return _shipped(self._knowledge, name)

    def weighted(self, profile: Profile, weights: Mapping[str, float]) -> Profile:
        """`profile` with some of its weights replaced; its probabilities hold no longer."""
        if not weights:
            return profile
        told = json.dumps([profile.fingerprint, dict(sorted(weights.items()))])
        changed = {part: Weight(value, _REASON) for part, value in weights.items()}
        return replace(
            profile,
            weights={**profile.weights, **changed},
            fingerprint=hashlib.sha256(told.encode()).hexdigest(),
        )


@lru_cache(maxsize=8)
def _shipped(knowledge: Knowledge, name: str) -> Profile:
    return open_profile(knowledge, name)
