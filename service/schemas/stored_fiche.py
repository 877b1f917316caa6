"""Fiches of the catalogue: as they are sent to be stored, and as they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from matcher.errors import MatcherError
from matcher.fiche import Fiche, Note
from matcher.i18n.sentences import Speaker
from service.limits import LONGEST_KEY_POINT, LONGEST_LINE, MOST_FICHES, MOST_KEY_POINTS
from service.live.moment import FicheStanding, Moment
from service.schemas import examples
from service.schemas.answer import Answer
from service.schemas.faults import reason_told
from service.schemas.fiche import ALL_TOGETHER, FicheContent, FicheForm, content_of
from service.storage.records import StoredFiche


class FicheToStore(FicheForm):
    """A fiche as a YAML fiche says it, with the contact. It may be incomplete.

    A fiche without name, country or key points is stored all the same; it cannot take part
    until it has them.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FICHE_TO_STORE]})

    name: Annotated[str, Field(max_length=LONGEST_LINE)] | None = None
    key_points: list[Annotated[str, Field(max_length=LONGEST_KEY_POINT)]] = Field(
        default=[], max_length=MOST_KEY_POINTS, description=ALL_TOGETHER
    )
    contact: Annotated[str, Field(max_length=2_000)] | None = Field(
        default=None, description="Kept apart; told only to keys that may see it."
    )
    source: Annotated[str, Field(max_length=LONGEST_LINE)] | None = Field(
        default=None, description="Name of the file it was read from."
    )
    place: Annotated[str, Field(max_length=LONGEST_LINE)] | None = Field(
        default=None, description="Where it stands in that file: page, sheet, row, member."
    )

    @property
    def text(self) -> str:
        """The fiche as a file of it would say it, in JSON."""
        left_out = {*(self.model_extra or ()), "source", "place"}
        return self.model_dump_json(exclude_none=True, exclude_defaults=True, exclude=left_out)


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


#: One fiche, or a list of them.
FichesToStore = Annotated[
    list[FicheToStore],
    Field(min_length=1, max_length=MOST_FICHES),
    BeforeValidator(_as_list, json_schema_input_type=FicheToStore | list[FicheToStore]),
]


class ReasonAnswer(Answer):
    """Why a fiche cannot take part, for programs and for people."""

    code: str
    text: str

    @classmethod
    def of(cls, reason: MatcherError | None, speaker: Speaker) -> ReasonAnswer | None:
        """A reason, where there is one."""
        if reason is None:
            return None
        return cls(
            code=str(getattr(reason, "reason", "id-of-several-authorities")),
            text=reason_told(reason, speaker),
        )


class StoredContent(FicheContent):
    """What was understood of a fiche; it can be sent to be stored as it is."""

    contact: str | None = Field(
        default=None, description="Null where it was not asked for, or may not be seen."
    )
    source: str = Field(description="Name of the file it was read from.")
    place: str | None = Field(description="Where it stands in that file, if it holds several.")

    @classmethod
    def of(cls, fiche: Fiche, unread: tuple[Note, ...], speaker: Speaker) -> StoredContent:
        """A fiche, with the contact it bears, and what was not read of it."""
        own = {"contact": fiche.contact.value, "source": fiche.source, "place": fiche.place}
        return cls.model_validate(content_of(fiche, unread, speaker) | own)


class StoredFicheAnswer(Answer):
    """A fiche of the catalogue, and where it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.STORED_FICHE]})

    id: str = Field(description="Id of the fiche.")
    version: int = Field(ge=1, description="Counts its changes; stands in its ETag.")
    stored_at: datetime
    collectivity: str | None = Field(
        description="Id of the collectivity it belongs to; null where it takes no part."
    )
    part: FicheStanding | None = Field(
        description="What it is to the collectivity: it counts, is a translation of one that "
        "does, or is superseded by a later one. Null where it takes no part."
    )
    refused: ReasonAnswer | None = Field(description="Why it takes no part, where it does not.")
    fiche: StoredContent

    @classmethod
    def of(
        cls,
        stored: StoredFiche,
        moment: Moment,
        speaker: Speaker,
        unread: tuple[Note, ...] = (),
    ) -> StoredFicheAnswer:
        """A stored fiche as it stands at `moment`."""
        place, beside = moment.placed.get(stored.id), moment.beside.get(stored.id)
        return cls(
            id=stored.id,
            version=stored.version,
            stored_at=stored.stored_at,
            collectivity=None if place is None else place.participant,
            part=None if place is None else place.part,
            refused=ReasonAnswer.of(None if beside is None else beside.reason, speaker),
            fiche=StoredContent.of(stored.fiche, unread, speaker),
        )


class StoredFiches(Answer):
    """The fiches stored by one request, in its order."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.STORED_FICHES]})

    items: list[StoredFicheAnswer]


class FichePage(Answer):
    """A page of the fiches of the catalogue, sorted by id."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.FICHE_PAGE]})

    items: list[StoredFicheAnswer]
    total: int = Field(ge=0, description="How many there are on all pages.")
    next: str | None = Field(description="Address of the next page; null on the last.")
