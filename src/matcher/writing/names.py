"""What a participant is called, for readers of each language; nothing is transcribed here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matcher.collectivity import Country, Language
from matcher.gathering import Participant

_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")

#: Where a name is not known in a language, the one a reader of it can read best.
_NEXT_BEST = {
    Language.FR: (Language.FR, Language.EN, Language.JA),
    Language.EN: (Language.EN, Language.FR, Language.JA),
    Language.JA: (Language.JA, Language.EN, Language.FR),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the language it is in."""

    text: str
    language: Language


def own_language(country: Country) -> Language:
    """The language of the country's authorities."""
    return Language.FR if country is Country.FR else Language.JA


def names_of(participant: Participant) -> dict[Language, str]:
    """All names known: the registers', and those the fiches and their translations bear."""
    known: dict[Language, str] = {}
    if participant.collectivity is not None:
        known.update(participant.collectivity.names)
    for fiche in (*participant.translations, *participant.fiches[::-1]):
        if fiche.language.value is not None and fiche.name.value is not None:
            known[_language_of(fiche.name.value, fiche.language.value)] = fiche.name.value
    own = own_language(participant.country)
    if not known:
        known[own] = participant.name
    return known


def _language_of(name: str, written_in: Language) -> Language:
    """Which language a name in a fiche is in: its script may say otherwise than the fiche."""
    if _JAPANESE.search(name):
        return Language.JA
    return Language.EN if written_in is Language.JA else written_in


def name_for(participant: Participant, language: Language) -> Name:
    """The name a reader of `language` can read best."""
    known = names_of(participant)
    best = next(each for each in _NEXT_BEST[language] if each in known)
    return Name(known[best], best)


def other_names(participant: Participant, language: Language) -> tuple[Name, ...]:
    """The names in both countries' languages other than the one shown to `language`."""
    shown = name_for(participant, language)
    known = names_of(participant)
    both = (own_language(participant.country), own_language(participant.country.other))
    return tuple(
        Name(known[each], each) for each in both if each in known and known[each] != shown.text
    )


def parent_for(participant: Participant, language: Language) -> Name | None:
    """The département, région or prefecture it lies in, where known."""
    collectivity = participant.collectivity
    if collectivity is None or not collectivity.parent_names:
        region = participant.fiches[0].region.value
        own = participant.fiches[0].language.value or own_language(participant.country)
        return None if region is None else Name(region, own)
    known = collectivity.parent_names
    best = next((each for each in _NEXT_BEST[language] if each in known), None)
    return None if best is None else Name(known[best], best)
