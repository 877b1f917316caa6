"""Everything that is known at one revision of the catalogue: never changed, shared by all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from matcher.errors import MatcherError, NotInCatalogue
from matcher.workflow.snapshot import Snapshot
from service.live.links import Links
from service.live.roster import Roster
from service.storage.records import StoredFiche


class FicheStanding(StrEnum):
    """What a fiche is to the participant it belongs to: it counts, it says what another one says
    in another language, or a later version takes its place."""

    COUNTED = "counted"
    TRANSLATION = "translation"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fiche stands: with which participant, and as what."""

    participant: str
    part: FicheStanding


@dataclass(frozen=True, slots=True)
class Beside:
    """A stored fiche that cannot take part, and why: a FicheRefused or an IdentityConflict."""

    stored: StoredFiche
    reason: MatcherError


@dataclass(frozen=True, eq=False, kw_only=True)
class Moment:
    """The state at one revision.

    `stored` holds every fiche by id, without contacts. `placed` tells where those stand that take
    part, `beside` the others by id. `ids_of` are the fiches of each participant, in order of id.
    """

    revision: int
    snapshot: Snapshot
    roster: Roster
    stored: Mapping[str, StoredFiche]
    placed: Mapping[str, Place]
    beside: Mapping[str, Beside]
    ids_of: Mapping[str, tuple[str, ...]]
    links: Links
    space: str
    digest: int

    def fiches_of(self, id_: str) -> tuple[StoredFiche, ...]:
        """The fiches of a participant. Raises UnknownCollectivity."""
        return tuple(self.stored[each] for each in self.ids_of[self.roster[id_].id])

    def fiche(self, id_: str) -> StoredFiche:
        """A stored fiche, without its contact. Raises NotInCatalogue."""
        found = self.stored.get(id_)
        if found is None:
            raise NotInCatalogue("fiche", id_)
        return found

    @cached_property
    def fiche_ids(self) -> tuple[str, ...]:
        """The ids of all stored fiches, in order."""
        return tuple(sorted(self.stored))

    @cached_property
    def fingerprint(self) -> str:
        """Changes with any fiche, with the encoder and with the profile."""
        told = f"{self.space} {self.snapshot.profile.fingerprint} {self.digest:032x}"
        return hashlib.sha256(told.encode()).hexdigest()
