"""Fiches, wishes and decisions as the text that is stored, and back.

All `…_of` functions raise CodecError for text that does not say what it must.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping

from matcher.fiche import Fiche, Note, Sourced
from matcher.index.codec import CodecError, pack, unpack
from matcher.shortlist.constraints import TwinRule
from matcher.shortlist.decision import Decision
from service.storage.records import Wishes

_CONTACT = "contact"
_PAIRS = ("pins", "vetoes")


@dataclasses.dataclass(frozen=True, slots=True)
class _Contact:
    """What a fiche says of people. `places` are those of `notes` among the notes of the fiche."""

    contact: Sourced[str] = dataclasses.field(default_factory=Sourced)
    notes: tuple[Note, ...] = ()
    places: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Shortlist:
    """Name and wishes as stored; sets are sorted, so that equal wishes are equal texts."""

    name: str
    profile: str
    meetings_each: int | None = None
    floor: float | None = None
    twins: TwinRule = TwinRule.IN
    pins: tuple[tuple[str, str], ...] = ()
    vetoes: tuple[tuple[str, str], ...] = ()
    meetings: Mapping[str, int] = dataclasses.field(default_factory=dict)
    participants: tuple[str, ...] | None = None


def is_storable(text: str) -> bool:
    """Whether both databases keep `text` as a plain column: no NUL, no half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def without_contact(fiche: Fiche) -> Fiche:
    """`fiche` as everybody may read it."""
    notes = tuple(note for note in fiche.notes if note.field != _CONTACT)
    return dataclasses.replace(fiche, contact=Sourced(), notes=notes)


def fiche_text(fiche: Fiche) -> str:
    """`fiche`, without anything of its contact."""
    return _text(pack(without_contact(fiche)))


def contact_text(fiche: Fiche) -> str | None:
    """What `fiche_text` leaves out; None where that is nothing."""
    noted = [(i, note) for i, note in enumerate(fiche.notes) if note.field == _CONTACT]
    apart = _Contact(
        fiche.contact, tuple(note for _, note in noted), tuple(place for place, _ in noted)
    )
    return None if apart == _Contact() else _text(pack(apart))


def fiche_of(text: str) -> Fiche:
    """The fiche of `fiche_text`."""
    return unpack(Fiche, _data(text), "fiche")


def with_contact(fiche: Fiche, text: str) -> Fiche:
    """`fiche` with what `contact_text` holds put back in its places."""
    apart = unpack(_Contact, _data(text), "contact")
    notes = list(fiche.notes)
    for place, note in zip(apart.places, apart.notes, strict=True):
        notes.insert(place, note)
    return dataclasses.replace(fiche, contact=apart.contact, notes=tuple(notes))


def shortlist_text(name: str, wishes: Wishes) -> str:
    """Name and wishes of a shortlist."""
    participants = wishes.participants
    stored = _Shortlist(
        name=name,
        profile=wishes.profile,
        meetings_each=wishes.meetings_each,
        floor=wishes.floor,
        twins=wishes.twins,
        pins=tuple(sorted(wishes.pins)),
        vetoes=tuple(sorted(wishes.vetoes)),
        meetings=dict(sorted(wishes.meetings.items())),
        participants=None if participants is None else tuple(sorted(participants)),
    )
    return _text(pack(stored))


def shortlist_of(text: str) -> tuple[str, Wishes]:
    """Name and wishes of `shortlist_text`."""
    stored = unpack(_Shortlist, _data(text), "shortlist")
    participants = stored.participants
    return stored.name, Wishes(
        profile=stored.profile,
        meetings_each=stored.meetings_each,
        floor=stored.floor,
        twins=stored.twins,
        pins=frozenset(stored.pins),
        vetoes=frozenset(stored.vetoes),
        meetings=stored.meetings,
        participants=None if participants is None else frozenset(participants),
    )


def decision_text(decision: Decision) -> str:
    """One decision."""
    return _text(pack(decision))


def decision_of(text: str) -> Decision:
    """The decision of `decision_text`."""
    return unpack(Decision, _data(text), "decision")


def _text(packed: object) -> str:
    text = json.dumps(packed, ensure_ascii=False, separators=(",", ":"))
    return text if is_storable(text) else json.dumps(packed, separators=(",", ":"))


def _data(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as problem:
        raise CodecError("", str(problem), "JSON") from problem
