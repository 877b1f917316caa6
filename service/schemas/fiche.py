"""A fiche in a request, and what was understood of it and completed."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from matcher.collectivity import Country, Language, Level
from matcher.fiche import Fiche, Note
from matcher.gathering import Participant
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from service.limits import LONGEST_FICHE, LONGEST_KEY_POINT, LONGEST_LINE, MOST_KEY_POINTS
from service.schemas import examples
from service.schemas.answer import Answer
from service.schemas.collectivity import PositionAnswer
from service.schemas.partners import PartnersAnswer

MOST_DOMAINS = 60
LONGEST_ADDRESS = 2_000
MOST_UNREAD = 20

#: What is said of key points: no schema can say what a whole may have.
ALL_TOGETHER = (
    "With all else that the fiche says, but for the contact, "
    f"they have at most {LONGEST_FICHE} characters."
)

#: Keys that a fiche as printed has and a request need not: never read, and nothing to wonder at.
_LEFT_ALONE = frozenset(["contact", "completed", "notes", "place", "source"])

Text = Annotated[str, Field(max_length=LONGEST_LINE)]
Address = Annotated[str, Field(max_length=LONGEST_ADDRESS)]


def _figure_as_text(value: object) -> object:
    """A number as it would be written; true and false are none."""
    if isinstance(value, bool) or (isinstance(value, int | float) and value < 0):
        raise ValueError("no figure")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value


def _as_list(value: object) -> object:
    """Several fields in one text are told apart by the reader."""
    return [value] if isinstance(value, str) else value


#: A number, or a text that says one.
Figure = Annotated[
    Text,
    BeforeValidator(_figure_as_text, json_schema_input_type=Annotated[float, Field(ge=0)] | Text),
]
Labels = Annotated[
    list[Text],
    Field(max_length=MOST_DOMAINS),
    BeforeValidator(_as_list, json_schema_input_type=list[Text] | Text),
]
Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False)]  # true is no number


class LocationBody(BaseModel):
    """Where the authority lies."""

    region: Text | None = None
    lat: Annotated[Degrees, Field(ge=-90, le=90)] | None = None
    lon: Annotated[Degrees, Field(ge=-180, le=180)] | None = None
    link: Address | None = Field(default=None, description="A map link.")


class FicheForm(BaseModel):
    """What every fiche in a request may say besides its name and key points."""

    model_config = ConfigDict(extra="allow")

    id: Annotated[str, Field(max_length=100)] | None = None
    country: Country | None = Field(default=None, description="Deduced where it is not given.")
    language: Language | None = Field(default=None, description="Deduced where it is not given.")
    kind: Text | None = None
    code: Text | None = Field(default=None, description="Official code.")
    region: Text | None = None
    location: LocationBody | None = None
    domains: Labels | None = Field(default=None, description="As typed, in any language.")
    population: Figure | None = None
    population_year: Figure | None = None
    website: Address | None = None
    updated: Figure | None = None
    seeking: Annotated[str, Field(max_length=LONGEST_KEY_POINT)] | None = None

    @property
    def text(self) -> str:
        """The fiche as a file of it would say it, in JSON."""
        return self.model_dump_json(exclude_none=True, exclude=set(self.model_extra or ()))

    @property
    def unread(self) -> tuple[Note, ...]:
        """A note for every key that is not read and that no fiche has."""
        strange = [key for key in self.model_extra or () if key not in _LEFT_ALONE]
        return tuple(
            Note("cell-not-used", "other", {"label": key})
            for key in strange[:MOST_UNREAD]
            if key.isprintable() and len(key) <= LONGEST_LINE
        )


class FicheBody(FicheForm):
    """A fiche « Bonne pratique », as `matcher read --json` prints it or a YAML fiche says it.

    Values may be written as on the form (« 12 345 hab. », 約42万人). Other keys may be there,
    `contact` among them: they are not read. Nothing of it is kept.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FICHE_BODY]})

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_LINE)]
    key_points: list[Annotated[str, Field(max_length=LONGEST_KEY_POINT)]] = Field(
        min_length=1, max_length=MOST_KEY_POINTS, description=ALL_TOGETHER
    )


class NoteAnswer(Answer):
    """A fact about a value: what was deduced, odd or not understood."""

    code: str
    field: str
    text: str = Field(description="The note as a sentence in the reader's language.")

    @classmethod
    def of(cls, note: Note, speaker: Speaker) -> NoteAnswer:
        """A note for the reader."""
        return cls(code=note.code, field=note.field, text=messages.note(note, speaker))


class LocationAnswer(Answer):
    """Where the fiche says the authority lies."""

    lat: float | None
    lon: float | None
    link: str | None

    @classmethod
    def of(cls, fiche: Fiche) -> LocationAnswer:
        """The location as read."""
        position = fiche.position.value
        return cls(
            lat=None if position is None else position.lat,
            lon=None if position is None else position.lon,
            link=fiche.map_link.value,
        )


class CompletedAnswer(Answer):
    """What the vocabulary and the registers add; null where the name is not found there."""

    domain_ids: list[str]
    id: str | None = None
    level: Level | None = None
    kind: str | None = None
    code: str | None = None
    names: dict[Language, str] | None = None
    population: int | None = None
    population_year: int | None = None
    position: PositionAnswer | None = None
    parent_code: str | None = None
    parent_names: dict[Language, str] | None = None
    intercommunality: str | None = Field(default=None, description="Code of its EPCI.")
    website: str | None = None

    @classmethod
    def of(cls, fiche: Fiche) -> CompletedAnswer:
        """What a fiche was completed with."""
        place = fiche.collectivity
        if place is None:
            return cls(domain_ids=list(fiche.domain_ids))
        return cls(
            domain_ids=list(fiche.domain_ids),
            id=place.id,
            level=place.level,
            kind=place.kind,
            code=place.code,
            names=place.names,
            population=place.population,
            population_year=place.population_year,
            position=PositionAnswer.of(place.position),
            parent_code=place.parent_code,
            parent_names=place.parent_names,
            intercommunality=place.intercommunality,
            website=place.website,
        )


class FicheContent(Answer):
    """What was understood of a fiche, as `matcher read --json` says it; it can be sent again."""

    id: str | None = Field(description="The id that the fiche gives its authority.")
    name: str | None
    country: Country | None
    language: Language | None
    kind: str | None
    code: str | None
    region: str | None
    domains: list[str]
    population: int | None
    population_year: int | None
    website: str | None
    location: LocationAnswer
    updated: str | None
    key_points: list[str] = Field(description="As they were told apart.")
    seeking: str | None
    completed: CompletedAnswer
    notes: list[NoteAnswer]


def content_of(fiche: Fiche, unread: tuple[Note, ...], speaker: Speaker) -> dict[str, object]:
    """The fields of `FicheContent`: what was understood of a fiche, and what was not read."""
    return {
        "id": fiche.given_id,
        "name": fiche.name.value,
        "country": fiche.country.value,
        "language": fiche.language.value,
        "kind": fiche.kind.value,
        "code": fiche.code.value,
        "region": fiche.region.value,
        "domains": list(fiche.domains),
        "population": fiche.population.value,
        "population_year": fiche.population_year.value,
        "website": fiche.website.value,
        "location": LocationAnswer.of(fiche),
        "updated": None if fiche.updated.value is None else str(fiche.updated.value),
        "key_points": [point.text for point in fiche.key_points],
        "seeking": fiche.seeking.value,
        "completed": CompletedAnswer.of(fiche),
        "notes": [NoteAnswer.of(note, speaker) for note in (*fiche.notes, *unread)],
    }


class FicheAnswer(FicheContent):
    """What was understood of the fiche, as `matcher read --json` says it, without the contact."""

    id: str = Field(description="The id it would have among the collectivities.")
    name: str
    country: Country

    @classmethod
    def of(
        cls, participant: Participant, unread: tuple[Note, ...], speaker: Speaker
    ) -> FicheAnswer:
        """What was understood of the one fiche of a newcomer, and what was not read."""
        who = {"id": participant.id, "name": participant.name, "country": participant.country}
        return cls.model_validate(content_of(participant.fiches[0], unread, speaker) | who)


class SuggestionsAnswer(PartnersAnswer):
    """The best partners for a fiche that is kept nowhere."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SUGGESTIONS]})

    fiche: FicheAnswer
