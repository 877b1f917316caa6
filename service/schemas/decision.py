"""What is said of a pair: in a request, in an answer, in the history, and what it changed."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from matcher.shortlist.decision import Decision, Verdict
from service.schemas import shortlist_examples as examples
from service.schemas.answer import Answer
from service.schemas.wishes import PairAnswer
from service.schemas.words import Words
from service.shortlists.changes import Changes, Moved, Pair
from service.storage.records import Event, Role, StoredShortlist

#: What is said of the list of a shortlist: it is there, is on its way, or cannot be made.
State = Literal["ready", "computing", "conflicting"]


class DecisionBody(BaseModel):
    """What is to be said of a pair. Null, or an empty text, takes back what was said before."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [examples.DECISION_BODY]}
    )

    verdict: Verdict | None = Field(
        default=None,
        description="`accepted` and `pinned` pairs stay in the list, `rejected` ones leave it.",
    )
    note: Words | None = None
    met: StrictBool | None = Field(default=None, description="Said afterwards: whether they met.")
    worth_it: StrictBool | None = Field(
        default=None, description="Said afterwards, of pairs that met: whether it was worth it."
    )
    follow_up: Words | None = Field(default=None, description="What is to come of it.")

    @model_validator(mode="after")
    def _of_a_meeting(self) -> Self:
        if self.worth_it is not None and self.met is False:
            raise ValueError("a meeting that did not take place was worth nothing")
        return self

    def whole(self, before: Decision) -> Decision:
        """The decision this says; what it leaves out is not said any more."""
        return Decision(
            fr=before.fr,
            jp=before.jp,
            verdict=self.verdict,
            note=self.note or "",
            met=True if self.worth_it is not None else self.met,
            worth_it=self.worth_it,
            follow_up=self.follow_up or "",
        )

    def over(self, before: Decision) -> Decision:
        """The decision `before` with what this says in its place; what it leaves out stays."""
        said = self.model_fields_set
        met = self.met if "met" in said else before.met
        worth_it = self.worth_it if "worth_it" in said else before.worth_it
        if "worth_it" in said and worth_it is not None:
            met = True
        return Decision(
            fr=before.fr,
            jp=before.jp,
            verdict=self.verdict if "verdict" in said else before.verdict,
            note=(self.note or "") if "note" in said else before.note,
            met=met,
            worth_it=worth_it if met else None,
            follow_up=(self.follow_up or "") if "follow_up" in said else before.follow_up,
        )


class DecisionAnswer(Answer):
    """What was said of a pair. Words are shown to keys of the role `curate` alone."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.DECISION]})

    fr: str
    jp: str
    verdict: Verdict | None
    note: str | None = Field(description="Null where the key may not see it.")
    met: bool | None
    worth_it: bool | None
    follow_up: str | None = Field(description="Null where the key may not see it.")

    @classmethod
    def of(cls, decision: Decision, role: Role | None) -> DecisionAnswer:
        """A decision for who has that role."""
        words = role is Role.CURATE
        return cls(
            fr=decision.fr,
            jp=decision.jp,
            verdict=decision.verdict,
            note=decision.note if words else None,
            met=decision.met,
            worth_it=decision.worth_it,
            follow_up=decision.follow_up if words else None,
        )


class MovedAnswer(Answer):
    """A collectivity with another number of meetings than before."""

    id: str
    before: int
    after: int

    @classmethod
    def of(cls, moved: Moved) -> MovedAnswer:
        """One whose number of meetings changed."""
        return cls(id=moved.id, before=moved.before, after=moved.after)


class ChangesAnswer(Answer):
    """How the list differs from the one before."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.CHANGES]})

    new: list[PairAnswer]
    gone: list[PairAnswer]
    kept: int = Field(ge=0, description="How many pairs are in both.")
    gained: list[MovedAnswer] = Field(description="Who has more meetings than before.")
    lost: list[MovedAnswer] = Field(description="Who has fewer meetings than before.")

    @classmethod
    def of(cls, changes: Changes | None) -> ChangesAnswer | None:
        """What changed, where it is known."""
        if changes is None:
            return None
        return cls(
            new=[_pair(pair) for pair in changes.new],
            gone=[_pair(pair) for pair in changes.gone],
            kept=len(changes.kept),
            gained=[MovedAnswer.of(each) for each in changes.gained],
            lost=[MovedAnswer.of(each) for each in changes.lost],
        )


class DecidedAnswer(Answer):
    """What was decided, safely stored, and what it changed."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.DECIDED]})

    id: str
    version: int = Field(ge=1, description="Of the shortlist, after it.")
    decision: DecisionAnswer | None = Field(
        description="What is said of the pair now; null where there was nothing to take back."
    )
    state: State = Field(description="`computing`: what changed is not known yet.")
    changes: ChangesAnswer | None = Field(description="Null where the list is not there (yet).")

    @classmethod
    def of(
        cls, stored: StoredShortlist, said: Decision | None, state: State, changes: Changes | None
    ) -> DecidedAnswer:
        """A decision for who took it."""
        return cls(
            id=stored.id,
            version=stored.version,
            decision=None if said is None else DecisionAnswer.of(said, Role.CURATE),
            state=state,
            changes=ChangesAnswer.of(changes),
        )


class EventAnswer(Answer):
    """One decision of the history."""

    number: int = Field(ge=1, description="Counts the decisions of the shortlist.")
    at: datetime
    by: str | None = Field(
        description="Name of the key it was taken with; null where the key asking may not see it."
    )
    before: DecisionAnswer
    after: DecisionAnswer
    undone: bool = Field(description="Whether it was taken back.")

    @classmethod
    def of(cls, event: Event, role: Role | None) -> EventAnswer:
        """An event for who has that role."""
        return cls(
            number=event.number,
            at=event.at,
            by=event.by if role is Role.CURATE else None,
            before=DecisionAnswer.of(event.before, role),
            after=DecisionAnswer.of(event.after, role),
            undone=event.undone,
        )


class HistoryPage(Answer):
    """The decisions of a shortlist, the first one first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.HISTORY]})

    items: list[EventAnswer]
    total: int = Field(ge=0, description="How many there are on all pages.")
    next: str | None = Field(description="Address of the next page; null on the last.")


def _pair(pair: Pair) -> PairAnswer:
    return PairAnswer(fr=pair[0], jp=pair[1])
