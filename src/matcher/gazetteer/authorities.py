"""Gazetteer: the official registers of both countries, in memory."""

from __future__ import annotations

import csv
import io
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from matcher.collectivity import Collectivity, Country, Language, Level, Position
from matcher.errors import DataFileError, Fault
from matcher.gazetteer.name_index import NameIndex

COLUMNS = [
    "country", "level", "kind", "code", "name", "name_kana", "name_romaji", "name_fr", "name_ja",
    "name_en", "parent_code", "epci_code", "population", "population_year", "lat", "lon",
    "coastal", "website",
]  # fmt: skip
(
    COUNTRY, LEVEL, KIND, CODE, NAME, KANA, ROMAJI, NAME_FR, NAME_JA, NAME_EN,
    PARENT, EPCI, POPULATION, YEAR, LAT, LON, COASTAL, WEBSITE,
) = range(len(COLUMNS))  # fmt: skip

Key = tuple[str, str, str]

_COUNTRY_LEVELS = {
    *((Country.FR, level) for level in ("commune", "epci", "departement", "region")),
    *((Country.JP, level) for level in ("municipality", "prefecture")),
}
#: What the parent code of an authority means.
PARENT_LEVEL = {
    Level.COMMUNE: Level.DEPARTEMENT,
    Level.EPCI: Level.DEPARTEMENT,
    Level.DEPARTEMENT: Level.REGION,
    Level.MUNICIPALITY: Level.PREFECTURE,
}
#: Authorities whose size is compared: the ones that run a town.
_TOWN_LEVELS = {
    Country.FR: (Level.COMMUNE, Level.EPCI),
    Country.JP: (Level.MUNICIPALITY,),
}


class Gazetteer:
    """All authorities of both countries; rows become `Collectivity` when asked for."""

    def __init__(self, rows: Sequence[Sequence[str]], source: str) -> None:
        """`rows` in the order of `COLUMNS`, header left out; `source` names them in errors."""
        self._rows = rows
        self._source = source

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Collectivity]:
        return map(self.at, range(len(self._rows)))

    def at(self, row: int) -> Collectivity:
        """The authority in row `row`. Raises DataFileError where a number is not one."""
        return self._collectivity(row, with_parent=True)

    def get(self, country: Country, level: Level, code: str) -> Collectivity | None:
        """The authority of that official code."""
        row = self._by_key.get((country, level, code))
        return None if row is None else self.at(row)

    def by_id(self, collectivity_id: str) -> Collectivity | None:
        """The authority of an id such as `jp-municipality-37201`."""
        country, _, rest = collectivity_id.partition("-")
        level, _, code = rest.partition("-")
        row = self._by_key.get((country.upper(), level, code.upper()))
        return None if row is None else self.at(row)

    def parent(self, of: Collectivity) -> Collectivity | None:
        """Département, région or prefecture above; None at the top and where none is listed."""
        level = PARENT_LEVEL.get(of.level)
        if level is None or of.parent_code is None:
            return None
        return self.get(of.country, level, of.parent_code)

    def children(self, of: Collectivity) -> tuple[Collectivity, ...]:
        """Authorities whose parent `of` is, in order of the registers."""
        below = {level for level, above in PARENT_LEVEL.items() if above is of.level}
        return tuple(
            self.at(row)
            for row in self._by_parent.get((of.country, of.code), ())
            if self._rows[row][LEVEL] in below
        )

    def intercommunality(self, of: Collectivity) -> Collectivity | None:
        """The EPCI a commune belongs to."""
        if of.intercommunality is None:
            return None
        return self.get(of.country, Level.EPCI, of.intercommunality)

    def members(self, of: Collectivity) -> tuple[Collectivity, ...]:
        """The communes of an EPCI, in order of their codes; empty for other levels."""
        if of.level is not Level.EPCI:
            return ()
        return tuple(self.at(row) for row in self._by_epci.get(of.code, ()))

    def areas(self, of: Collectivity) -> frozenset[str]:
        """Codes of the départements or prefectures `of` lies in (itself, where it is one)."""
        if of.level is Level.EPCI:
            rows = self._by_epci.get(of.code, ())
            codes = {self._rows[row][PARENT] for row in rows}
            return frozenset(codes or {of.parent_code or ""})
        if of.level is Level.REGION:
            return frozenset(child.code for child in self.children(of))
        if of.level in (Level.DEPARTEMENT, Level.PREFECTURE):
            return frozenset({of.code})
        return frozenset({of.parent_code or ""})

    def size_rank(self, country: Country, population: int) -> float:
        """Share of the country's towns and intercommunalités that are smaller, in [0, 1]."""
        populations = self._populations[country]
        return bisect_left(populations, population) / len(populations)

    @cached_property
    def name_index(self) -> NameIndex:
        """Names in all their spellings → rows."""
        return NameIndex(
            levels=[row[LEVEL] for row in self._rows],
            names=[row[NAME] for row in self._rows],
            kana=[row[KANA] for row in self._rows],
            romaji=[row[ROMAJI] for row in self._rows],
            others=[(row[NAME_FR], row[NAME_JA], row[NAME_EN]) for row in self._rows],
        )

    @cached_property
    def _by_key(self) -> dict[Key, int]:
        return {(row[COUNTRY], row[LEVEL], row[CODE]): at for at, row in enumerate(self._rows)}

    @cached_property
    def _by_parent(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for at, row in enumerate(self._rows):
            found.setdefault((row[COUNTRY], row[PARENT]), []).append(at)
        return found

    @cached_property
    def _by_epci(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, row in enumerate(self._rows):
            if row[EPCI]:
                found.setdefault(row[EPCI], []).append(at)
        return found

    @cached_property
    def _populations(self) -> dict[Country, list[int]]:
        return {
            country: sorted(
                int(row[POPULATION])
                for row in self._rows
                if row[LEVEL] in levels and row[POPULATION]
            )
            for country, levels in _TOWN_LEVELS.items()
        }

    def _collectivity(self, number: int, *, with_parent: bool) -> Collectivity:
        row = self._rows[number]
        country, level = Country(row[COUNTRY]), Level(row[LEVEL])
        return Collectivity(
            country=country,
            level=level,
            kind=row[KIND],
            code=row[CODE],
            names=_names(row, country),
            population=self._number(number, POPULATION),
            population_year=self._number(number, YEAR),
            position=self._position(number),
            parent_code=row[PARENT] or None,
            parent_names=self._parent_names(row, country, level) if with_parent else None,
            intercommunality=row[EPCI] or None,
            coastal={"1": True, "0": False}.get(row[COASTAL]),
            website=row[WEBSITE] or None,
        )

    def _parent_names(
        self, row: Sequence[str], country: Country, level: Level
    ) -> dict[Language, str] | None:
        above = PARENT_LEVEL.get(level)
        number = None if above is None else self._by_key.get((country, above, row[PARENT]))
        return None if number is None else _names(self._rows[number], country)

    def _number(self, number: int, column: int) -> int | None:
        text = self._rows[number][column]
        try:
            return int(text) if text else None
        except ValueError:
            raise self._fault(number, column, "a whole number") from None

    def _position(self, number: int) -> Position | None:
        row = self._rows[number]
        if not row[LAT] or not row[LON]:
            return None
        try:
            return Position(float(row[LAT]), float(row[LON]))
        except ValueError:
            raise self._fault(number, LAT, "degrees") from None

    def _fault(self, number: int, column: int, expected: str) -> DataFileError:
        found = self._rows[number][column]
        return DataFileError(self._source, (Fault(number + 2, COLUMNS[column], found, expected),))


def parse_authorities(text: str, source: str) -> Gazetteer:
    """The gazetteer from CSV text with the header `COLUMNS`.

    Raises DataFileError with every line of a wrong width, unknown country or level, or repeated
    code; numbers are looked at when their row is asked for.
    """
    rows = list(csv.reader(io.StringIO(text)))
    header, body = (rows[0], rows[1:]) if rows else ([], [])
    if header != COLUMNS:
        fault = Fault(1, "header", ",".join(header), ",".join(COLUMNS))
        raise DataFileError(source, (fault,))
    if not _is_clean(body):
        raise DataFileError(source, _faults(body))
    return Gazetteer(body, source)


def _is_clean(rows: list[list[str]]) -> bool:
    """Whether `_faults` would find none, told in a quarter of the time."""
    if {len(row) for row in rows} - {len(COLUMNS)}:
        return False
    keys = {(row[COUNTRY], row[LEVEL], row[CODE]) for row in rows}
    return len(keys) == len(rows) and {key[:2] for key in keys} <= _COUNTRY_LEVELS


def _faults(rows: list[list[str]]) -> tuple[Fault, ...]:
    faults: list[Fault] = []
    seen: set[Key] = set()
    for line, row in enumerate(rows, start=2):
        if len(row) != len(COLUMNS):
            faults.append(Fault(line, "columns", str(len(row)), str(len(COLUMNS))))
            continue
        key = (row[COUNTRY], row[LEVEL], row[CODE])
        if key[:2] not in _COUNTRY_LEVELS:
            faults.append(Fault(line, "level", " ".join(key[:2]), "a level of FR or JP"))
        if key in seen:
            faults.append(Fault(line, "code", row[CODE], "a code used once"))
        seen.add(key)
    return tuple(faults)


def _names(row: Sequence[str], country: Country) -> dict[Language, str]:
    if country is Country.FR:
        names = {Language.FR: row[NAME], Language.JA: row[NAME_JA], Language.EN: row[NAME_EN]}
    else:
        names = {Language.JA: row[NAME], Language.FR: row[NAME_FR], Language.EN: row[NAME_EN]}
    return {language: name for language, name in names.items() if name}


def host_of(address: str) -> str:
    """`https://www.city.takamatsu.kagawa.jp/en/` → `city.takamatsu.kagawa.jp`."""
    rest = address.strip().casefold().partition("://")[2] or address.strip().casefold()
    host = rest.partition("/")[0].partition("?")[0].partition(":")[0]
    return host.removeprefix("www.")
