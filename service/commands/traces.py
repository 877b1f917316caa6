"""Everything a catalogue holds about one authority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matcher.errors import IdentityConflict, UnknownCollectivity
from matcher.fiche import Fiche
from matcher.gathering import Participant, key_of
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.names import fold
from matcher.workflow.find_participant import find_participant
from service.live.gatherer import Gatherer, Gathering
from service.live.moment import Beside
from service.storage.catalogue import Catalogue
from service.storage.records import Event, Wishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What is known of the authority `id`.

    `fiches` are ids, those that take no part included. `events` counts decisions and their
    changes, `shortlists` the lists whose wishes or decisions name it.
    """

    id: str
    name: str
    fiches: tuple[str, ...]
    events: int
    shortlists: int


def find_traces(asked: str, catalogue: Catalogue, gazetteer: Gazetteer) -> Traces:
    """What is known of the authority called `asked`: an id, or a name in any language.

    An authority of which only a fiche that takes no part, or a decision, is left is found by its
    id. Raises UnknownCollectivity, AmbiguousCollectivity, CatalogueUnusable.
    """
    # Whether fiches are translations of each other is of no matter here, so nothing is encoded.
    gatherer = Gatherer(_unlike, gazetteer)
    gathered = gatherer.changed(Gathering(), catalogue.fiches(), ())
    gathering = gathered.gathering
    mentions = [(stored.wishes, catalogue.events(stored.id)) for stored in catalogue.shortlists()]
    try:
        participant = find_participant(asked, gathered.fresh)
    except UnknownCollectivity:
        id_, name = asked.strip().lower(), asked.strip()
        fiches = _beside(gathering.beside.values(), {id_}, fold(asked), gazetteer)
        if not fiches and not any(_names(id_, *each) for each in mentions):
            raise
    else:
        id_, name = participant.id, participant.name
        keys = {id_, *(key_of(each, gazetteer) for each in _all_fiches(participant))}
        fiches = {
            *gathering.ids_of[id_],
            *_beside(gathering.beside.values(), keys, None, gazetteer),
        }
    return Traces(
        id=id_,
        name=name,
        fiches=tuple(sorted(fiches)),
        events=sum(_counted(id_, events) for _, events in mentions),
        shortlists=sum(_names(id_, *each) for each in mentions),
    )


def _unlike(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float32]:
    return np.zeros((len(one), len(other)), np.float32)


def _all_fiches(participant: Participant) -> Iterator[Fiche]:
    yield from participant.fiches
    yield from participant.translations
    yield from participant.superseded


def _beside(
    beside: Iterable[Beside], keys: set[str], name: str | None, gazetteer: Gazetteer
) -> set[str]:
    """Fiches that take no part, of the authority that has one of `keys` or is called `name`."""
    found = set()
    for each in beside:
        fiche = each.stored.fiche
        written = fiche.name.value
        if isinstance(each.reason, IdentityConflict) and each.reason.id in keys:
            found.add(each.stored.id)
        elif written is not None or fiche.given_id or fiche.collectivity:
            named = name and written is not None and fold(written) == name
            if named or key_of(fiche, gazetteer) in keys or fiche.given_id in keys:
                found.add(each.stored.id)
    return found


def _counted(id_: str, events: Iterable[Event]) -> int:
    return sum(id_ in event.after.pair for event in events)


def _names(id_: str, wishes: Wishes, events: Iterable[Event]) -> bool:
    return (
        any(id_ in pair for pair in wishes.pins | wishes.vetoes)
        or id_ in wishes.meetings
        or id_ in (wishes.participants or ())
        or _counted(id_, events) > 0
    )
