"""What a form of a page asks for: read leniently, since people type it, and told back to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import TypeVar

from starlette.datastructures import QueryParams

from matcher.collectivity import Country
from matcher.gazetteer.authorities import Gazetteer
from matcher.matching.wanted import TwinRule, Wanted
from matcher.matching.wanted_rows import is_area
from matcher.workflow.opening import Knowledge
from service.limits import LONGEST_SOUGHT
from service.live.roster import Sought, lies_in

#: Longest text taken from a field of a form.
LONGEST = LONGEST_SOUGHT
#: Partners shown where nothing else is asked, and the choices there are.
PARTNERS = 5
PARTNER_CHOICES = (3, 5, 10, 20)
#: How many times larger one of the two may be; the choices of the form.
RATIOS = (2.0, 3.0, 5.0, 10.0)

_Enum = TypeVar("_Enum", bound=StrEnum)


class Order(StrEnum):
    """What a list is sorted by: the largest, latest and most first; names and codes upwards."""

    CODE = "code"
    NAME = "name"
    POPULATION = "population"
    UPDATED = "updated"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class ListAsked:
    """What a list of authorities is asked for. `domain` is an id of the vocabulary or "".

    `unknown_region` is whether `region` names no area that is known; then nobody is found.
    """

    name: str = ""
    country: Country | None = None
    domain: str = ""
    region: str = ""
    unknown_region: bool = False
    order: Order = Order.CODE
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether somebody may be left out."""
        return bool(self.name or self.country or self.domain or self.region)

    @property
    def kept(self) -> Mapping[str, object]:
        """What stays asked when another page or order is."""
        order = "" if self.order is Order.CODE else self.order
        return {
            "q": self.name,
            "country": self.country,
            "domain": self.domain,
            "region": self.region,
            "sort": order,
        }

    def sought(self, gazetteer: Gazetteer) -> Sought:
        """The same for the roster."""
        return Sought(
            self.country,
            self.name or None,
            frozenset([self.domain]) if self.domain else frozenset(),
            lies_in(self.region, gazetteer) if self.region else None,
        )


@dataclass(frozen=True, slots=True)
class PartnersAsked:
    """Which partners are asked for, as the form shows it; `wanted` says it to the snapshot."""

    domains: frozenset[str]
    ratio: float | None
    region: str
    unknown_region: bool
    twins: TwinRule
    limit: int

    @property
    def is_narrowed(self) -> bool:
        """Whether somebody may be left out."""
        return bool(self.domains or self.ratio or self.region or self.twins is not TwinRule.IN)

    @property
    def wanted(self) -> Wanted:
        """The same for the snapshot."""
        return Wanted(
            limit=self.limit,
            domains=self.domains,
            population_ratio=self.ratio,
            region=self.region or None,
            twins=self.twins,
        )


def list_asked(query: QueryParams, knowledge: Knowledge) -> ListAsked:
    """What the form of the list says; what cannot be meant asks for nothing."""
    region = _text(query, "region")
    domain = _text(query, "domain")
    return ListAsked(
        name=_text(query, "q"),
        country=_member(query, "country", Country),
        domain=domain if domain in knowledge.vocabulary.ids else "",
        region=region,
        unknown_region=bool(region) and not is_area(region, knowledge.gazetteer),
        order=_member(query, "sort", Order) or Order.CODE,
        page=page_asked(query),
    )


def partners_asked(query: QueryParams, knowledge: Knowledge) -> PartnersAsked:
    """What the form about partners says; what cannot be meant asks for nothing."""
    region = _text(query, "region")
    limit = _whole(query, "limit")
    return PartnersAsked(
        domains=frozenset(query.getlist("domain")) & frozenset(knowledge.vocabulary.ids),
        ratio=_ratio(query),
        region=region,
        unknown_region=bool(region) and not is_area(region, knowledge.gazetteer),
        twins=_member(query, "twins", TwinRule) or TwinRule.IN,
        limit=min(limit, max(PARTNER_CHOICES)) if limit else PARTNERS,
    )


def page_asked(query: QueryParams) -> int:
    """The number of the page asked for, from 1."""
    return max(1, _whole(query, "page") or 1)


def _text(query: QueryParams, name: str) -> str:
    return " ".join(query.get(name, "").split())[:LONGEST]


def _member(query: QueryParams, name: str, kind: type[_Enum]) -> _Enum | None:
    value = query.get(name, "")
    return kind(value) if value in set(kind) else None


def _whole(query: QueryParams, name: str) -> int | None:
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def _ratio(query: QueryParams) -> float | None:
    try:
        value = float(query.get("population_ratio", "").replace(",", "."))
    except ValueError:
        return None
    return value if isfinite(value) and value >= 1 else None
