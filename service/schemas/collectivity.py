"""Collectivities that take part: in short, on a page, and with what their fiches say."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ConfigDict, Field

from matcher.collectivity import Collectivity, Country, Language, Level, Position
from matcher.fiche import Fiche
from matcher.gathering import Participant
from matcher.writing.names import names_of, own_language
from service.live.moment import FicheStanding, Moment
from service.schemas import examples
from service.schemas.answer import Answer


class CollectivityAnswer(Answer):
    """A collectivity that takes part, in short."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COLLECTIVITY]})

    id: str = Field(description="Matches `[a-z0-9-]+`.")
    name: str = Field(description="As its fiche gives it.")
    country: Country
    population: int | None = Field(
        description="Inhabitants: as the fiche says, else of the registers; null if not known."
    )
    domain_ids: list[str] = Field(description="Fields of the vocabulary that its fiches name.")

    @classmethod
    def of(cls, participant: Participant) -> CollectivityAnswer:
        """A participant in short."""
        return cls(
            id=participant.id,
            name=participant.name,
            country=participant.country,
            population=participant.population.value,
            domain_ids=list(participant.domain_ids),
        )


class CollectivityPage(Answer):
    """A page of the collectivities that take part, sorted by id."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COLLECTIVITY_PAGE]})

    items: list[CollectivityAnswer]
    total: int = Field(ge=0, description="How many there are on all pages.")
    next: str | None = Field(description="Address of the next page; null on the last.")


class PositionAnswer(Answer):
    """A point on the map, in degrees (WGS84)."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)

    @classmethod
    def of(cls, position: Position | None) -> PositionAnswer | None:
        """A position, where there is one."""
        return None if position is None else cls(lat=position.lat, lon=position.lon)


class KeyPointAnswer(Answer):
    """A key point of the innovative policy."""

    number: int = Field(ge=1, description="Counts the key points of the collectivity from 1.")
    language: Language
    text: str


class FicheMark(Answer):
    """A fiche of a collectivity, by its id and version."""

    id: str
    version: int = Field(ge=1)
    part: FicheStanding = Field(
        description="Whether it counts, is a translation of one that does, or is superseded."
    )


class CollectivityDetail(CollectivityAnswer):
    """A collectivity that takes part, with what its fiches say."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COLLECTIVITY_DETAIL]})

    names: dict[Language, str] = Field(description="Every name known; others are absent.")
    level: Level | None = Field(description="Level in the registers; null if not found there.")
    kind: str | None = Field(description="Legal kind, in the country's language.")
    code: str | None = Field(description="Official code; unique within country and level.")
    parent: str | None = Field(description="Département, région or prefecture it lies in.")
    position: PositionAnswer | None
    website: str | None
    domains: list[str] = Field(description="The fields as the fiches name them.")
    key_points: list[KeyPointAnswer]
    seeking: str | None = Field(description="What partner is wished for.")
    updated: str | None = Field(description="Date of the latest fiche, at the precision given.")
    fiches: list[FicheMark] = Field(description="Its fiches in the catalogue.")
    contacts: list[str] | None = Field(
        default=None, description="Null unless asked for by a key that may see them."
    )

    @classmethod
    def at(cls, moment: Moment, id_: str) -> CollectivityDetail:
        """A participant of `moment` with what its fiches say. Raises UnknownCollectivity."""
        participant = moment.roster[id_]
        place, latest = participant.collectivity, participant.fiches[0]
        return cls(
            **CollectivityAnswer.of(participant).model_dump(),
            names=names_of(participant),
            level=None if place is None else place.level,
            kind=latest.kind.value if place is None else place.kind,
            code=None if place is None else place.code,
            parent=_parent_of(place),
            position=PositionAnswer.of(participant.position.value),
            website=_first(fiche.website.value for fiche in participant.fiches),
            domains=list(participant.domains),
            key_points=_key_points_of(participant),
            seeking=_first(fiche.seeking.value for fiche in participant.fiches),
            updated=None if latest.updated.value is None else str(latest.updated.value),
            fiches=[
                FicheMark(id=stored.id, version=stored.version, part=moment.placed[stored.id].part)
                for stored in moment.fiches_of(participant.id)
            ],
        )


def _key_points_of(participant: Participant) -> list[KeyPointAnswer]:
    said = [(fiche, point) for fiche in participant.fiches for point in fiche.key_points]
    return [
        KeyPointAnswer(number=number, language=_language_of(fiche, participant), text=point.text)
        for number, (fiche, point) in enumerate(said, start=1)
    ]


def _language_of(fiche: Fiche, participant: Participant) -> Language:
    return fiche.language.value or own_language(participant.country)


def _parent_of(place: Collectivity | None) -> str | None:
    if place is None or not place.parent_names:
        return None
    return place.parent_names.get(own_language(place.country))


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)
