"""Which of the two countries a fiche comes from, by what it says besides a country."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from matcher.collectivity import Country, Language, Position
from matcher.reading.folding import folded, has_cjk
from matcher.reading.positions import country_of

_COUNTRY_NAMES = {
    Country.FR: (
        "fr",
        "fra",
        "france",
        "republique francaise",
        "フランス",
        "フランス共和国",
        "仏",
        "仏国",
        "フランス国",
    ),
    Country.JP: ("jp", "jpn", "japon", "japan", "日本", "日本国", "にほん"),
}
_LANGUAGE_NAMES = {
    Language.FR: ("fr", "fra", "fre", "francais", "french", "フランス語", "仏語", "仏"),
    Language.JA: ("ja", "jp", "jpn", "jap", "japonais", "japanese", "日本語", "和文", "日"),
    Language.EN: ("en", "eng", "ang", "anglais", "english", "英語", "英文", "英"),
}

_TRANSCRIBED = re.compile(
    r"^(?:[\u30a1-\u30ff＝=‐-]{4,})(?:市|県|州|都市圏|広域圏|地域圏|メトロポール|共同体|・)*$"
)
_OTHER_WRITING = re.compile(r"\s*[/／|｜(（\n]\s*")
_TOP_LEVEL = re.compile(
    r"\.(fr|jp)(?=[/:?#\s]|$)|\.(paris|bzh|alsace|corsica|re|nc|pf)(?=[/:?#\s]|$)|\.(tokyo|osaka|kyoto|nagoya|yokohama|okinawa)(?=[/:?#\s]|$)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?:\+|\b00\s?)(33|81)(?=[\s().-]*\d)")
_FRENCH_PHONE = re.compile(r"(?<!\d)0[1-9](?:[\s.]\d{2}){4}(?!\d)")
_JAPANESE_PHONE = re.compile(r"(?<!\d)0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)")
_JAPANESE_POST = re.compile(r"〒\s*\d{3}|\bJAPAN\b|Japon\b")
_FRENCH_POST = re.compile(r"\b\d{5}\s+[A-ZÉÈ][\w'’-]+(?:\s+CEDEX)?\b|\bCEDEX\b|\bFRANCE\b")
_JAPANESE_KIND = re.compile(
    r"\b(?:pr[ée]fectur\w+|[\w-]+-(?:shi|ken|cho|machi|mura|son|fu|ku)|(?:city|town|village|ward)(?:\s+of\b|$))",
    re.IGNORECASE,
)
_FRENCH_KIND = re.compile(
    r"\b(?:communaut[ée]\s+(?:de\s+communes|d['’]agglom[ée]ration|urbaine)|m[ée]tropole|agglom[ée]ration|agglo|d[ée]partement"
    r"|conseil\s+(?:d[ée]partemental|g[ée]n[ée]ral|r[ée]gional)|saint[e]?-|sur-(?:loire|mer|seine|sa[oô]ne|marne)|-(?:en|les|la|le|sur|sous)-)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OriginClues:
    """What a fiche says that tells its country."""

    name: str | None = None
    kind: str | None = None
    region: str | None = None
    given_id: str | None = None
    website: str | None = None
    contact: str | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class DeducedCountry:
    """A country with the clue that weighed most: "name", "position", "website", "contact"…"""

    country: Country
    clue: str


def country_named(text: str) -> Country | None:
    """The country that a cell names."""
    key = folded(text)
    return next((country for country, names in _COUNTRY_NAMES.items() if key in names), None)


def language_named(text: str) -> Language | None:
    """The language that a cell names; the first where it names several."""
    for part in re.split(r"[/／,、;・\s]+", text):
        key = folded(part)
        for language, names in _LANGUAGE_NAMES.items():
            if key in names:
                return language
    return None


def deduce_country(clues: OriginClues) -> DeducedCountry | None:
    """The country most clues point to; None where there is no clue or they balance."""
    weights: Counter[Country] = Counter()
    strongest: dict[Country, tuple[int, str]] = {}
    for clue, country, weight in _votes(clues):
        weights[country] += weight
        if weight > strongest.get(country, (0, ""))[0]:
            strongest[country] = (weight, clue)
    ranked = weights.most_common()
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    country = ranked[0][0]
    return DeducedCountry(country, strongest[country][1])


def _votes(clues: OriginClues) -> list[tuple[str, Country, int]]:
    votes: list[tuple[str, Country, int]] = []
    if clues.given_id:
        for country in Country:
            if clues.given_id.startswith(f"{country.lower()}-"):
                votes.append(("id", country, 6))
    for clue, written, weight in (
        ("name", clues.name, 4),
        ("kind", clues.kind, 3),
        ("region", clues.region, 2),
    ):
        # « Ville de Quimper / カンペール市 »: the first writing is the own one.
        text = _OTHER_WRITING.split(written or "")[0]
        if _TRANSCRIBED.match(text):
            # A French name in katakana, in a fiche translated into Japanese.
            continue
        if has_cjk(text):
            votes.append((clue, Country.JP, weight))
        elif _JAPANESE_KIND.search(text):
            votes.append((clue, Country.JP, weight - 1))
        elif _FRENCH_KIND.search(text):
            votes.append((clue, Country.FR, weight - 1))
    if clues.position and (country_here := country_of(clues.position)):
        votes.append(("position", country_here, 5))
    for clue, text, weight in (("website", clues.website, 4), ("contact", clues.contact, 2)):
        votes += [(clue, country, weight) for country in _by_domain(text or "")]
    votes += [("contact", country, 2) for country in _by_post(clues.contact or "")]
    return votes


def _by_domain(text: str) -> set[Country]:
    found = set()
    for match in _TOP_LEVEL.finditer(text):
        jp = (match[1] or "").lower() == "jp" or match[3]
        found.add(Country.JP if jp else Country.FR)
    return found


def _by_post(text: str) -> set[Country]:
    found = {Country.FR if match[1] == "33" else Country.JP for match in _PHONE.finditer(text)}
    if _JAPANESE_PHONE.search(text) or _JAPANESE_POST.search(text):
        found.add(Country.JP)
    if _FRENCH_PHONE.search(text) or _FRENCH_POST.search(text):
        found.add(Country.FR)
    return found
