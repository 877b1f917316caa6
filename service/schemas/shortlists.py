"""Shortlists as they are kept, in short, and as files."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from matcher.shortlist.decision import Verdict
from service.schemas import shortlist_examples as examples
from service.schemas.answer import Answer
from service.schemas.wishes import WishesAnswer
from service.shortlists.boards import Computing
from service.shortlists.in_force import asked_of
from service.storage.records import StoredShortlist


class DecidedCounts(Answer):
    """On how many pairs was decided."""

    accepted: int = Field(ge=0)
    pinned: int = Field(ge=0)
    rejected: int = Field(ge=0)


class ShortlistSummary(Answer):
    """A shortlist as it is kept; the list itself is computed from it and the fiches."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SUMMARY]})

    id: str
    version: int = Field(ge=1, description="Counts its changes.")
    name: str
    created_at: datetime
    changed_at: datetime
    wishes: WishesAnswer
    decided: DecidedCounts

    @classmethod
    def of(cls, stored: StoredShortlist) -> ShortlistSummary:
        """A stored shortlist."""
        said = asked_of(stored)
        return cls(
            id=stored.id,
            version=stored.version,
            name=stored.name,
            created_at=stored.created_at,
            changed_at=stored.changed_at,
            wishes=WishesAnswer.of(stored.wishes),
            decided=DecidedCounts(
                accepted=len(said.having(Verdict.ACCEPTED)),
                pinned=len(said.having(Verdict.PINNED)),
                rejected=len(said.rejected),
            ),
        )


class ShortlistPage(Answer):
    """A page of the shortlists, the latest changed first."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PAGE]})

    items: list[ShortlistSummary]
    total: int = Field(ge=0, description="How many there are on all pages.")
    next: str | None = Field(description="Address of the next page; null on the last.")


class ComputingAnswer(Answer):
    """The list is being computed: ask again after `Retry-After` seconds."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COMPUTING]})

    id: str
    version: int = Field(ge=1)
    state: Literal["computing"] = "computing"
    seconds: float = Field(ge=0, description="How long it is being computed already.")

    @classmethod
    def of(cls, computing: Computing) -> ComputingAnswer:
        """A list that is not there yet."""
        stored = computing.stored
        return cls(id=stored.id, version=stored.version, seconds=round(computing.seconds, 1))


class ShortlistDocument(BaseModel):
    """The file of a shortlist in JSON, as `matcher shortlist` writes it, with the decisions.

    Every pairing has its `decision`; `rejected` lists the pairs struck out. More keys tell how it
    was made.
    """

    model_config = ConfigDict(extra="allow", json_schema_extra={"examples": [examples.DOCUMENT]})

    pairings: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    unserved: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    objective: float
    bound: float
    price_of_fairness: float
