"""A written name → exactly one authority, all it could be, or nothing.

Never the largest of several silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.collectivity import Collectivity
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.hints import Hints, agreements, contradicted, decide
from matcher.gazetteer.search import Found, Search


@dataclass(frozen=True, slots=True)
class Resolved:
    """Exactly one authority; `by` names the hints that decided, `among` what it was chosen from."""

    collectivity: Collectivity
    found: Found
    by: tuple[str, ...] = ()
    among: tuple[Collectivity, ...] = ()

    @property
    def guessed(self) -> bool:
        """Whether a person should look at it once."""
        return self.found in (Found.HINTS, Found.PART)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several authorities bear the name and nothing in the fiche decides."""

    options: tuple[Collectivity, ...]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """No authority of that name; `near` are similar names.

    `elsewhere` are authorities of that very name that something certain in the fiche excludes
    (country, kind, region).
    """

    near: tuple[Collectivity, ...] = ()
    elsewhere: tuple[Collectivity, ...] = ()


Resolution = Resolved | Ambiguous | Unresolved


def resolve(name: str, gazetteer: Gazetteer, hints: Hints | None = None) -> Resolution:
    """The authority that `name`, as written by a person, stands for.

    A name that several bear is decided by `hints` only where they decide clearly.
    """
    search = Search(name, gazetteer, hints or Hints())
    options, found = search.named()
    certain = _certain(options, found, search)
    if certain is not None:
        return certain
    part = _by_part(options, search)
    if part is not None:
        return part
    if not options:
        return Unresolved(search.near(), tuple(search.excluded))
    return Resolved(options[0], found) if len(options) == 1 else Ambiguous(tuple(options))


def _certain(options: Sequence[Collectivity], found: Found, search: Search) -> Resolved | None:
    """One authority by code, by its own name, or by clear hints among several."""
    if search.hints.code:
        coded = _by_code(options, search)
        if coded is not None:
            return coded
    if len(options) == 1:
        (option,) = options
        return None if contradicted(option, search.hints) else Resolved(option, found)
    left, by = decide(options, search.hints)
    return Resolved(left[0], Found.HINTS, by, tuple(options)) if len(left) == 1 else None


def _by_code(options: Sequence[Collectivity], search: Search) -> Resolved | None:
    """An option of the code given, or the authority of that code if its name is nearly this."""
    coded = [option for option in search.coded() if option in options or not options]
    similar = [option for option in coded if option in options or search.similar(option)]
    if len(similar) != 1:
        return None
    return Resolved(similar[0], Found.CODE, ("code",), tuple(options))


def _by_part(options: Sequence[Collectivity], search: Search) -> Resolved | None:
    """« Chamonix », « Vallauris Golfe-Juan »: one authority that the rest of the fiche confirms."""
    if any(agreements(option, search.hints) for option in options):
        return None
    confirmed = [
        (option, by)
        for option in search.beginning()
        if _is_confirmed(option, by := search.confirmations(option), search)
    ]
    if len(confirmed) != 1:
        return None
    option, by = confirmed[0]
    return Resolved(option, Found.PART, by, tuple(options))


def _is_confirmed(option: Collectivity, by: tuple[str, ...], search: Search) -> bool:
    """Whether what agrees is enough: the site alone, else two things, the size among them.

    A town and its intercommunalité lie in one place: « Pau-Pyrénées » is not Pau, and only size
    tells. A shortened name of a fiche without population may do with place and region.
    """
    if "website" in by:
        return True
    if search.hints.population is None and search.shortens(option):
        return len(by) >= 2
    return "population" in by and len(by) >= 2
