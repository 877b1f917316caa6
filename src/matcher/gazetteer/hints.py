"""Hints: what else a fiche says that tells authorities of one name apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matcher.collectivity import Collectivity, Country, Level, Position
from matcher.gazetteer.authorities import host_of

#: A hint decides only if one option fits well and no other comes near.
NEAR_KM = 25.0
FAR_KM = 60.0
FITTING_RATIO = 1.35
OTHER_RATIO = 2.5
#: What a shortened name must agree with to be taken: closer than to choose among few.
CONFIRMING_KM = 15.0
CONFIRMING_RATIO = 1.2
#: Beyond these, a name found as it is may still be a shortened one of another authority.
CONTRADICTING_KM = 100.0
CONTRADICTING_RATIO = 30.0

_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """Facts beside the name; each may be missing.

    `country` is certain, `likely_country` a guess that only decides among both countries.
    `kind` and `region` are as typed; `postcodes` are French postcodes of the contact.
    """

    country: Country | None = None
    likely_country: Country | None = None
    kind: str | None = None
    code: str | None = None
    region: str | None = None
    population: int | None = None
    position: Position | None = None
    website: str | None = None
    postcodes: tuple[str, ...] = ()


def decide(
    options: Sequence[Collectivity], hints: Hints
) -> tuple[list[Collectivity], tuple[str, ...]]:
    """The options that all clear hints agree on, and the names of these hints.

    All options where no hint is clear; none where clear hints contradict each other.
    """
    left = list(options)
    by: list[str] = []
    for name, supports in _DECIDERS.items():
        supported = supports(options, hints)
        if not supported:
            continue
        narrowed = [option for option in left if option in supported]
        if len(narrowed) < len(left):
            by.append(name)
        left = narrowed
    return left, tuple(by)


def agreements(option: Collectivity, hints: Hints) -> tuple[str, ...]:
    """Names of the hints that `option` clearly agrees with, for a name that is not its own."""
    checks = {
        "website": _same_host(option, hints),
        "position": _kilometres(option, hints) <= CONFIRMING_KM,
        "population": _ratio(option, hints) <= CONFIRMING_RATIO,
        "postcode": _in_postcodes(option, hints.postcodes),
    }
    return tuple(name for name, agrees in checks.items() if agrees)


def contradicted(option: Collectivity, hints: Hints) -> bool:
    """Whether size or place speak strongly against `option`."""
    ratio_, kilometres = _ratio(option, hints), _kilometres(option, hints)
    return CONTRADICTING_RATIO < ratio_ < math.inf or CONTRADICTING_KM < kilometres < math.inf


def distance_km(one: Position, other: Position) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(other.lon - one.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def ratio(one: int, other: int) -> float:
    """The larger over the smaller, at least 1; both are above 0."""
    return max(one, other) / min(one, other)


def _by_website(options: Sequence[Collectivity], hints: Hints) -> list[Collectivity]:
    return [option for option in options if _same_host(option, hints)]


def _by_position(options: Sequence[Collectivity], hints: Hints) -> list[Collectivity]:
    return _only_one(options, [_kilometres(o, hints) for o in options], NEAR_KM, FAR_KM)


def _by_postcode(options: Sequence[Collectivity], hints: Hints) -> list[Collectivity]:
    return [option for option in options if _in_postcodes(option, hints.postcodes)]


def _by_population(options: Sequence[Collectivity], hints: Hints) -> list[Collectivity]:
    return _only_one(options, [_ratio(o, hints) for o in options], FITTING_RATIO, OTHER_RATIO)


def _by_country(options: Sequence[Collectivity], hints: Hints) -> list[Collectivity]:
    return [option for option in options if option.country is hints.likely_country]


_Decider = Callable[[Sequence[Collectivity], Hints], list[Collectivity]]
_DECIDERS: dict[str, _Decider] = {
    "website": _by_website,
    "position": _by_position,
    "postcode": _by_postcode,
    "population": _by_population,
    "country": _by_country,
}


def _only_one(
    options: Sequence[Collectivity], off: Sequence[float], near: float, far: float
) -> list[Collectivity]:
    """The option that is off by at most `near`, where all others are off by at least `far`."""
    fitting = [option for option, by in zip(options, off, strict=True) if by <= near]
    between = any(near < by < far for by in off)
    return [] if between or len(fitting) != 1 else fitting


def _same_host(option: Collectivity, hints: Hints) -> bool:
    if not hints.website or not option.website:
        return False
    return host_of(hints.website) == host_of(option.website)


def _kilometres(option: Collectivity, hints: Hints) -> float:
    """From the position in the fiche; infinite where one is not known."""
    if hints.position is None or option.position is None:
        return math.inf
    return distance_km(hints.position, option.position)


def _ratio(option: Collectivity, hints: Hints) -> float:
    """To the population in the fiche; infinite where one is not known or 0."""
    if not hints.population or not option.population:
        return math.inf
    return ratio(hints.population, option.population)


def _in_postcodes(option: Collectivity, postcodes: tuple[str, ...]) -> bool:
    if option.level not in (Level.COMMUNE, Level.EPCI) or option.parent_code is None:
        return False
    return any(postcode.startswith(_postal(option.parent_code)) for postcode in postcodes)


def _postal(departement: str) -> str:
    """Postcodes of Corsica still begin with 20."""
    return "20" if departement in ("2A", "2B") else departement
