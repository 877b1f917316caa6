"""NameIndex: every spelling of every official name, folded, with the rows that bear it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from matcher.collectivity import Level
from matcher.gazetteer.names import (
    fold_all,
    intercommunal_stem,
    loose_romaji,
    without_article,
)

Rows = dict[str, list[int]]

_EPCI_KIND = re.compile(
    r"^(?:communaute de communes|communaute d agglomeration|communaute urbaine|metropole) "
    r"(?:de la |de l |du |des |de |d |la |le |les |l )?"
)
_ACRONYM = re.compile(r"\(([^)]+)\)")
_KANJI_SUFFIX = re.compile(r"[市区町村都府県]$")
_KANA_SUFFIX = re.compile(r"(?:し|く|ちょう|まち|むら|そん|と|ふ|けん)$")
_JAPANESE_SUFFIX = re.compile(r"(?:地域圏|県)$")


class NameIndex:
    """Folded names → rows, by how near the spelling is to the official one.

    The lists run over the same rows; an empty text means no such name.
    """

    def __init__(
        self,
        *,
        levels: Sequence[str],
        names: Sequence[str],
        kana: Sequence[str],
        romaji: Sequence[str],
        others: Sequence[tuple[str, str, str]],
    ) -> None:
        self._levels = levels
        self._names = names
        self._kana = kana
        self._romaji = romaji
        self._others = others

    @cached_property
    def official(self) -> Rows:
        """Official names in every language, kana left out."""
        found: Rows = {}
        for row, name in enumerate(self._folded):
            _add(found, name, row)
        for texts in (self._romaji, *zip(*self._others, strict=True)):
            rows = [row for row, text in enumerate(texts) if text]
            for row, name in zip(rows, fold_all(texts[row] for row in rows), strict=True):
                _add(found, name, row)
        return found

    @cached_property
    def shortened(self) -> Rows:
        """Names without article or kind: `mans`, 高松, `がーる`."""
        found: Rows = {}
        for row, (level, name) in enumerate(zip(self._levels, self._folded, strict=True)):
            if level in (Level.COMMUNE, Level.DEPARTEMENT, Level.REGION):
                short = without_article(name)
                if short != name:
                    _add(found, short, row)
            elif level in (Level.MUNICIPALITY, Level.PREFECTURE):
                _add_stem(found, _KANJI_SUFFIX, name, row)
        japanese = [(row, other[1]) for row, other in enumerate(self._others) if other[1]]
        for (row, _), name in zip(japanese, fold_all(n for _, n in japanese), strict=True):
            _add_stem(found, _JAPANESE_SUFFIX, name, row)
        return found

    @cached_property
    def readings(self) -> Rows:
        """Japanese names in kana, with and without kind."""
        found: Rows = {}
        rows = [row for row, text in enumerate(self._kana) if text]
        for row, name in zip(rows, fold_all(self._kana[row] for row in rows), strict=True):
            _add(found, name, row)
            _add_stem(found, _KANA_SUFFIX, name, row)
        return found

    @cached_property
    def intercommunal_labels(self) -> Rows:
        """Intercommunalités without their legal kind, and their acronyms."""
        found: Rows = {}
        for row in self._epci_rows:
            name = self._folded[row]
            label = _EPCI_KIND.sub("", name)
            _add(found, label, row)
            _add(found, without_article(label), row)
            bare = _ACRONYM.sub("", self._names[row])
            acronyms = _ACRONYM.findall(self._names[row])
            for text in fold_all([bare, *acronyms]):
                _add(found, _EPCI_KIND.sub("", text), row)
        return found

    @cached_property
    def intercommunal_stems(self) -> Rows:
        """What is left of an intercommunalité's name without any word of its kind."""
        found: Rows = {}
        for row in self._epci_rows:
            (bare,) = fold_all([_ACRONYM.sub("", self._names[row])])
            _add(found, intercommunal_stem(bare), row)
        return found

    @cached_property
    def loose(self) -> Rows:
        """Romaji whatever the spelling of long vowels, with and without suffix."""
        found: Rows = {}
        rows = [row for row, text in enumerate(self._romaji) if text]
        romaji = fold_all(self._romaji[row] for row in rows)
        english = fold_all(self._others[row][2] for row in rows)
        for row, latin, short in zip(rows, romaji, english, strict=True):
            stem = latin.rpartition(" ")[0] or latin
            for spelling in (latin, stem, short):
                _add(found, loose_romaji(spelling), row)
        return found

    def beginning_with(self, prefix: str, limit: int) -> list[int]:
        """Rows of communes and intercommunalités whose folded name begins with `prefix`.

        At most `limit` names are looked at; empty when there are more.
        """
        start = bisect_left(self._sorted, (prefix,))
        rows: list[int] = []
        for name, row in self._sorted[start : start + limit + 1]:
            if not name.startswith(prefix):
                return rows
            rows.append(row)
        return []

    @cached_property
    def _sorted(self) -> list[tuple[str, int]]:
        names = [
            (self._folded[row], row)
            for row, level in enumerate(self._levels)
            if level == Level.COMMUNE
        ]
        labels = [(label, row) for label, rows in self.intercommunal_labels.items() for row in rows]
        return sorted(names + labels)

    @cached_property
    def _folded(self) -> list[str]:
        return fold_all(self._names)

    @cached_property
    def _epci_rows(self) -> list[int]:
        return [row for row, level in enumerate(self._levels) if level == Level.EPCI]


def _add(found: Rows, key: str, row: int) -> None:
    rows = found.setdefault(key, [])
    if row not in rows:
        rows.append(row)


def _add_stem(found: Rows, suffix: re.Pattern[str], name: str, row: int) -> None:
    stem = suffix.sub("", name)
    if stem and stem != name:
        _add(found, stem, row)
