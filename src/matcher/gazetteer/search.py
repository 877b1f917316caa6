"""Search: one written name looked up in the registers, within what the fiche is certain of."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from matcher.collectivity import Collectivity, Country, Level
from matcher.gazetteer.areas import Area, area_in, area_of
from matcher.gazetteer.authorities import Gazetteer
from matcher.gazetteer.hints import Hints, agreements
from matcher.gazetteer.names import (
    fold,
    has_japanese,
    intercommunal_stem,
    loose_romaji,
    without_article,
)
from matcher.gazetteer.written import EPCI, Claim, Form, Kind, at_levels, claims, forms, kind_of

#: Names beginning with a shortened one, beyond which it says too little.
_MANY = 60
_SHORTEST_PART = 3
_NEAR_SHOWN = 3
_NEAR_CUTOFF = 0.8
_NEAR_LENGTH = 3


class Found(StrEnum):
    """How a name was understood.

    NAME: the official name, in any language. VARIANT: another spelling of it (« Ville de … »,
    without suffix, romaji). CODE: by the official code. HINTS: one of several of that name,
    decided by something else in the fiche. PART: a name shortened or lengthened, confirmed by
    other things in the fiche.
    """

    NAME = "name"
    VARIANT = "variant"
    CODE = "code"
    HINTS = "hints"
    PART = "part"


@dataclass
class Search:
    """Looks one name up; `excluded` gathers authorities of that name elsewhere or otherwise."""

    name: str
    gazetteer: Gazetteer
    hints: Hints
    excluded: list[Collectivity] = field(default_factory=list)

    @cached_property
    def kind(self) -> Kind:
        """What the kind of the fiche allows."""
        return kind_of(self.hints.kind or "")

    @cached_property
    def region(self) -> Area | None:
        """What the region of the fiche covers."""
        return area_in(self.hints.region, self.gazetteer) if self.hints.region else None

    def named(self) -> tuple[list[Collectivity], Found]:
        """Authorities of that name by the strictest reading that finds any; else none."""
        for form, areas in self._forms():
            for claim in claims(form.name):
                for rows, found in self._tiers(claim, whole=form.name == fold(self.name)):
                    claimed = self._claimed(rows, claim)
                    options = self._allowed(claimed, areas)
                    if options:
                        return options, found
                    self.excluded += [each for each in claimed if each not in self.excluded]
        return [], Found.NAME

    def coded(self) -> list[Collectivity]:
        """Authorities of the code in the fiche, at every level its form may mean."""
        code = (self.hints.code or "").replace(" ", "").upper()
        codes = {code, code.zfill(5)} if len(code) > 2 else {code, code.zfill(2), f"{code}000"}
        if len(code) == 6 and code.isdigit():
            codes.add(code[:5])  # with check digit, as Japanese lists have it
        countries = [self.hints.country] if self.hints.country else list(Country)
        found = [
            self.gazetteer.get(country, level, possible)
            for country in countries
            for level in Level
            for possible in sorted(codes)
        ]
        return [option for option in found if option is not None and self.kind.allows(option)]

    def similar(self, option: Collectivity) -> bool:
        """Whether the written name is nearly a name of `option`."""
        written = fold(self.name)
        return any(
            difflib.SequenceMatcher(None, written, fold(name)).ratio() >= _NEAR_CUTOFF
            for name in option.names.values()
        )

    def beginning(self) -> list[Collectivity]:
        """French authorities whose name begins with the written one, or the other way round."""
        found: dict[str, Collectivity] = {}
        for form, areas in self._forms():
            said = list(claims(form.name))
            # « Ville de Chamonix » is about a town: « Ville » is no name then.
            for claim in [claim for claim in said if claim.levels is not None] or said:
                for option in self._allowed(self._claimed(self._parts(claim), claim), areas):
                    found[option.id] = option
        return list(found.values())

    def shortens(self, option: Collectivity) -> bool:
        """Whether the written name is the beginning of that of `option`."""
        official = fold(option.own_name)
        return any(
            official.startswith(f"{claim.core} ")
            for form in forms(self.name)
            for claim in claims(form.name)
        )

    def confirmations(self, option: Collectivity) -> tuple[str, ...]:
        """Names of all things in the fiche that agree with `option`."""
        by = agreements(option, self.hints)
        return (*by, "region") if self.region is not None else by

    def near(self) -> tuple[Collectivity, ...]:
        """Authorities of similar name: the written one shortened or lengthened, then misspelt."""
        parts = self.beginning()
        if 0 < len(parts) <= _NEAR_SHOWN:
            return tuple(parts)
        written = fold(self.name)
        official = self.gazetteer.name_index.official
        names = [
            name
            for name in official
            if name[:1] == written[:1] and abs(len(name) - len(written)) <= _NEAR_LENGTH
        ]
        close = difflib.get_close_matches(written, names, _NEAR_SHOWN, _NEAR_CUTOFF)
        options = [self.gazetteer.at(row) for name in close for row in official[name]]
        fitting = [option for option in options if self._fits_country(option)]
        return tuple(fitting[:_NEAR_SHOWN])

    def _forms(self) -> Iterator[tuple[Form, list[Area]]]:
        """Forms that stand beside areas only, then those beside anything."""
        all_forms = [
            (form, [area_of(text, self.gazetteer) for text in form.beside])
            for form in forms(self.name)
        ]
        for form, areas in all_forms:
            if all(area is not None for area in areas):
                yield form, [area for area in areas if area is not None]
        for form, areas in all_forms:
            if not all(area is not None for area in areas):
                yield form, [area for area in areas if area is not None]

    def _tiers(self, claim: Claim, *, whole: bool) -> Iterator[tuple[Sequence[int], Found]]:
        index = self.gazetteer.name_index
        core = claim.core
        exactly = Found.NAME if whole and claim.levels is None else Found.VARIANT
        yield index.official.get(core, ()), exactly
        yield index.shortened.get(core, ()), Found.VARIANT
        if has_japanese(core):
            yield index.readings.get(core, ()), Found.VARIANT
            return
        yield index.intercommunal_labels.get(core, ()), Found.VARIANT
        if EPCI in (claim.levels, self.kind.levels):
            stem = intercommunal_stem(core)
            yield index.intercommunal_stems.get(stem, ()), Found.VARIANT
            if stem.startswith("grand"):
                smaller = index.intercommunal_stems.get(stem.removeprefix("grand"), ())
                yield smaller, Found.VARIANT
        yield index.loose.get(loose_romaji(core), ()), Found.VARIANT

    def _parts(self, claim: Claim) -> list[int]:
        index = self.gazetteer.name_index
        core = claim.core
        if has_japanese(core) or len(core) < _SHORTEST_PART:
            return []
        rows = index.beginning_with(f"{core} ", _MANY)
        words = core.split(" ")
        for count in range(len(words) - 1, 0, -1):
            shorter = " ".join(words[:count])
            if len(shorter) >= _SHORTEST_PART and without_article(shorter) == shorter:
                rows += index.official.get(shorter, [])
        return rows

    def _claimed(self, rows: Sequence[int], claim: Claim) -> list[Collectivity]:
        """The authorities in `rows` that may be what the name claims to be."""
        return [
            option
            for option in map(self.gazetteer.at, rows)
            if at_levels(option, claim.levels) and (not claim.kinds or option.kind in claim.kinds)
        ]

    def _allowed(self, claimed: list[Collectivity], areas: list[Area]) -> list[Collectivity]:
        """Those of them that the areas beside the name and the rest of the fiche allow."""
        within = [*areas, self.region] if self.region is not None else areas
        allowed = [
            option
            for option in claimed
            if self._fits_country(option)
            and self.kind.allows(option)
            and all(self._inside(option, area) for area in within)
        ]
        return _one_body(_not_the_area_itself(allowed, areas))

    def _inside(self, option: Collectivity, area: Area) -> bool:
        return any((option.country, code) in area for code in self.gazetteer.areas(option))

    def _fits_country(self, option: Collectivity) -> bool:
        return self.hints.country is None or option.country is self.hints.country


def _not_the_area_itself(options: list[Collectivity], areas: list[Area]) -> list[Collectivity]:
    """« Niigata (Niigata) » is the city in the prefecture, not the prefecture."""
    if not areas or len(options) < 2:
        return options
    above = (Level.PREFECTURE, Level.DEPARTEMENT, Level.REGION)
    return [option for option in options if option.level not in above] or options


def _one_body(options: list[Collectivity]) -> list[Collectivity]:
    """Rows of the registers that are one authority: Paris; Martinique, Guyane, Mayotte."""
    by_level = {option.level: option for option in options}
    departement = by_level.get(Level.DEPARTEMENT)
    if departement is None or len(by_level) != len(options):
        return options
    commune, region = by_level.get(Level.COMMUNE), by_level.get(Level.REGION)
    merged = (commune is not None and f"Ville de {commune.own_name}" in departement.kind) or (
        region is not None and region.kind == departement.kind
    )
    return [option for option in options if option is not departement] if merged else options
