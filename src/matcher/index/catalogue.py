"""Who stands in an index, as JSON, and never with a contact.

Contact fields are personal data (GDPR, APPI): they serve the officer who holds the fiches, and
nobody who holds the index.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matcher.fiche import Fiche, Sourced
from matcher.gathering import Participant
from matcher.index.codec import CodecError, pack, unpack


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The participants of both countries, each sorted by id."""

    fr: tuple[Participant, ...]
    jp: tuple[Participant, ...]


def catalogue_bytes(fr: Sequence[Participant], jp: Sequence[Participant]) -> bytes:
    """The catalogue as UTF-8 JSON, one participant a line, without contacts."""
    lines = [
        json.dumps(pack(without_contact(each)), ensure_ascii=False, sort_keys=True)
        for each in (*fr, *jp)
    ]
    head = json.dumps({"fr": len(fr), "jp": len(jp)})
    return ("\n".join([head, *lines]) + "\n").encode()


def read_catalogue(data: bytes) -> Catalogue:
    """What `catalogue_bytes` wrote. Raises CodecError where it is something else."""
    lines = data.decode(errors="replace").split("\n")[:-1]
    try:
        head, *rows = [json.loads(line) for line in lines]
        fr, jp = int(head["fr"]), int(head["jp"])
    except (ValueError, KeyError, TypeError) as problem:
        raise CodecError("catalogue", str(problem), "one participant a line") from problem
    if len(rows) != fr + jp:
        raise CodecError("catalogue", f"{len(rows)} participants", f"{fr} + {jp}")
    found = tuple(unpack(Participant, row, f"[{k}]") for k, row in enumerate(rows))
    return Catalogue(found[:fr], found[fr:])


def without_contact(participant: Participant) -> Participant:
    """The participant as it may be kept: no contact, and no note about one."""
    return replace(
        participant,
        fiches=tuple(map(_without_contact, participant.fiches)),
        translations=tuple(map(_without_contact, participant.translations)),
        superseded=tuple(map(_without_contact, participant.superseded)),
    )


def _without_contact(fiche: Fiche) -> Fiche:
    kept = tuple(note for note in fiche.notes if note.field != "contact")
    return replace(fiche, contact=Sourced(), notes=kept)
