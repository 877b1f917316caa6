"""Fiches as JSON, one object a file: what the document says, and apart from it what was added."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.check import Finding
from matcher.collectivity import Collectivity, Position
from matcher.errors import FileRefused
from matcher.fiche import Fiche, Note
from matcher.i18n.messages import note as sentence
from matcher.i18n.messages import refusal
from matcher.i18n.sentences import Speaker

Json = dict[str, object]


def file_dict(source: str, fiches: Sequence[Fiche], speaker: Speaker) -> Json:
    """A file that was read."""
    return {"source": source, "fiches": [fiche_dict(fiche, speaker) for fiche in fiches]}


def refusal_dict(refused: FileRefused, speaker: Speaker) -> Json:
    """A file that was not."""
    return {
        "source": refused.source,
        "error": refusal(refused, speaker),
        "reason": refused.reason,
    }


def fiche_dict(fiche: Fiche, speaker: Speaker) -> Json:
    """A fiche: null where the document says nothing; `completed` holds what was added."""
    position = fiche.position.value
    return {
        "place": fiche.place,
        "id": fiche.given_id,
        "name": fiche.name.value,
        "country": fiche.country.value,
        "language": fiche.language.value,
        "kind": fiche.kind.value,
        "code": fiche.code.value,
        "region": fiche.region.value,
        "domains": list(fiche.domains),
        "population": fiche.population.value,
        "population_year": fiche.population_year.value,
        "website": fiche.website.value,
        "contact": fiche.contact.value,
        "location": {
            "lat": None if position is None else position.lat,
            "lon": None if position is None else position.lon,
            "link": fiche.map_link.value,
        },
        "updated": None if fiche.updated.value is None else str(fiche.updated.value),
        "key_points": [point.text for point in fiche.key_points],
        "seeking": fiche.seeking.value,
        "completed": _completed(fiche),
        "notes": [note_dict(note, speaker) for note in fiche.notes],
    }


def note_dict(note: Note, speaker: Speaker) -> Json:
    """A note with its sentence."""
    return {"code": note.code, "field": note.field, "text": sentence(note, speaker)}


def finding_dict(finding: Finding, speaker: Speaker) -> Json:
    """A finding with its sentence."""
    return {"kind": str(finding.kind), **note_dict(finding.note, speaker)}


def _completed(fiche: Fiche) -> Json:
    added: Json = {"domain_ids": list(fiche.domain_ids)}
    if fiche.collectivity is not None:
        added |= _collectivity(fiche.collectivity)
    return added


def _collectivity(place: Collectivity) -> Json:
    return {
        "id": place.id,
        "level": str(place.level),
        "kind": place.kind,
        "code": place.code,
        "names": {str(language): name for language, name in place.names.items()},
        "population": place.population,
        "population_year": place.population_year,
        "position": _position(place.position),
        "parent_code": place.parent_code,
        "parent_names": None
        if place.parent_names is None
        else {str(language): name for language, name in place.parent_names.items()},
        "intercommunality": place.intercommunality,
        "website": place.website,
    }


def _position(position: Position | None) -> Json | None:
    return None if position is None else {"lat": position.lat, "lon": position.lon}
