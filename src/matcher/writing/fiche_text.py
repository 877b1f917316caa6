"""Fiches, refusals and findings as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from matcher.errors import FileRefused
from matcher.fiche import Fiche
from matcher.i18n.messages import field, note, refusal
from matcher.i18n.sentences import Speaker


def fiche_text(fiche: Fiche, speaker: Speaker) -> str:
    """What a fiche says, a line a field; what was added stands in brackets."""
    lines = [_title(fiche, speaker)]
    lines += [f"  {label}: {value}" for label, value in _values(fiche, speaker)]
    lines += [f"  • {point.text}" for point in fiche.key_points]
    lines += [f"  ({note(each, speaker)})" for each in fiche.notes]
    return "\n".join(lines) + "\n"


def refusal_text(refused: FileRefused, speaker: Speaker) -> str:
    """Why a file was not read."""
    return f"{refused.source}\n  {speaker.say('not read')}: {refusal(refused, speaker)}"


def _title(fiche: Fiche, speaker: Speaker) -> str:
    where = fiche.source if fiche.place is None else f"{fiche.source} · {fiche.place}"
    return f"{fiche.name.value or speaker.say('not known')}  [{where}]"


def _values(fiche: Fiche, speaker: Speaker) -> Iterator[tuple[str, str]]:
    place = fiche.collectivity
    values = (
        ("country", fiche.country.value),
        ("language", fiche.language.value),
        ("domains", ", ".join(fiche.domains) or None),
        ("population", fiche.population.value),
        ("website", fiche.website.value),
        ("contact", fiche.contact.value),
        ("map_link", fiche.map_link.value),
        ("updated", fiche.updated.value),
        ("seeking", fiche.seeking.value),
    )
    for name, value in values:
        if value is not None:
            yield field(name, speaker), speaker.fact(value)
    if place is not None:
        yield field("code", speaker), f"[{place.code}, {place.kind}, {place.id}]"
        if fiche.population.value is None and place.population is not None:
            yield field("population", speaker), f"[{speaker.number(place.population)}]"
    if fiche.domain_ids:
        yield field("domains", speaker), f"[{', '.join(fiche.domain_ids)}]"
