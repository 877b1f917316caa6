"""What a shortlist is asked to respect, in a request and in an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

from matcher.shortlist.constraints import TwinRule
from service.limits import LONGEST_ID, MOST_MEETINGS
from service.schemas import shortlist_examples as examples
from service.schemas.answer import Answer
from service.schemas.words import Line
from service.storage.records import StoredShortlist, Wishes

MOST_PAIRS = 5_000
MOST_PARTICIPANTS = 50_000

Id = Annotated[str, Field(min_length=1, max_length=LONGEST_ID, pattern=r"^[^\x00-\x20]+$")]
Meetings = Annotated[int, Strict(), Field(ge=0, le=MOST_MEETINGS)]
Floor = Annotated[float, Strict(), Field(ge=-1000, le=1000, allow_inf_nan=False)]


class PairAnswer(BaseModel):
    """Two collectivities by their ids."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fr: Id = Field(description="Id of the French one.")
    jp: Id = Field(description="Id of the Japanese one.")

    @property
    def ids(self) -> tuple[str, str]:
        """French id, Japanese id."""
        return (self.fr, self.jp)


class WishesBody(BaseModel):
    """What a shortlist is to respect; everything may be left out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.WISHES]})

    profile: Annotated[str, Field(max_length=100)] | None = Field(
        default=None, description="Weights to score by; null: those of the service."
    )
    meetings_each: Annotated[int, Strict(), Field(ge=1, le=MOST_MEETINGS)] | None = Field(
        default=None, description="The most meetings of each; null: those of the profile."
    )
    floor: Floor | None = Field(
        default=None, description="The least score of a pair proposed; null: that of the profile."
    )
    twins: TwinRule = Field(
        default=TwinRule.IN, description="Partnerships that exist: in, out, or only these."
    )
    pins: list[PairAnswer] = Field(
        default=[], max_length=MOST_PAIRS, description="Pairs that have to meet."
    )
    vetoes: list[PairAnswer] = Field(
        default=[], max_length=MOST_PAIRS, description="Pairs that must not meet."
    )
    meetings: dict[Id, Meetings] = Field(
        default={},
        max_length=MOST_PARTICIPANTS,
        description="The most meetings of some, by id, in place of `meetings_each`.",
    )
    participants: list[Id] | None = Field(
        default=None,
        max_length=MOST_PARTICIPANTS,
        description="Ids of those who come to the meeting; null: everybody.",
    )

    def over(self, wishes: Wishes) -> Wishes:
        """`wishes` with what this says in its place; what it leaves out stays."""
        said = self.model_fields_set
        return Wishes(
            profile=self.profile or wishes.profile,
            meetings_each=self.meetings_each if "meetings_each" in said else wishes.meetings_each,
            floor=self.floor if "floor" in said else wishes.floor,
            twins=self.twins if "twins" in said else wishes.twins,
            pins=_pairs(self.pins) if "pins" in said else wishes.pins,
            vetoes=_pairs(self.vetoes) if "vetoes" in said else wishes.vetoes,
            meetings=dict(self.meetings) if "meetings" in said else wishes.meetings,
            participants=_ids(self.participants) if "participants" in said else wishes.participants,
        )

    def place_of(self, id_: str) -> tuple[str | int, ...]:
        """Where the body names `id_` first, as the steps of a JSON pointer."""
        for name, pairs in (("pins", self.pins), ("vetoes", self.vetoes)):
            for number, pair in enumerate(pairs):
                if id_ in pair.ids:
                    return (name, number, "fr" if pair.fr == id_ else "jp")
        if id_ in self.meetings:
            return ("meetings", id_)
        if self.participants and id_ in self.participants:
            return ("participants", self.participants.index(id_))
        return ()


class WishesAnswer(Answer):
    """What a shortlist is asked to respect."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.WISHES]})

    profile: str
    meetings_each: int | None = Field(description="Null: those of the profile.")
    floor: float | None = Field(description="Null: that of the profile.")
    twins: TwinRule
    pins: list[PairAnswer]
    vetoes: list[PairAnswer]
    meetings: dict[str, int]
    participants: list[str] | None = Field(description="Null: everybody.")

    @classmethod
    def of(cls, wishes: Wishes) -> WishesAnswer:
        """The wishes of a stored shortlist; what has no order is sorted."""
        return cls(
            profile=wishes.profile,
            meetings_each=wishes.meetings_each,
            floor=wishes.floor,
            twins=wishes.twins,
            pins=[_pair(pair) for pair in sorted(wishes.pins)],
            vetoes=[_pair(pair) for pair in sorted(wishes.vetoes)],
            meetings=dict(sorted(wishes.meetings.items())),
            participants=None if wishes.participants is None else sorted(wishes.participants),
        )


class ShortlistBody(BaseModel):
    """A shortlist to be made or to be wished otherwise as a whole."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.NEW]})

    name: Line = Field(description="What people call it.")
    wishes: WishesBody = Field(default_factory=WishesBody)

    def whole(self, stored: StoredShortlist) -> tuple[str, Wishes]:
        """Name and wishes in place of those of `stored`; what is left out is as for a new one."""
        return self.name, self.wishes.over(Wishes(profile=stored.wishes.profile))


class ShortlistChange(BaseModel):
    """What is to be otherwise; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.CHANGE]})

    name: Line | None = None
    wishes: WishesBody = Field(default_factory=WishesBody)

    def over(self, stored: StoredShortlist) -> tuple[str, Wishes]:
        """Name and wishes of `stored` with what this says in their place."""
        return self.name or stored.name, self.wishes.over(stored.wishes)


def _pairs(pairs: Iterable[PairAnswer]) -> frozenset[tuple[str, str]]:
    return frozenset(each.ids for each in pairs)


def _ids(ids: Iterable[str] | None) -> frozenset[str] | None:
    return None if ids is None else frozenset(ids)


def _pair(pair: tuple[str, str]) -> PairAnswer:
    return PairAnswer(fr=pair[0], jp=pair[1])
