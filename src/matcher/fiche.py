"""One form, understood: what the document says, and where every value comes from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from matcher.collectivity import Collectivity, Country, Language, Position

T = TypeVar("T")

#: How much one fiche may say and take part, whichever way it comes: characters in all, and key
#: points. It is a form of one page; the longest that are known say some 1,300 in six points.
MOST_CHARACTERS = 20_000
MOST_KEY_POINTS = 60


class Origin(StrEnum):
    """Where a value comes from.

    READ: the document says it. GUESSED: deduced from other things the document says (script,
    links, name). COMPLETED: added from the registers. MISSING: nobody says it.
    """

    READ = "read"
    GUESSED = "guessed"
    COMPLETED = "completed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value with its origin. `value` is None if and only if the origin is MISSING."""

    value: T | None = None
    origin: Origin = Origin.MISSING

    def __post_init__(self) -> None:
        if (self.value is None) != (self.origin is Origin.MISSING):
            raise ValueError(f"value {self.value!r} does not go with origin {self.origin}")


def read(value: T | None) -> Sourced[T]:
    """A value the document says; None gives a missing one."""
    return Sourced() if value is None else Sourced(value, Origin.READ)


def guessed(value: T | None) -> Sourced[T]:
    """A value deduced from the document; None gives a missing one."""
    return Sourced() if value is None else Sourced(value, Origin.GUESSED)


@dataclass(frozen=True, slots=True)
class Note:
    """A fact about a value, as code and details; the sentence is made at the edge.

    `code` names the message in the catalogues (for example "language-deduced",
    "population-first-of-several", "charset-guessed", "date-ambiguous"); `field` is the field of
    the fiche it is about.
    """

    code: str
    field: str
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date at the precision given: year, year and month, or a full date."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601 at the precision given: "2014", "2014-03", "2014-03-12"."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """For « the latest counts »: a missing month or day sorts before a given one."""
        return (self.year, self.month or 0, self.day or 0)


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """One item of the innovative policy as read: a bullet, a dash item or a paragraph."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """One fiche « Bonne pratique ».

    The fields hold what the document says (or what was deduced from it, marked GUESSED).
    `collectivity` and `domain_ids` are what the gazetteer and the vocabulary add; they stand
    apart, so that nothing read is ever overwritten. `source` is the file name as given, with
    `place` inside it (page, sheet, row, member of an archive) where there are several.
    `domains` are the labels as typed, after splitting. `population` is in inhabitants.
    """

    source: str
    place: str | None = None
    given_id: str | None = None
    name: Sourced[str] = dataclasses.field(default_factory=Sourced)
    country: Sourced[Country] = dataclasses.field(default_factory=Sourced)
    language: Sourced[Language] = dataclasses.field(default_factory=Sourced)
    kind: Sourced[str] = dataclasses.field(default_factory=Sourced)
    code: Sourced[str] = dataclasses.field(default_factory=Sourced)
    region: Sourced[str] = dataclasses.field(default_factory=Sourced)
    position: Sourced[Position] = dataclasses.field(default_factory=Sourced)
    map_link: Sourced[str] = dataclasses.field(default_factory=Sourced)
    domains: tuple[str, ...] = ()
    population: Sourced[int] = dataclasses.field(default_factory=Sourced)
    population_year: Sourced[int] = dataclasses.field(default_factory=Sourced)
    website: Sourced[str] = dataclasses.field(default_factory=Sourced)
    contact: Sourced[str] = dataclasses.field(default_factory=Sourced)
    updated: Sourced[PartialDate] = dataclasses.field(default_factory=Sourced)
    key_points: tuple[KeyPoint, ...] = ()
    seeking: Sourced[str] = dataclasses.field(default_factory=Sourced)
    notes: tuple[Note, ...] = ()
    collectivity: Collectivity | None = None
    domain_ids: tuple[str, ...] = ()

    @property
    def characters(self) -> int:
        """How much it says: the characters of all that was read as words, but for the contact.

        The contact is kept apart, and a fiche says as much with it as without.
        """
        lines = (self.name, self.kind, self.code, self.region, self.map_link, self.website)
        said = [value.value or "" for value in (*lines, self.seeking)]
        return sum(map(len, (*said, *self.domains, *(point.text for point in self.key_points))))
