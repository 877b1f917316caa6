"""What a person calls a participant → the participant."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from matcher.errors import AmbiguousCollectivity, UnknownCollectivity
from matcher.gathering import Participant
from matcher.gazetteer.names import fold

#: How many similar names an error offers.
_NEAR = 5


def find_participant(asked: str, participants: Sequence[Participant]) -> Participant:
    """The participant of that id, or of that name in any language it is known in.

    Case, accents and widths do not matter, and the beginning of a name is enough where only one
    begins so. Raises UnknownCollectivity with similar names, AmbiguousCollectivity.
    """
    for participant in participants:
        if participant.id == asked.strip().lower():
            return participant
    wanted = fold(asked)
    names = {participant.id: searchable_names(participant) for participant in participants}
    for fits in (str.__eq__, str.startswith):
        found = [
            participant
            for participant in participants
            if wanted and any(fits(fold(name), wanted) for name in names[participant.id])
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousCollectivity(asked, tuple(_told(each) for each in found))
    folded = {fold(name): _told(each) for each in participants for name in names[each.id]}
    near = get_close_matches(wanted, list(folded), n=_NEAR, cutoff=0.6)
    raise UnknownCollectivity(asked, tuple(dict.fromkeys(folded[name] for name in near)))


def searchable_names(participant: Participant) -> tuple[str, ...]:
    """Every name it may be asked for by, each once: its fiches', whether they count or not, and
    the registers', which may differ (« Grand Poitiers »)."""
    place = participant.collectivity
    official = () if place is None else tuple(place.names.values())
    fiches = (*participant.fiches, *participant.translations, *participant.superseded)
    written = (fiche.name.value for fiche in fiches if fiche.name.value is not None)
    return tuple(dict.fromkeys((participant.name, *official, *written)))


def _told(participant: Participant) -> str:
    return f"{participant.name} ({participant.id})"
