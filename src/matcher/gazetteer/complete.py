"""Fills what a fiche leaves out from the registers and the vocabulary, marked and apart.

What the document says is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from matcher.collectivity import Collectivity, Country, Language, Level
from matcher.domains import Vocabulary
from matcher.fiche import Fiche, Note, Origin, guessed
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.hints import Hints, distance_km, ratio
from matcher.gazetteer.resolve import Ambiguous, Resolution, Resolved, Unresolved, resolve
from matcher.gazetteer.search import Found

#: Beyond these a figure is worth a look: towns grow and shrink by less between two censuses.
FAR_RATIO = 1.5
FAR_KM = 60.0
#: A figure this near to the intercommunalité's is taken for its figure.
INTERCOMMUNAL_RATIO = 1.2

_POSTCODE = re.compile(r"(?<![\d-])(\d{2}) ?(\d{3})(?![\d-])")
_OPTIONS_SHOWN = 12
_TOWNS = (Level.COMMUNE, Level.EPCI, Level.MUNICIPALITY)


def complete(fiche: Fiche, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Fiche:
    """The fiche with `collectivity`, `domain_ids` and notes on what was found.

    `country` is deduced from the name where the document does not say it; where nothing tells
    them, country and language are guessed from each other, so that neither is ever missing. Notes
    have the codes "ambiguous-name", "name-not-in-register", "name-elsewhere", "name-decided",
    "name-completed", "code-unused", "country-deduced", "language-deduced",
    "population-far-from-official", "population-of-intercommunality" and
    "position-far-from-official".
    """
    domain_ids = vocabulary.map_all(fiche.domains)
    if fiche.name.value is None:
        return _with_last_guesses(replace(fiche, domain_ids=domain_ids))
    resolution = _resolved(fiche, fiche.name.value, gazetteer)
    collectivity = resolution.collectivity if isinstance(resolution, Resolved) else None
    notes = [
        *_name_notes(fiche.name.value, resolution),
        *_code_notes(fiche, collectivity),
        *_population_notes(fiche, collectivity, gazetteer),
        *_position_notes(fiche, collectivity),
    ]
    completed = replace(
        fiche,
        collectivity=collectivity,
        domain_ids=domain_ids,
        notes=(*fiche.notes, *notes),
    )
    return _with_last_guesses(_with_country(completed, resolution))


def described(collectivity: Collectivity) -> str:
    """Official name with the area it lies in: « Saint-Denis (Gard) », 府中市 (東京都)."""
    own = Language.FR if collectivity.country is Country.FR else Language.JA
    parent = (collectivity.parent_names or {}).get(own)
    return f"{collectivity.own_name} ({parent})" if parent else collectivity.own_name


def _resolved(fiche: Fiche, name: str, gazetteer: Gazetteer) -> Resolution:
    hints = _hints(fiche)
    resolution = resolve(name, gazetteer, hints)
    misled = isinstance(resolution, Unresolved) and resolution.elsewhere
    if misled and fiche.region.origin is Origin.GUESSED:
        # What was taken for a region was none, or not the one it lies in.
        return resolve(name, gazetteer, replace(hints, region=None))
    return resolution


def _hints(fiche: Fiche) -> Hints:
    said = fiche.country.value if fiche.country.origin is Origin.READ else None
    contact = fiche.contact.value or ""
    return Hints(
        country=said,
        likely_country=fiche.country.value,
        kind=fiche.kind.value,
        code=fiche.code.value,
        region=fiche.region.value,
        population=fiche.population.value,
        position=fiche.position.value,
        website=fiche.website.value,
        postcodes=tuple(first + last for first, last in _POSTCODE.findall(contact)),
    )


def _name_notes(name: str, resolution: Resolution) -> list[Note]:
    match resolution:
        case Ambiguous(options):
            return [Note("ambiguous-name", "name", _options(name, options))]
        case Unresolved(elsewhere=elsewhere) if elsewhere:
            return [Note("name-elsewhere", "name", _options(name, elsewhere))]
        case Unresolved(near=near):
            return [Note("name-not-in-register", "name", _options(name, near))]
        case Resolved(collectivity=chosen, found=Found.HINTS, by=by, among=among):
            details = {**_options(name, among), "chosen": described(chosen), "by": by}
            return [Note("name-decided", "name", details)]
        case Resolved(collectivity=chosen, found=Found.PART, by=by):
            details = {"name": name, "chosen": described(chosen), "by": by}
            return [Note("name-completed", "name", details)]
    return []


def _options(name: str, options: tuple[Collectivity, ...]) -> Mapping[str, object]:
    shown = options[:_OPTIONS_SHOWN]
    return {
        "name": name,
        "options": tuple(described(option) for option in shown),
        "option_ids": tuple(option.id for option in shown),
        "count": len(options),
    }


def _code_notes(fiche: Fiche, collectivity: Collectivity | None) -> list[Note]:
    """A code in the fiche that is not the code of the authority found."""
    code = fiche.code.value
    if code is None or collectivity is None:
        return []
    written, official = code.replace(" ", "").upper().lstrip("0"), collectivity.code.lstrip("0")
    # Japanese lists write a check digit after five, prefectures are also two digits alone.
    if written in (official, official.removesuffix("000")) or written[:-1] == official:
        return []
    return [Note("code-unused", "code", {"code": code, "official": collectivity.code})]


def _population_notes(
    fiche: Fiche, collectivity: Collectivity | None, gazetteer: Gazetteer
) -> list[Note]:
    said = fiche.population.value
    if said is None or collectivity is None or collectivity.population is None:
        return []
    official = collectivity.population
    off = ratio(said, official) if said > 0 and official > 0 else None
    if said == official or (off is not None and off <= FAR_RATIO):
        return []
    details: dict[str, object] = {
        "read": said,
        "official": official,
        "year": collectivity.population_year,
        "ratio": None if off is None else round(off, 2),
    }
    above = gazetteer.intercommunality(collectivity)
    total = above.population if above is not None else None
    if above is not None and total and said > 0 and ratio(said, total) <= INTERCOMMUNAL_RATIO:
        details |= {"intercommunality": above.own_name, "its_population": total}
        return [Note("population-of-intercommunality", "population", details)]
    return [Note("population-far-from-official", "population", details)]


def _position_notes(fiche: Fiche, collectivity: Collectivity | None) -> list[Note]:
    said = fiche.position.value
    if said is None or collectivity is None or collectivity.position is None:
        return []
    kilometres = distance_km(said, collectivity.position)
    if collectivity.level not in _TOWNS or kilometres <= FAR_KM:
        return []
    return [Note("position-far-from-official", "position", {"kilometres": round(kilometres)})]


def _with_country(fiche: Fiche, resolution: Resolution) -> Fiche:
    """The country by the registers where the document does not say it; a guess gives way."""
    country = _country_of(resolution)
    if fiche.country.origin is Origin.READ or country in (None, fiche.country.value):
        return fiche
    others = tuple(note for note in fiche.notes if note.code != "country-deduced")
    note = Note("country-deduced", "country", {"country": str(country), "clue": "gazetteer"})
    return replace(fiche, country=guessed(country), notes=(*others, note))


def _with_last_guesses(fiche: Fiche) -> Fiche:
    """Language and country by each other where nothing else tells; French where nothing does.

    Only now, since a guess as weak as that must not decide between authorities of one name.
    """
    country, language = fiche.country.value, fiche.language.value
    notes = list(fiche.notes)
    if language is None:
        language = Language.JA if country is Country.JP else Language.FR
        notes.append(Note("language-deduced", "language", {"language": str(language)}))
        fiche = replace(fiche, language=guessed(language))
    if country is None:
        country = Country.JP if language is Language.JA else Country.FR
        notes.append(
            Note("country-deduced", "country", {"country": str(country), "clue": "language"})
        )
        fiche = replace(fiche, country=guessed(country))
    return replace(fiche, notes=tuple(notes))


def _country_of(resolution: Resolution) -> Country | None:
    match resolution:
        case Resolved(collectivity=collectivity):
            return collectivity.country
        case Ambiguous(options) if len({option.country for option in options}) == 1:
            return options[0].country
    return None
