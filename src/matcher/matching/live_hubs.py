"""Hub columns while fiches come and go: sums of affinities that are carried on, not made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.matching.hubs import hub_means
from matcher.matching.live_side import LiveSide
from matcher.matching.references import affinity_sums, drawn, kind_for
from matcher.matching.side import Texts
from matcher.profile import Profile

#: References whose labels are compared with everybody's at a time.
_AT_ONCE = 64

Rows = NDArray[np.int64]
Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Temperatures:
    """What the sums depend on besides the texts."""

    passages: float
    labels: float

    @classmethod
    def of(cls, profile: Profile) -> Temperatures:
        """Those of `profile`."""
        return cls(
            profile.parameter("key-points-temperature"), profile.parameter("labels-temperature")
        )


@dataclass(frozen=True, slots=True, eq=False)
class References:
    """Some references with their texts; `signs` (r,) say whether they come or go."""

    signs: NDArray[np.float64]
    passages: Texts
    labels: Texts

    @classmethod
    def of(cls, side: LiveSide, rows: Rows, sign: float) -> References:
        """The references in `rows`, all of that sign."""
        return cls(np.full(rows.size, sign), side.texts_of(rows), side.book.texts_of(rows))

    def __len__(self) -> int:
        return self.signs.size

    def beside(self, other: References) -> References:
        """These and those of `other`."""
        return References(
            np.concatenate([self.signs, other.signs]),
            _joined(self.passages, other.passages, len(self)),
            _joined(self.labels, other.labels, len(self)),
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class LiveHubs:
    """For each row of both sides, the sum of its affinities with the references of the other side.

    `references` are rows of the side of each country; `passages` and `labels` are float64 (n,).
    """

    temperatures: Temperatures
    sides: Mapping[Country, LiveSide]
    references: Mapping[Country, Rows]
    passages: Mapping[Country, Column]
    labels: Mapping[Country, Column]

    @classmethod
    def of(cls, sides: Mapping[Country, LiveSide], temperatures: Temperatures) -> LiveHubs:
        """Of `sides`, from nothing."""
        nobody = np.empty(0, dtype=np.int64)
        nothing = cls(
            temperatures=temperatures,
            sides=sides,
            references=dict.fromkeys(Country, nobody),
            passages=dict.fromkeys(Country, np.empty(0)),
            labels=dict.fromkeys(Country, np.empty(0)),
        )
        return nothing.changed(sides, dict.fromkeys(Country, nobody))

    def changed(self, sides: Mapping[Country, LiveSide], kept: Mapping[Country, Rows]) -> LiveHubs:
        """Of the next `sides`, whose first rows are the rows `kept` of these."""
        after = replace(
            self,
            sides=sides,
            references={
                country: drawn(side.columns["lot"], side.alive) for country, side in sides.items()
            },
        )
        passages: dict[Country, Column] = {}
        labels: dict[Country, Column] = {}
        for country in sides:
            rows = kept[country]
            moved = _moved(self, after, country.other, kept[country.other])
            if len(moved) >= after.references[country.other].size:
                rows, moved = rows[:0], _nobody(moved)
            of_passages, of_labels = after._sums(country, 0, rows.size, moved)
            fresh = after._sums(
                country, rows.size, len(sides[country]), after._everybody(country.other)
            )
            passages[country] = np.concatenate(
                [self.passages[country][rows] + of_passages, fresh[0]]
            )
            labels[country] = np.concatenate([self.labels[country][rows] + of_labels, fresh[1]])
        return replace(after, passages=passages, labels=labels)

    def _sums(
        self, country: Country, start: int, stop: int, moved: References
    ) -> tuple[Column, Column]:
        """What `moved` add to the sums of the rows from `start` to before `stop`."""
        count = stop - start
        if not count or not len(moved):
            return np.zeros(count), np.zeros(count)
        side, temperatures = self.sides[country], self.temperatures
        passages = affinity_sums(
            side.passage_texts.between(start, stop),
            count,
            moved.passages,
            moved.signs,
            temperatures.passages,
            self._kind,
        )
        if count <= _AT_ONCE:
            own = side.book.texts_of(np.arange(start, stop))
            labels = affinity_sums(
                own, count, moved.labels, moved.signs, temperatures.labels, self._kind
            )
            return passages, labels
        labels = np.zeros(count)
        for first in range(0, len(moved), _AT_ONCE):
            last = min(first + _AT_ONCE, len(moved))
            found = side.book.affinities(
                moved.labels.between(first, last), last - first, temperatures.labels, self._kind
            )
            labels += moved.signs[first:last] @ np.nan_to_num(found[:, start:stop])
        return passages, labels

    @property
    def _kind(self) -> type[np.float32] | type[np.float64]:
        return kind_for(self.temperatures.passages, *(len(side) for side in self.sides.values()))

    def _everybody(self, country: Country) -> References:
        """All references of `country`."""
        if country not in self._cached:
            rows = self.references[country]
            self._cached[country] = References.of(self.sides[country], rows, 1.0)
        return self._cached[country]

    @cached_property
    def _cached(self) -> dict[Country, References]:
        return {}

    def columns(self, country: Country, profile: Profile) -> tuple[Column, Column]:
        """The hub columns of all rows of the side of `country`: passages and labels."""
        side = self.sides[country]
        return self.means(
            country.other,
            (self.passages[country], side.passage_count > 0),
            (self.labels[country], side.book.count > 0),
            profile,
        )

    def means(
        self,
        other: Country,
        passages: tuple[Column, NDArray[np.bool_]],
        labels: tuple[Column, NDArray[np.bool_]],
        profile: Profile,
    ) -> tuple[Column, Column]:
        """Hub columns from sums with the references of `other`, and who has such texts at all."""
        side, rows = self.sides[other], self.references[other]
        count = profile.parameter("hub-prior-count")
        of_passages = int((side.passage_count[rows] > 0).sum())
        of_labels = int((side.book.count[rows] > 0).sum())
        return (
            hub_means(
                passages[0],
                np.where(passages[1], of_passages, 0),
                profile.parameter("key-points-hub-prior"),
                count,
            ),
            hub_means(
                labels[0],
                np.where(labels[1], of_labels, 0),
                profile.parameter("labels-hub-prior"),
                count,
            ),
        )

    def of_stranger(
        self, passages: Texts, labels: Texts, country: Country, profile: Profile
    ) -> tuple[Column, Column]:
        """The hub columns, of length 1, of somebody of `country` who does not take part."""
        moved = self._everybody(country.other)
        kind = self._kind
        return self.means(
            country.other,
            (
                affinity_sums(
                    passages, 1, moved.passages, moved.signs, self.temperatures.passages, kind
                ),
                np.array([passages.owner.size > 0]),
            ),
            (
                affinity_sums(labels, 1, moved.labels, moved.signs, self.temperatures.labels, kind),
                np.array([labels.owner.size > 0]),
            ),
            profile,
        )


def _moved(before: LiveHubs, after: LiveHubs, country: Country, kept: Rows) -> References:
    """Which references of `country` come and which go."""
    old, new = before.sides[country], after.sides[country]
    now = np.full(len(old), -1)
    now[kept] = np.arange(kept.size)
    stay = now[before.references[country]]
    come = np.setdiff1d(after.references[country], stay)
    go = before.references[country][~np.isin(stay, after.references[country])]
    return References.of(new, come, 1.0).beside(References.of(old, go, -1.0))


def _nobody(references: References) -> References:
    return References(
        references.signs[:0], references.passages.between(0, 0), references.labels.between(0, 0)
    )


def _joined(one: Texts, other: Texts, count: int) -> Texts:
    """The texts of `count` owners and those of others, counted on."""
    return Texts(
        np.concatenate([one.vectors, other.vectors]),
        np.concatenate([one.owner, other.owner + count]),
        np.concatenate([one.weight, other.weight]),
    )
