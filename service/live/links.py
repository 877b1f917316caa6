"""Which fiches have to be looked at together, so that a change concerns few of them.

Fiches belong together where they share what they are gathered by (`matcher.gathering`): their
authority in the registers, the id that was given, or an id made of their name. Fiches under a
name that several authorities bear are numbered (`fr-saint-denis-2`), so that whoever is called by
such a number belongs to them, too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from matcher.fiche import Fiche
from matcher.gathering import key_of, refusal_of
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.identity import slug

_NUMBERED = re.compile(r"(.+)-\d+")

Ids = frozenset[str]
_NOBODY: Ids = frozenset()


@dataclass(frozen=True, slots=True)
class Keys:
    """What one fiche is gathered by.

    `stems` are those of keys that end in a number; the register's own ids, which all do, are left
    out. `ambiguous`: several authorities bear its name.
    """

    all: tuple[str, ...]
    stems: tuple[str, ...] = ()
    ambiguous: bool = False


def keys_of(fiche: Fiche, gazetteer: Gazetteer) -> Keys | None:
    """The keys of a completed fiche; None where it can take part with nobody."""
    if refusal_of(fiche) is not None:
        return None
    key, given, place = key_of(fiche, gazetteer), slug(fiche.given_id or ""), fiche.collectivity
    keys = tuple(dict.fromkeys([key, given] if given else [key]))
    own = [each for each in keys if place is None or each != place.id]
    return Keys(
        keys,
        tuple(found[1] for each in own if (found := _NUMBERED.fullmatch(each))),
        place is None and any(note.code == "ambiguous-name" for note in fiche.notes),
    )


@dataclass(frozen=True, slots=True)
class Links:
    """The keys of all fiches that can take part, looked up both ways. Never changed."""

    keys: Mapping[str, Keys] = field(default_factory=dict)
    _places: Mapping[str, Ids] = field(default_factory=dict)

    def changed(self, removed: Collection[str], added: Mapping[str, Keys]) -> Links:
        """The same without the fiches `removed` and `added`, then with `added`."""
        keys, places = dict(self.keys), dict(self._places)
        open_: dict[str, set[str]] = {}
        for id_ in {*removed, *added}:
            old = keys.pop(id_, None)
            for place in () if old is None else _places_of(old):
                open_.setdefault(place, set(places.get(place, ()))).discard(id_)
        for id_, new in added.items():
            keys[id_] = new
            for place in _places_of(new):
                open_.setdefault(place, set(places.get(place, ()))).add(id_)
        for place, ids in open_.items():
            if ids:
                places[place] = frozenset(ids)
            else:
                places.pop(place, None)
        return Links(keys, places)

    def together(self, keys: Keys) -> Ids:
        """The fiches that one with these keys has to be looked at with."""
        return self.closure(self._beside(keys))

    def closure(self, ids: Iterable[str]) -> Ids:
        """Those of `ids` that can take part, and all that hang together with them."""
        waiting = [id_ for id_ in ids if id_ in self.keys]
        found = set(waiting)
        while waiting:
            new = self._beside(self.keys[waiting.pop()]) - found
            found |= new
            waiting += new
        return frozenset(found)

    def _beside(self, keys: Keys) -> set[str]:
        found: set[str] = set()
        for key in keys.all:
            found |= self._at("key", key)
            if keys.ambiguous or self._at("ambiguous", key):
                found |= self._at("stem", key)
        for stem in keys.stems:
            if self._at("ambiguous", stem):
                found |= self._at("key", stem) | self._at("stem", stem)
        return found

    def _at(self, kind: str, name: str) -> Ids:
        return self._places.get(f"{kind} {name}", _NOBODY)


def _places_of(keys: Keys) -> Iterator[str]:
    """Where a fiche stands: under its keys, under their stems, and among the ambiguous."""
    yield from (f"key {key}" for key in keys.all)
    yield from (f"stem {stem}" for stem in keys.stems)
    if keys.ambiguous:
        yield from (f"ambiguous {key}" for key in keys.all)
