"""Which partners are wanted: how many, and what each of them must have."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matcher.profile import Profile


class TwinRule(StrEnum):
    """Whether existing twins may be paired: both kinds of pairs, new ones only, twins only."""

    IN = "in"
    OUT = "out"
    ONLY = "only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The `limit` >= 1 best partners among those who have everything that is asked.

    `domains`: at least one of these ids of the vocabulary is among the partner's; empty asks for
    nothing. `population_ratio` >= 1: the larger of the two has at most so many times the other's
    inhabitants; where one of the two is not known, the partner is not wanted. `region`: code or
    name of the département, région, prefecture or larger area the partner lies in. `twins`: what
    partnerships that exist and are listed have to say. `profile`: weights, parameters and floor
    of this question, None for those of the snapshot.
    """

    limit: int = 10
    domains: frozenset[str] = frozenset()
    population_ratio: float | None = None
    region: str | None = None
    twins: TwinRule = TwinRule.IN
    profile: Profile | None = None

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"at least one partner is wanted, not {self.limit}")
        if self.population_ratio is not None and not self.population_ratio >= 1.0:
            raise ValueError(f"a ratio of populations is at least 1, not {self.population_ratio}")

    @property
    def everybody(self) -> bool:
        """Whether nobody is left out."""
        return (
            not self.domains
            and self.population_ratio is None
            and self.region is None
            and self.twins is TwinRule.IN
        )
