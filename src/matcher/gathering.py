"""Fiches of one collectivity become one participant: versions, translations, further fiches."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.collectivity import Collectivity, Country, Language, Position
from matcher.fiche import Fiche, KeyPoint, Origin, Sourced


@dataclass(frozen=True, slots=True)
class TranslatedPoint:
    """A key point that a translation of the fiche says in another language.

    `index` counts into `Participant.key_points`.
    """

    index: int
    language: Language
    key_point: KeyPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A collectivity with its fiches, as it takes part.

    `id` matches `[a-z0-9-]+`. `name` is as read. `fiches` are the ones that count, latest
    first, at least one. `translations` say the same in another language and count nothing;
    `superseded` are older versions of a counted fiche.
    """

    id: str
    collectivity: Collectivity | None
    country: Country
    name: str
    fiches: tuple[Fiche, ...]
    translations: tuple[Fiche, ...] = ()
    superseded: tuple[Fiche, ...] = ()
    translated_points: tuple[TranslatedPoint, ...] = ()

    @property
    def key_points(self) -> tuple[KeyPoint, ...]:
        """The key points of all counted fiches, in order."""
        return tuple(point for fiche in self.fiches for point in fiche.key_points)

    def key_point_in(self, index: int, language: Language) -> KeyPoint:
        """Key point `index` in `language` where a translation has it, else as counted."""
        for point in self.translated_points:
            if point.index == index and point.language is language:
                return point.key_point
        return self.key_points[index]

    @property
    def domains(self) -> tuple[str, ...]:
        """Labels as typed in the counted fiches, each once, in order."""
        return tuple(dict.fromkeys(label for fiche in self.fiches for label in fiche.domains))

    @property
    def domain_ids(self) -> tuple[str, ...]:
        """Ids of the vocabulary of the counted fiches, each once, in order of first mention."""
        return tuple(dict.fromkeys(id_ for fiche in self.fiches for id_ in fiche.domain_ids))

    @property
    def population(self) -> Sourced[int]:
        """Inhabitants: as read in the latest fiche that says it, else of the registers."""
        for fiche in self.fiches:
            if fiche.population.value is not None:
                return fiche.population
        if self.collectivity is None or self.collectivity.population is None:
            return Sourced()
        return Sourced(self.collectivity.population, Origin.COMPLETED)

    @property
    def position(self) -> Sourced[Position]:
        """As read in the latest fiche that says it, else of the registers."""
        for fiche in self.fiches:
            if fiche.position.value is not None:
                return fiche.position
        if self.collectivity is None or self.collectivity.position is None:
            return Sourced()
        return Sourced(self.collectivity.position, Origin.COMPLETED)
