"""What an officer should look at in a fiche before it is used: missing, guessed, odd."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from matcher.errors import FileRefused
from matcher.fiche import Fiche, Note, Origin, Sourced

T = TypeVar("T")


#: A key point of fewer letters is no sentence, and what the encoder makes of it means little. (One
#: kanji says as much as several letters: 防災教育 is a key point.)
LEAST_LETTERS = 4


class Kind(StrEnum):
    """Why a value wants looking at."""

    MISSING = "missing"
    GUESSED = "guessed"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: a fact about a field of the fiche, with its kind.

    Codes of its own: "field-missing", "field-guessed" {value}, "domain-unknown" {label},
    "key-point-says-little" {text}; the others are notes that reading and completing made.
    """

    kind: Kind
    note: Note


@dataclass(frozen=True, slots=True)
class CheckedFiche:
    """A fiche and what to look at in it."""

    fiche: Fiche
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was read, with its fiches, and what to look at beside others.

    `beside` tells of older versions, translations, fiches that cannot take part.
    """

    source: str
    fiches: tuple[CheckedFiche, ...]
    beside: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All files in the order they were met."""

    files: tuple[CheckedFile | FileRefused, ...]

    @property
    def refused(self) -> int:
        """How many files could not be read."""
        return sum(isinstance(file, FileRefused) for file in self.files)

    @property
    def fiches(self) -> int:
        """How many fiches were read."""
        return sum(len(file.fiches) for file in self._read)

    @property
    def findings(self) -> int:
        """How many things there are to look at."""
        return sum(
            len(file.beside) + sum(len(each.findings) for each in file.fiches)
            for file in self._read
        )

    @property
    def _read(self) -> Sequence[CheckedFile]:
        return [file for file in self.files if isinstance(file, CheckedFile)]


def findings(fiche: Fiche, maps: Callable[[str], bool]) -> tuple[Finding, ...]:
    """Everything to look at in `fiche`, missing things first.

    `maps` tells whether a domain label stands for an entry of the vocabulary.
    """
    return (*_missing(fiche), *_guessed(fiche), *_odd(fiche, maps))


def _missing(fiche: Fiche) -> Iterator[Finding]:
    noted = {note.field for note in fiche.notes if note.code.endswith("-missing")}
    place = fiche.collectivity
    absent = {
        "name": fiche.name.value is None,
        "country": fiche.country.value is None,
        "language": fiche.language.value is None,
        "location": fiche.position.value is None
        and fiche.map_link.value is None
        and (place is None or place.position is None),
        "domains": not fiche.domains,
        "population": fiche.population.value is None
        and (place is None or place.population is None),
        "website": fiche.website.value is None,
        "contact": fiche.contact.value is None,
        "key_points": not fiche.key_points,
        "updated": fiche.updated.value is None,
    }
    for note in fiche.notes:
        if note.code.endswith("-missing"):
            yield Finding(Kind.MISSING, note)
    for field, is_absent in absent.items():
        if is_absent and field not in noted:
            yield Finding(Kind.MISSING, Note("field-missing", field))


def _guessed(fiche: Fiche) -> Iterator[Finding]:
    noted = {note.field for note in fiche.notes if note.code.endswith("-deduced")}
    for note in fiche.notes:
        if note.code.endswith(("-deduced", "-guessed")):
            yield Finding(Kind.GUESSED, note)
    values = {
        "name": _guess(fiche.name),
        "country": _guess(fiche.country),
        "language": _guess(fiche.language),
        "kind": _guess(fiche.kind),
        "region": _guess(fiche.region),
        "population": _guess(fiche.population),
        "website": _guess(fiche.website),
        "updated": _guess(fiche.updated),
    }
    for field, value in values.items():
        if value is not None and field not in noted:
            yield Finding(Kind.GUESSED, Note("field-guessed", field, {"value": value}))


def _odd(fiche: Fiche, maps: Callable[[str], bool]) -> Iterator[Finding]:
    for note in fiche.notes:
        if not note.code.endswith(("-missing", "-deduced", "-guessed")):
            yield Finding(Kind.ODD, note)
    for label in fiche.domains:
        if not maps(label):
            yield Finding(Kind.ODD, Note("domain-unknown", "domains", {"label": label}))
    for point in fiche.key_points:
        if sum(character.isalpha() for character in point.text) < LEAST_LETTERS:
            yield Finding(
                Kind.ODD, Note("key-point-says-little", "key_points", {"text": point.text})
            )


def _guess(value: Sourced[T]) -> T | None:
    return value.value if value.origin is Origin.GUESSED else None
