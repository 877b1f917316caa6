"""What the catalogue keeps, as values.

A *version* counts the changes of one record, from 1: who changes it says which version was read,
and is refused where somebody else was faster. A *revision* counts the changes of all fiches of the
catalogue: two answers of one revision say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from matcher.fiche import Fiche
from matcher.shortlist.constraints import TwinRule
from matcher.shortlist.decision import Decision


class Role(StrEnum):
    """What a key may do: READ reads everything but contacts, CURATE changes and sees contacts."""

    READ = "read"
    CURATE = "curate"


@dataclass(frozen=True, slots=True, eq=False)
class FicheVectors:
    """The embeddings of one fiche in one space, the means of the languages taken out.

    `space` tells encoder and means; vectors of two spaces say nothing about each other.
    `passages`, `labels`: float32 (p, d) and (l, d), in the order in which
    `matcher.matching.line_up.list_texts` lists those of the fiche.
    """

    space: str
    passages: NDArray[np.float32]
    labels: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFiche:
    """A fiche as kept. `fiche` bears no contact unless it was read with contacts.

    `stored_at` (UTC) is when this version was stored, `by` the name of the key that did, "" for
    nobody known.
    """

    id: str
    version: int
    fiche: Fiche
    stored_at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FicheChanges:
    """What happened to the fiches between two revisions; `removed` are ids."""

    revision: int
    changed: tuple[StoredFiche, ...]
    vectors: Mapping[str, FicheVectors]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a shortlist is asked to respect, besides the decisions taken on it.

    `profile` is a name of `matcher.workflow.profiles`; None for `meetings_each` and `floor` means
    the profile's. `participants` are the ids of those who come, None for everybody.
    """

    profile: str
    meetings_each: int | None = None
    floor: float | None = None
    twins: TwinRule = TwinRule.IN
    pins: frozenset[tuple[str, str]] = frozenset()
    vetoes: frozenset[tuple[str, str]] = frozenset()
    meetings: Mapping[str, int] = field(default_factory=dict)
    participants: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredShortlist:
    """A shortlist as kept: what was wished and what was decided; the list itself is computed.

    `decisions` holds the last word on each pair of which something was said.
    """

    id: str
    version: int
    name: str
    wishes: Wishes
    decisions: tuple[Decision, ...]
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a shortlist's history: what was said of a pair before and after.

    `number` counts the events of a shortlist from 1; `undone` events were taken back.
    """

    number: int
    at: datetime
    by: str
    before: Decision
    after: Decision
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An API key, without its secret: of that only a digest is kept."""

    id: str
    name: str
    role: Role
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
