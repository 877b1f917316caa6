"""Hub columns while fiches come and go: sums of affinities that are carried on, not made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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

    `references` are rows of the side of each country, `texts` what they say; `passages` and
    `labels` are float64 (n,).
    """

    temperatures: Temperatures
    sides: Mapping[Country, LiveSide]
    references: Mapping[Country, Rows]
    texts: Mapping[Country, References]
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
            texts={country: References.of(side, nobody, 1.0) for country, side in sides.items()},
            passages=dict.fromkeys(Country, np.empty(0)),
            labels=dict.fromkeys(Country, np.empty(0)),
        )
        return nothing.changed(sides, dict.fromkeys(Country, nobody))

    def changed(self, sides: Mapping[Country, LiveSide], kept: Mapping[Country, Rows]) -> LiveHubs:
        """Of the next `sides`, whose first rows are the rows `kept` of these."""
        references = {
            country: drawn(side.columns["lot"], side.alive) for country, side in sides.items()
        }
        moved = {
            country: self._moved(country, sides[country], kept[country], rows)
            for country, rows in references.items()
        }
        after = replace(
            self,
            sides=sides,
            references=references,
            texts={
                country: References.of(sides[country], rows, 1.0)
                if len(moved[country])
                else self.texts[country]
                for country, rows in references.items()
            },
        )
        passages: dict[Country, Column] = {}
        labels: dict[Country, Column] = {}
        for country in sides:
            rows, others = kept[country], moved[country.other]
            everybody = after.texts[country.other]
            if len(others) >= len(everybody):
                rows = rows[:0]
            of_passages, of_labels = after._sums(country, 0, rows.size, others)
            fresh = after._sums(country, rows.size, len(sides[country]), everybody)
            passages[country] = np.concatenate(
                [self.passages[country][rows] + of_passages, fresh[0]]
            )
            labels[country] = np.concatenate([self.labels[country][rows] + of_labels, fresh[1]])
        return replace(after, passages=passages, labels=labels)

    def _moved(self, country: Country, side: LiveSide, kept: Rows, now: Rows) -> References:
        """Which references of `country` come, which go, where its side is now `side`."""
        old = self.references[country]
        new_row = np.full(len(self.sides[country]), -1)
        new_row[kept] = np.arange(kept.size)
        stay = new_row[old]
        come = References.of(side, np.setdiff1d(now, stay), 1.0)
        go = References.of(self.sides[country], old[~np.isin(stay, now)], -1.0)
        return come.beside(go)

    def _sums(
        self, country: Country, start: int, stop: int, moved: References
    ) -> tuple[Column, Column]:
        """What `moved` add to the sums of the rows from `start` to before `stop`."""
        count = stop - start
        if not count or not len(moved):
            return np.zeros(count), np.zeros(count)
        side, temperatures = self.sides[country], self.temperatures
        texts = side.passage_texts.between(start, stop)
        passages = self._measured(texts, count, moved, moved.passages, temperatures.passages)
        if count <= _AT_ONCE:
            own = side.book.texts_of(np.arange(start, stop))
            return passages, self._measured(own, count, moved, moved.labels, temperatures.labels)
        kind = kind_for(temperatures.labels, *map(len, self.sides.values()))
        labels = np.zeros(count)
        for first in range(0, len(moved), _AT_ONCE):
            last = min(first + _AT_ONCE, len(moved))
            found = side.book.affinities(
                moved.labels.between(first, last), last - first, temperatures.labels, kind
            )
            labels += moved.signs[first:last] @ np.nan_to_num(found[:, start:stop])
        return passages, labels

    def _measured(
        self, texts: Texts, count: int, moved: References, theirs: Texts, temperature: float
    ) -> Column:
        """The sums of the owners of `texts` with `moved`, of whom `theirs` are the texts."""
        kind = kind_for(temperature, *map(len, self.sides.values()))
        return affinity_sums(texts, count, theirs, moved.signs, temperature, kind)

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
        everybody, temperatures = self.texts[country.other], self.temperatures
        of_passages = self._measured(
            passages, 1, everybody, everybody.passages, temperatures.passages
        )
        of_labels = self._measured(labels, 1, everybody, everybody.labels, temperatures.labels)
        return self.means(
            country.other,
            (of_passages, np.array([passages.owner.size > 0])),
            (of_labels, np.array([labels.owner.size > 0])),
            profile,
        )


def _joined(one: Texts, other: Texts, count: int) -> Texts:
    """The texts of `count` owners and those of others, counted on."""
    return Texts(
        np.concatenate([one.vectors, other.vectors]),
        np.concatenate([one.owner, other.owner + count]),
        np.concatenate([one.weight, other.weight]),
    )
