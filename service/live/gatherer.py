"""Stored fiches → participants, again only where something changed.

The result is that of gathering all fiches at once, in order of id: only fiches that hang together
(`links`) bear on each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from matcher.errors import IdentityConflict
from matcher.fiche import Fiche
from matcher.gathering import Gathered, Participant, Similarity, gather, refusal_of
from matcher.gazetteer.authorities import Gazetteer
from service.live.links import Keys, Links, keys_of
from service.live.moment import Beside, FicheStanding, Place
from service.storage.records import StoredFiche


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Who takes part, by the stored fiches they come from. Never changed.

    `placed`, `beside`, `ids_of` and `digest` as in `Moment`.
    """

    stored: Mapping[str, StoredFiche] = field(default_factory=dict)
    placed: Mapping[str, Place] = field(default_factory=dict)
    beside: Mapping[str, Beside] = field(default_factory=dict)
    ids_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Links = field(default_factory=Links)
    digest: int = 0


@dataclass(frozen=True, slots=True)
class Regathered:
    """A new gathering, the ids of participants that are no more, and those that are new or other.

    `concerned` are the fiches that were looked at again.
    """

    gathering: Gathering
    gone: frozenset[str]
    fresh: tuple[Participant, ...]
    concerned: frozenset[str]


class Gatherer:
    """Gathers again what a change concerns."""

    def __init__(self, similarity: Similarity, gazetteer: Gazetteer) -> None:
        """As `gather` takes them."""
        self._similarity = similarity
        self._gazetteer = gazetteer

    def changed(
        self, before: Gathering, changed: Iterable[StoredFiche], removed: Collection[str]
    ) -> Regathered:
        """`before` without the fiches `removed` (ids), those `changed` put in or replaced.

        Raises ModelError, where translations must be told and the encoder fails.
        """
        new = {stored.id: stored for stored in changed}
        touched = {*removed, *new} & before.stored.keys()
        concerned = before.links.closure(touched)
        links = before.links.changed({*removed, *new}, self._keys(new.values()))
        concerned = frozenset((concerned - set(removed)) | links.closure(new)) & links.keys.keys()
        stored = {**before.stored, **new}
        for id_ in removed:
            stored.pop(id_, None)
        left = {
            before.placed[id_].participant for id_ in {*touched, *concerned} if id_ in before.placed
        }
        placed = {k: v for k, v in before.placed.items() if k not in touched | concerned}
        beside = {k: v for k, v in before.beside.items() if k not in touched | concerned}
        ids_of = {k: v for k, v in before.ids_of.items() if k not in left}
        gathered = self._gathered(stored[id_].fiche for id_ in sorted(concerned))
        owners = _owners(gathered.participants)
        for id_ in sorted({*concerned, *new}):
            each = stored[id_]
            place = owners.get(id(each.fiche))
            if place is None:
                beside[id_] = Beside(each, refusal_of(each.fiche) or _conflict(each, gathered))
            else:
                placed[id_] = place
                ids_of[place.participant] = (*ids_of.get(place.participant, ()), id_)
        fresh = gathered.participants
        return Regathered(
            Gathering(
                stored=stored,
                placed=placed,
                beside=beside,
                ids_of=ids_of,
                links=links,
                digest=_digest(before, stored, {*removed, *new}),
            ),
            frozenset(left - {each.id for each in fresh}),
            fresh,
            concerned,
        )

    def _gathered(self, fiches: Iterable[Fiche]) -> Gathered:
        return gather(fiches, self._similarity, self._gazetteer)

    def _keys(self, stored: Iterable[StoredFiche]) -> dict[str, Keys]:
        found = ((each.id, keys_of(each.fiche, self._gazetteer)) for each in stored)
        return {id_: keys for id_, keys in found if keys is not None}


def _digest(before: Gathering, after: Mapping[str, StoredFiche], touched: Collection[str]) -> int:
    """The sum of the digests of all fiches, which does not depend on the order of changes."""
    total = before.digest
    for id_ in touched:
        for sign, table in ((-1, before.stored), (1, after)):
            if id_ in table:
                each = table[id_]
                said = f"{id_} {each.version} {each.stored_at.isoformat()}"
                total += sign * int.from_bytes(hashlib.sha256(said.encode()).digest()[:16])
    return total % 2**128


def _owners(participants: Iterable[Participant]) -> dict[int, Place]:
    """Where each fiche stands, by the identity of the object: two fiches may be equal."""
    return {
        id(fiche): Place(participant.id, part)
        for participant in participants
        for part, fiches in (
            (FicheStanding.COUNTED, participant.fiches),
            (FicheStanding.TRANSLATION, participant.translations),
            (FicheStanding.SUPERSEDED, participant.superseded),
        )
        for fiche in fiches
    }


def _conflict(stored: StoredFiche, gathered: Gathered) -> IdentityConflict:
    """The conflict that keeps a fiche out that could take part by itself."""
    fiche = stored.fiche
    claim = (fiche.source, fiche.name.value or "")
    for conflict in gathered.conflicts:
        if claim in zip(conflict.sources, conflict.names, strict=True):
            return conflict
    raise ValueError(f"the fiche {stored.id} was neither gathered nor refused")
