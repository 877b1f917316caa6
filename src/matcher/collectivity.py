"""Who takes part: a local authority, by official code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Country(StrEnum):
    """The two countries of the cooperation (ISO 3166-1 alpha-2)."""

    FR = "FR"
    JP = "JP"

    @property
    def other(self) -> Country:
        """The country partners come from."""
        return Country.JP if self is Country.FR else Country.FR


class Language(StrEnum):
    """Languages fiches are written in and answers are given in (ISO 639-1)."""

    FR = "fr"
    JA = "ja"
    EN = "en"


class Level(StrEnum):
    """Administrative level; an official code is unique only within country and level."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"
    MUNICIPALITY = "municipality"
    PREFECTURE = "prefecture"


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the map: degrees WGS84, latitude in [-90, 90], longitude in [-180, 180]."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Collectivity:
    """One row of the official registers.

    `kind` is the legal kind in the country's language (commune, métropole, 市, 特別区 …).
    `names` holds the official name in its own language and, where known, in others; a language
    that is not known is absent, never invented. `intercommunality` is the code of the EPCI a
    commune belongs to. `coastal` is None where the register does not
    say.
    """

    country: Country
    level: Level
    kind: str
    code: str
    names: dict[Language, str]
    population: int | None = None
    population_year: int | None = None
    position: Position | None = None
    parent_code: str | None = None
    parent_names: dict[Language, str] | None = None
    intercommunality: str | None = None
    coastal: bool | None = None
    website: str | None = None

    @property
    def id(self) -> str:
        """`fr-`/`jp-` + level + official code, for example `jp-municipality-37201`."""
        return f"{self.country.lower()}-{self.level}-{self.code.lower()}"

    @property
    def own_name(self) -> str:
        """The official name in the country's own language."""
        own = Language.FR if self.country is Country.FR else Language.JA
        return self.names[own]
