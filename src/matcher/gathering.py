"""Fiches of one collectivity become one participant: versions, translations, further fiches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Collectivity, Country, Language, Position
from matcher.errors import FicheRefused, IdentityConflict
from matcher.fiche import (
    MOST_CHARACTERS,
    MOST_KEY_POINTS,
    Fiche,
    KeyPoint,
    Note,
    Origin,
    Sourced,
)
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.hints import OTHER_RATIO, ratio
from matcher.gazetteer.identity import id_of, same_name, slug
from matcher.same_points import aligned, are_translations, are_versions, possible_versions

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]
"""Texts (n), texts (m) → cosines (n, m) in [-1, 1], the means of the languages taken out."""


@dataclass(frozen=True, slots=True)
class TranslatedPoint:
    """A key point that a translation of the fiche says in another language.

    `index` counts into `Participant.key_points`.
    """

    index: int
    language: Language
    key_point: KeyPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A collectivity with its fiches, as it takes part.

    `id` matches `[a-z0-9-]+`. `name` is as read. `fiches` are the ones that count, latest
    first, at least one. `translations` say the same in another language and count nothing;
    `superseded` are older versions of a counted fiche.
    """

    id: str
    collectivity: Collectivity | None
    country: Country
    name: str
    fiches: tuple[Fiche, ...]
    translations: tuple[Fiche, ...] = ()
    superseded: tuple[Fiche, ...] = ()
    translated_points: tuple[TranslatedPoint, ...] = ()

    @property
    def key_points(self) -> tuple[KeyPoint, ...]:
        """The key points of all counted fiches, in order."""
        return tuple(point for fiche in self.fiches for point in fiche.key_points)

    def key_point_in(self, index: int, language: Language) -> KeyPoint:
        """Key point `index` in `language` where a translation has it, else as counted."""
        for point in self.translated_points:
            if point.index == index and point.language is language:
                return point.key_point
        return self.key_points[index]

    @property
    def domains(self) -> tuple[str, ...]:
        """Labels as typed in the counted fiches, each once, in order."""
        return tuple(dict.fromkeys(label for fiche in self.fiches for label in fiche.domains))

    @property
    def domain_ids(self) -> tuple[str, ...]:
        """Ids of the vocabulary of the counted fiches, each once, in order of first mention."""
        return tuple(dict.fromkeys(id_ for fiche in self.fiches for id_ in fiche.domain_ids))

    @property
    def population(self) -> Sourced[int]:
        """Inhabitants: as read in the latest fiche that says it, else of the registers."""
        for fiche in self.fiches:
            if fiche.population.value is not None:
                return fiche.population
        if self.collectivity is None or self.collectivity.population is None:
            return Sourced()
        return Sourced(self.collectivity.population, Origin.COMPLETED)

    @property
    def position(self) -> Sourced[Position]:
        """As read in the latest fiche that says it, else of the registers."""
        for fiche in self.fiches:
            if fiche.position.value is not None:
                return fiche.position
        if self.collectivity is None or self.collectivity.position is None:
            return Sourced()
        return Sourced(self.collectivity.position, Origin.COMPLETED)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Participants in order of id, and what stood out.

    `conflicts`: ids claimed for different authorities; none of these fiches takes part.
    `refused`: fiches without name and id ("no-name"), of unknown country
    ("no-country"), without key points ("no-key-points"), with more of them
    ("too-many-key-points") or of more words ("too-long") than a fiche has.
    `notes` are about several fiches of one participant, with the source concerned.
    """

    participants: tuple[Participant, ...]
    notes: tuple[tuple[str, Note], ...] = ()
    conflicts: tuple[IdentityConflict, ...] = ()
    refused: tuple[FicheRefused, ...] = ()


def gather(
    fiches: Iterable[Fiche], similarity: Similarity, gazetteer: Gazetteer | None = None
) -> Gathered:
    """Completed fiches → one participant for each collectivity.

    Of near-equal key points in one language the latest « Mis à jour » counts. The same points in
    another language are a translation. `similarity` is asked only where one collectivity has
    fiches in several languages. The `gazetteer` gives romaji for names that are in no register
    alone. Notes have the codes "fiche-repeated", "older-version", "translation" and
    "several-ids".
    """
    refused: list[FicheRefused] = []
    named: dict[str, list[Fiche]] = defaultdict(list)
    for fiche in fiches:
        refusal = refusal_of(fiche)
        if refusal is not None:
            refused.append(refusal)
            continue
        named[key_of(fiche, gazetteer)].append(fiche)
    groups, conflicts = _by_id(named, gazetteer)
    notes: list[tuple[str, Note]] = []
    participants = [
        _participant(id_, group, similarity, notes) for id_, group in sorted(groups.items())
    ]
    return Gathered(tuple(participants), tuple(notes), tuple(conflicts), tuple(refused))


def refusal_of(fiche: Fiche) -> FicheRefused | None:
    """Why a completed fiche can take part with nobody; None where it can."""
    reason = _unusable(fiche)
    if reason is not None:
        return FicheRefused(fiche.source, reason, {"place": fiche.place})
    return excess_of(fiche)


def excess_of(fiche: Fiche) -> FicheRefused | None:
    """What a fiche has more of than one of a page can; None where all is within bounds.

    What fiches cost to be compared grows with what they say, and they come from strangers.
    """
    told = (
        ("too-many-key-points", len(fiche.key_points), MOST_KEY_POINTS),
        ("too-long", fiche.characters, MOST_CHARACTERS),
    )
    for reason, number, most in told:
        if number > most:
            details = {"place": fiche.place, "number": number, "most": most}
            return FicheRefused(fiche.source, reason, details)
    return None


def key_of(fiche: Fiche, gazetteer: Gazetteer | None = None) -> str:
    """What fiches of one collectivity have in common: its id in the registers, else `id_of`."""
    return fiche.collectivity.id if fiche.collectivity else id_of(fiche, gazetteer)


def _unusable(fiche: Fiche) -> str | None:
    if fiche.name.value is None and not slug(fiche.given_id or ""):
        return "no-name"
    if fiche.country.value is None:
        return "no-country"
    return None if fiche.key_points else "no-key-points"


def _by_id(
    named: dict[str, list[Fiche]], gazetteer: Gazetteer | None
) -> tuple[dict[str, list[Fiche]], list[IdentityConflict]]:
    """Fiches by the id of their participant; ids that stand for several authorities apart."""
    groups: dict[str, list[Fiche]] = defaultdict(list)
    for fiches in named.values():
        given = sorted({slug(fiche.given_id) for fiche in fiches if fiche.given_id} - {""})
        groups[given[0] if given else id_of(fiches[0], gazetteer)] += fiches
    conflicts = [
        IdentityConflict(
            id_,
            tuple(fiche.source for fiche in group),
            tuple(fiche.name.value or "" for fiche in group),
        )
        for id_, group in sorted(groups.items())
        if not _one_authority(group)
    ]
    for conflict in conflicts:
        del groups[conflict.id]
    return _told_apart(groups), conflicts


def _told_apart(groups: dict[str, list[Fiche]]) -> dict[str, list[Fiche]]:
    """Fiches under one ambiguous name (府中市) may be of different authorities: unless they say the
    same, they are not taken for one. The first keeps the id, the others are numbered."""
    apart: dict[str, list[Fiche]] = {}
    for id_, fiches in groups.items():
        if not any(_is_ambiguous(fiche) for fiche in fiches):
            apart[id_] = fiches
            continue
        saying: dict[tuple[KeyPoint, ...], list[Fiche]] = defaultdict(list)
        for fiche in fiches:
            saying[fiche.key_points].append(fiche)
        first, *others = saying.values()
        apart[id_] = first
        free = (f"{id_}-{number}" for number in count(2))
        for same in others:
            # Another fiche may be called so already, by its name or by the id it was given.
            apart[next(new for new in free if new not in groups)] = same
    return apart


def _is_ambiguous(fiche: Fiche) -> bool:
    return (
        fiche.collectivity is None
        and not fiche.given_id
        and any(note.code == "ambiguous-name" for note in fiche.notes)
    )


def _one_authority(fiches: Sequence[Fiche]) -> bool:
    """Whether fiches of one id may all be of one authority."""
    known = {fiche.collectivity.id for fiche in fiches if fiche.collectivity is not None}
    if len(known) > 1 or len({fiche.country.value for fiche in fiches}) > 1:
        return False
    resolved = [fiche for fiche in fiches if fiche.collectivity is not None]
    others = [fiche for fiche in fiches if fiche.collectivity is None]
    reference = (resolved or others)[0]
    return all(_may_be_one(reference, fiche) for fiche in others)


def _may_be_one(reference: Fiche, fiche: Fiche) -> bool:
    """Whether nothing in a fiche that is in no register speaks against the reference."""
    one, other = reference.name.value, fiche.name.value
    if one is not None and other is not None and not same_name(one, other):
        return False
    ours, theirs = reference.population.value, fiche.population.value
    return not ours or not theirs or ratio(ours, theirs) < OTHER_RATIO


def _participant(
    id_: str, fiches: Sequence[Fiche], similarity: Similarity, notes: list[tuple[str, Note]]
) -> Participant:
    given = sorted({fiche.given_id for fiche in fiches if fiche.given_id})
    if len(given) > 1:
        sources = tuple(fiche.source for fiche in fiches)
        note = Note("several-ids", "id", {"id": id_, "ids": tuple(given), "sources": sources})
        notes.append((sources[0], note))
    newest = sorted(fiches, key=_newest_first)
    current, superseded = _versions(newest, notes)
    counted, translations, points = _translations(current, similarity, notes)
    known = next((fiche for fiche in newest if fiche.collectivity is not None), None)
    first = counted[0]
    country = first.country.value
    if country is None:
        raise ValueError(f"{first.source} has no country")
    return Participant(
        id=id_,
        collectivity=None if known is None else known.collectivity,
        country=country,
        name=next((fiche.name.value for fiche in (*counted, *newest) if fiche.name.value), id_),
        fiches=tuple(counted),
        translations=tuple(translations),
        superseded=tuple(superseded),
        translated_points=tuple(points),
    )


def _newest_first(fiche: Fiche) -> tuple[tuple[int, ...], int, str, str]:
    """Latest update first, then the fuller one, then by name: the same order everywhere."""
    updated = fiche.updated.value
    year, month, day = (0, 0, 0) if updated is None else updated.sort_key
    return (-year, -month, -day), -len(fiche.key_points), fiche.source, fiche.place or ""


def _versions(
    newest: Sequence[Fiche], notes: list[tuple[str, Note]]
) -> tuple[list[Fiche], list[Fiche]]:
    """The current version of each fiche, and those it replaces."""
    current: dict[int, Fiche] = {}
    superseded: list[Fiche] = []
    possible = possible_versions([_texts(fiche) for fiche in newest])
    for at, fiche in enumerate(newest):
        maybe = (current[each] for each in sorted(possible[at] & current.keys()))
        newer = next((kept for kept in maybe if _is_version(fiche, kept)), None)
        if newer is None:
            current[at] = fiche
            continue
        superseded.append(fiche)
        same = _texts(fiche) == _texts(newer)
        notes.append(_between("fiche-repeated" if same else "older-version", fiche, newer))
    return list(current.values()), superseded


def _is_version(fiche: Fiche, other: Fiche) -> bool:
    return fiche.language.value is other.language.value and are_versions(
        _texts(fiche), _texts(other)
    )


def _translations(
    current: Sequence[Fiche], similarity: Similarity, notes: list[tuple[str, Note]]
) -> tuple[list[Fiche], list[Fiche], list[TranslatedPoint]]:
    """Fiches that count (those in the country's own language before others), and translations."""
    counted: list[Fiche] = []
    translations: list[tuple[Fiche, Fiche, dict[int, int]]] = []
    for fiche in sorted(current, key=_foreign):
        for original in counted:
            if fiche.language.value is original.language.value:
                continue
            cosines = _cosines(original, fiche, similarity)
            if are_translations(cosines):
                translations.append((fiche, original, aligned(cosines)))
                notes.append(_between("translation", fiche, original))
                break
        else:
            counted.append(fiche)
    counted.sort(key=_newest_first)
    points = [
        TranslatedPoint(_offset(counted, original) + ours, language, fiche.key_points[theirs])
        for fiche, original, pairs in translations
        for ours, theirs in pairs.items()
        if (language := fiche.language.value) is not None
    ]
    return counted, [fiche for fiche, _, _ in translations], points


def _foreign(fiche: Fiche) -> bool:
    own = Language.JA if fiche.country.value is Country.JP else Language.FR
    return fiche.language.value is not own


def _cosines(one: Fiche, other: Fiche, similarity: Similarity) -> NDArray[np.float32]:
    ours, theirs = _texts(one), _texts(other)
    if not ours or not theirs:
        return np.zeros((len(ours), len(theirs)), dtype=np.float32)
    return similarity(ours, theirs)


def _offset(counted: Sequence[Fiche], fiche: Fiche) -> int:
    """How many key points of the participant stand before those of `fiche`."""
    before = counted[: next(at for at, other in enumerate(counted) if other is fiche)]
    return sum(len(other.key_points) for other in before)


def _texts(fiche: Fiche) -> list[str]:
    return [point.text for point in fiche.key_points]


def _between(code: str, fiche: Fiche, other: Fiche) -> tuple[str, Note]:
    updated = fiche.updated.value
    details = {
        "place": fiche.place,
        "other": other.source,
        "other_place": other.place,
        "updated": None if updated is None else str(updated),
    }
    return fiche.source, Note(code, "key_points", details)
