"""Who of a side is wanted: what is asked for besides being the best, as a mask."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country, Level
from matcher.gathering import Participant
from matcher.gazetteer.areas import Area, area_of
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.twins import Twins
from matcher.matching.live_side import LiveSide
from matcher.matching.wanted import TwinRule, Wanted

#: Two whole numbers of inhabitants that differ do so by more.
_ROUNDING = 1e-12


def wanted_rows(
    asking: Participant, other: LiveSide, wanted: Wanted, gazetteer: Gazetteer, twins: Twins
) -> NDArray[np.bool_]:
    """Which rows of `other` take part and have everything that `asking` wants, bool (n,)."""
    found = other.alive
    if wanted.domains:
        asked = [place for place, id_ in enumerate(other.lookup.ids) if id_ in wanted.domains]
        found = found & other.columns["domains"][:, asked].any(axis=1)
    if wanted.population_ratio is not None:
        population = asking.population.value or np.nan
        distance = np.abs(other.columns["log_population"] - np.log10(population))
        found = found & (distance <= np.log10(wanted.population_ratio) + _ROUNDING)
    if wanted.region is not None:
        area = area_wanted(wanted.region, other.country, gazetteer)
        inside = [not codes.isdisjoint(area) for codes in other.areas]
        found = found & np.array(inside, dtype=np.bool_)[other.columns["area"]]
    if wanted.twins is not TwinRule.IN:
        linked = np.zeros(len(other), dtype=np.bool_)
        linked[_twin_rows(asking, other, twins)] = True
        found = found & (linked if wanted.twins is TwinRule.ONLY else ~linked)
    return found


def area_wanted(region: str, country: Country, gazetteer: Gazetteer) -> frozenset[str]:
    """The codes of the départements or prefectures of `country` that `region` covers.

    `region` is a code or a name in any of the languages; empty where it is neither.
    """
    if country is Country.JP and region.strip().isascii() and region.strip().isdigit():
        code = region.strip()[:2].zfill(2) + "000"
        return frozenset({code} if gazetteer.get(country, Level.PREFECTURE, code) else ())
    area: Area = area_of(region, gazetteer) or frozenset()
    return frozenset(code for of, code in area if of is country)


def is_area(region: str, gazetteer: Gazetteer) -> bool:
    """Whether `region` is the code or the name of an area of either country."""
    return any(area_wanted(region, country, gazetteer) for country in Country)


def _twin_rows(asking: Participant, other: LiveSide, twins: Twins) -> list[int]:
    """The rows of the known twins of `asking`."""
    if asking.collectivity is None:
        return []
    own = asking.collectivity.id
    french = asking.country is Country.FR
    linked = [jp if french else fr for fr, jp in twins.pairs if own == (fr if french else jp)]
    return [row for id_ in linked for row in other.by_authority.get(id_, ())]
