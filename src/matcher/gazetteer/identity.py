"""Who a fiche is about, as an id: letters, digits and hyphens, the same on every machine."""

from __future__ import annotations

import hashlib
import re

from matcher.collectivity import Country, Language
from matcher.fiche import Fiche
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.names import fold, has_japanese
from matcher.gazetteer.written import claims, forms
from matcher.spelling import plain

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: Characters of an id made of words; of a longer one the beginning and a digest of the whole.
LONGEST_WORDS = 100
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def id_of(fiche: Fiche, gazetteer: Gazetteer | None = None) -> str:
    """The id of the collectivity of a completed fiche.

    The id given in the fiche; else that of its authority; else `fr-` or `jp-` (`xx-` where the
    country is not known) and a slug of its name. A Japanese name becomes romaji where the
    gazetteer is handed over and knows one, else a short digest. Raises ValueError where a fiche
    has neither id nor name.
    """
    given = slug(fiche.given_id or "")
    if given:
        return given
    if fiche.collectivity is not None:
        return fiche.collectivity.id
    name = fiche.name.value
    if not name:
        raise ValueError(f"{fiche.source} has neither id nor name")
    country = fiche.country.value.lower() if fiche.country.value is not None else "xx"
    return f"{country}-{_name_slug(name, gazetteer)}"


def slug(text: str) -> str:
    """`Saint-Denis (93)` → `saint-denis-93`; empty where no letter or digit is left.

    At most LONGEST_WORDS characters, so that it can stand in an address.
    """
    words = _NOT_PLAIN.sub("-", plain(text)).strip("-")
    if len(words) <= LONGEST_WORDS:
        return words
    digest = _digest(words)
    return f"{words[: LONGEST_WORDS - len(digest) - 1].rstrip('-')}-{digest}"


def same_name(one: str, other: str) -> bool:
    """Whether two written names may mean one authority: « Tours », « Ville de Tours »."""
    return not _cores(one).isdisjoint(_cores(other))


def _cores(name: str) -> set[str]:
    return {claim.core for form in forms(name) for claim in claims(form.name)}


def _name_slug(name: str, gazetteer: Gazetteer | None) -> str:
    if not has_japanese(name):
        latin = slug(name)
        return latin or _digest(name)
    romaji = _romaji(name, gazetteer) if gazetteer is not None else None
    return romaji or _digest(name)


def _romaji(name: str, gazetteer: Gazetteer) -> str | None:
    """The romaji that all authorities of that name share."""
    index = gazetteer.name_index
    rows = index.official.get(fold(name)) or index.shortened.get(fold(name), [])
    found = {
        slug(authority.names.get(Language.EN, ""))
        for authority in map(gazetteer.at, rows)
        if authority.country is Country.JP
    }
    return found.pop() or None if len(found) == 1 else None


def _digest(name: str) -> str:
    return hashlib.sha256(fold(name).encode()).hexdigest()[:10]
