"""Twins: partnerships that exist between the two countries, as far as they are listed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matcher.collectivity import Collectivity, Country, Level
from matcher.errors import DataFileError, Fault

COLUMNS = [
    "fr_level", "fr_code", "fr_name", "fr_epci", "jp_level", "jp_code", "jp_name", "year",
    "status", "themes", "signed_as",
]  # fmt: skip
_FRENCH_LEVELS = {Level.COMMUNE, Level.EPCI, Level.DEPARTEMENT, Level.REGION}
_JAPANESE_LEVELS = {Level.MUNICIPALITY, Level.PREFECTURE}


class Link(StrEnum):
    """Who signed: the authority itself, or a commune of the intercommunalité."""

    DIRECT = "direct"
    THROUGH_COMMUNE = "through-commune"


class Status(StrEnum):
    """ACTIVE: something dated happened lately. UNKNOWN: nothing seen, which proves nothing."""

    ACTIVE = "active"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Twin:
    """An existing partnership of two authorities.

    `fr_name` and `jp_name` are the authorities that hold it, so that « through its commune » can
    name the commune; `signed_as` is an authority that signed before a merger. `year` is that of
    the signature; `themes` are in English, as documented.
    """

    link: Link
    fr_id: str
    fr_name: str
    jp_id: str
    jp_name: str
    year: int | None
    status: Status
    themes: tuple[str, ...] = ()
    signed_as: str | None = None


class Twins:
    """The listed partnerships. One that is not listed is not known, never « none »."""

    def __init__(self, twins: Iterable[Twin]) -> None:
        """`twins` with the most telling first: where two link a pair, the first is given."""
        self._by_pair: dict[tuple[str, str], Twin] = {}
        for twin in twins:
            self._by_pair.setdefault((twin.fr_id, twin.jp_id), twin)

    def __len__(self) -> int:
        return len(self._by_pair)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """French and Japanese id of every listed pair, intercommunalités included."""
        return tuple(self._by_pair)

    def between(self, one: Collectivity, other: Collectivity) -> Twin | None:
        """The partnership of two authorities of different countries, in any order."""
        fr, jp = (one, other) if one.country is Country.FR else (other, one)
        return self.by_ids(fr.id, jp.id)

    def by_ids(self, fr_id: str, jp_id: str) -> Twin | None:
        """The partnership of the French and the Japanese authority of these ids."""
        return self._by_pair.get((fr_id, jp_id))


def parse_partnerships(text: str, source: str) -> Twins:
    """The partnerships from CSV text with the header `COLUMNS`.

    Raises DataFileError with every line that is not one.
    """
    rows = list(csv.reader(io.StringIO(text)))
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    if header != COLUMNS:
        fault = Fault(1, "header", ",".join(header), ",".join(COLUMNS))
        raise DataFileError(source, (fault,))
    faults = [fault for line, row in enumerate(body, start=2) for fault in _faults(line, row)]
    if faults:
        raise DataFileError(source, tuple(faults))
    listed = [dict(zip(COLUMNS, row, strict=True)) for row in body]
    direct = [_twin(row, row["fr_level"], row["fr_code"], Link.DIRECT) for row in listed]
    through = [
        _twin(row, Level.EPCI, row["fr_epci"], Link.THROUGH_COMMUNE)
        for row in listed
        if row["fr_epci"]
    ]
    return Twins([*direct, *sorted(through, key=lambda twin: (twin.year or 9999, twin.fr_name))])


def _twin(row: Mapping[str, str], level: str, code: str, link: Link) -> Twin:
    return Twin(
        link=link,
        fr_id=f"fr-{level}-{code.lower()}",
        fr_name=row["fr_name"],
        jp_id=f"jp-{row['jp_level']}-{row['jp_code']}",
        jp_name=row["jp_name"],
        year=int(row["year"]) if row["year"] else None,
        status=Status(row["status"]),
        themes=tuple(row["themes"].split(";")) if row["themes"] else (),
        signed_as=row["signed_as"] or None,
    )


def _faults(line: int, row: list[str]) -> list[Fault]:
    if len(row) != len(COLUMNS):
        return [Fault(line, "columns", str(len(row)), str(len(COLUMNS)))]
    named = dict(zip(COLUMNS, row, strict=True))
    expected = {
        "fr_level": named["fr_level"] in _FRENCH_LEVELS,
        "jp_level": named["jp_level"] in _JAPANESE_LEVELS,
        "year": not named["year"] or named["year"].isdigit(),
        "status": named["status"] in set(Status),
    }
    wanted = {
        "fr_level": " ".join(sorted(_FRENCH_LEVELS)),
        "jp_level": " ".join(sorted(_JAPANESE_LEVELS)),
        "year": "a year or nothing",
        "status": " ".join(sorted(Status)),
    }
    return [
        Fault(line, column, named[column], wanted[column])
        for column, right in expected.items()
        if not right
    ]
