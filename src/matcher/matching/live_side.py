"""The participants of one country while fiches come and go.

A `Side` for which a change costs what the change is, not what everybody is: rows stand in order of
arrival, new ones come behind, and who is gone is marked and left where it is until there are many.
It is never changed itself; the next one shares its vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.gathering import Participant
from matcher.matching import shadow
from matcher.matching.growing import Growing
from matcher.matching.kinds import Kinds
from matcher.matching.label_book import LabelBook
from matcher.matching.line_up import Embodied, columns_of, shares, texts_by_row
from matcher.matching.references import lots
from matcher.matching.shadow import Shadow
from matcher.matching.side import Fields, LabelOf, PassageOf, Side, Texts, spread

#: The gone are left where they are while they are at most so many, or this share of all.
_GONE, _GONE_SHARE = 32, 8


@dataclass(frozen=True, slots=True)
class Lookup:
    """What is asked about a participant: the domains there are (`ids`), its rank by inhabitants
    and the codes of the départements or prefectures it lies in."""

    ids: tuple[str, ...]
    rank: Callable[[Country, int], float]
    areas: Callable[[Participant], frozenset[str]]


@dataclass(frozen=True, eq=False, kw_only=True)
class LiveSide:
    """n rows, of which those of the participants that take part are `alive`.

    `passages` and `labels` are those of each row, their owners counted from 0. `vectors` are those
    of all passages, row by row; `weight` float64 (p,). `columns` hold "domains", "log_population",
    "rank", "commune" and "tohoku" as `Side` does, "lot" (see `references`) and "area", a place in
    `areas`. `row` tells where the participants are that take part.
    """

    country: Country
    lookup: Lookup
    participants: tuple[Participant, ...]
    passages: tuple[tuple[PassageOf, ...], ...]
    labels: tuple[tuple[LabelOf, ...], ...]
    vectors: Growing[np.float32]
    weight: NDArray[np.float64]
    passage_count: NDArray[np.int64]
    book: LabelBook
    columns: Mapping[str, NDArray[Any]]
    areas: tuple[frozenset[str], ...]
    row: dict[str, int]
    alive: NDArray[np.bool_]
    kinds: Kinds
    shadow: Shadow | None

    @classmethod
    def of(
        cls, people: Sequence[Embodied], country: Country, lookup: Lookup, dimension: int
    ) -> LiveSide:
        """Those of `people` who are of `country`, in order of id.

        `dimension` is the length of a vector. Raises ValueError where somebody has more or fewer
        vectors than texts.
        """
        nothing = cls(
            country=country,
            lookup=lookup,
            participants=(),
            passages=(),
            labels=(),
            vectors=Growing.of(np.empty((0, dimension), dtype=np.float32)),
            weight=np.empty(0),
            passage_count=np.empty(0, dtype=np.int64),
            book=LabelBook.empty(dimension),
            columns={
                **columns_of((), lookup.ids, lookup.rank),
                "lot": lots(()),
                "area": np.empty(0, dtype=np.int64),
            },
            areas=(),
            row={},
            alive=np.empty(0, dtype=np.bool_),
            kinds=Kinds.nobody(),
            shadow=None,
        )
        own = sorted(
            (each for each in people if each.participant.country is country),
            key=lambda each: each.participant.id,
        )
        return nothing._with(own) if own else nothing

    def __len__(self) -> int:
        return len(self.participants)

    @property
    def count(self) -> int:
        """How many take part."""
        return len(self.row)

    @cached_property
    def present(self) -> tuple[Participant, ...]:
        """Who takes part, in order of id."""
        return tuple(self.participants[row] for row in self.in_order.tolist())

    @cached_property
    def in_order(self) -> NDArray[np.int64]:
        """The rows of those who take part, in order of id."""
        return np.array([self.row[id_] for id_ in sorted(self.row)], dtype=np.int64)

    @cached_property
    def passage_starts(self) -> NDArray[np.int64]:
        """Where the passages of each row begin, int64 (n,)."""
        return np.cumsum(self.passage_count) - self.passage_count

    @cached_property
    def passage_texts(self) -> Texts:
        """The passages of all rows; their vectors are not copied."""
        owner = np.repeat(np.arange(len(self)), self.passage_count)
        return Texts(self.vectors.array, owner, self.weight)

    @cached_property
    def named(self) -> NDArray[np.int64]:
        """How many of those who take part name each domain, int64 (D,)."""
        found: NDArray[np.int64] = self.columns["domains"][self.alive].sum(axis=0)
        return found

    @cached_property
    def by_authority(self) -> Mapping[str, tuple[int, ...]]:
        """Authorities by id → the rows of their participants; by mistake, several may share one."""
        found: dict[str, tuple[int, ...]] = {}
        for row, participant in enumerate(self.participants):
            if participant.collectivity is not None:
                id_ = participant.collectivity.id
                found[id_] = (*found.get(id_, ()), row)
        return found

    @cached_property
    def of_each_kind(self) -> Mapping[str, NDArray[Any]]:
        """The columns of one row of each kind."""
        return {name: column[self.kinds.first] for name, column in self.columns.items()}

    def places(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the passages of `rows` (any order) stand and, counted into them, whose each is."""
        return spread(self.passage_starts[rows], self.passage_count[rows])

    def texts_of(self, rows: NDArray[np.int64]) -> Texts:
        """The passages of `rows` (any order), owners counted into them."""
        places, owner = self.places(rows)
        # `take` is twice as fast as indexing.
        vectors = self.vectors.array.take(places, axis=0)
        return Texts(vectors, owner, self.weight[places])

    def embodied(self, row: int) -> Embodied:
        """The participant in `row` with its vectors."""
        start = self.passage_starts[row]
        return Embodied(
            self.participants[row],
            self.vectors.array[start : start + self.passage_count[row]],
            self.book.texts_of(np.array([row])).vectors,
        )

    def take(
        self,
        rows: Sequence[int],
        fields: Fields,
        hubs: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    ) -> Side:
        """A side of `rows`, in order of id; `hubs` are the hub columns of all rows, else zero.

        It costs what the rows cost.
        """
        ordered = sorted(rows, key=lambda row: self.participants[row].id)
        kept = np.array(ordered, dtype=np.int64)
        columns = {name: column[kept] for name, column in self.columns.items()}
        del columns["lot"], columns["area"]
        zero = np.zeros(len(kept))
        return Side(
            country=self.country,
            participants=tuple(self.participants[row] for row in ordered),
            fields=fields,
            passages=tuple(
                PassageOf(owner, each.key_point, each.language, each.passage)
                for owner, row in enumerate(ordered)
                for each in self.passages[row]
            ),
            labels=tuple(
                LabelOf(owner, each.language, each.label)
                for owner, row in enumerate(ordered)
                for each in self.labels[row]
            ),
            passage_texts=self.texts_of(kept),
            label_texts=self.book.texts_of(kept),
            **columns,
            passage_hub=zero if hubs is None else hubs[0][kept],
            label_hub=zero if hubs is None else hubs[1][kept],
        )

    def changed(
        self, gone: Collection[str], fresh: Sequence[Embodied]
    ) -> tuple[LiveSide, NDArray[np.int64]]:
        """Without the ids of `gone`, with those of `fresh`, which replace their likes; and the
        rows of before that are there still, in the order in which they come first now.

        Raises ValueError where somebody has more or fewer vectors than texts.
        """
        own = [each for each in fresh if each.participant.country is self.country]
        left = {*gone, *(each.participant.id for each in fresh)} & self.row.keys()
        if not left and not own:
            return self, np.arange(len(self))
        kept, side = np.arange(len(self)), self
        if left:
            alive, row = self.alive.copy(), dict(self.row)
            alive[[row.pop(id_) for id_ in left]] = False
            side = replace(self, alive=alive, row=row)
            if len(side) - side.count > max(_GONE, side.count // _GONE_SHARE):
                kept, side = side.in_order, side._without_gone()
        return (side._with(own) if own else side), kept

    def _with(self, own: Sequence[Embodied]) -> LiveSide:
        """The rows of `own` behind these."""
        people = [each.participant for each in own]
        passages, labels = texts_by_row(people)
        count = np.array([len(each) for each in passages], dtype=np.int64)
        if any(len(each.passages) != n for each, n in zip(own, count.tolist(), strict=True)):
            raise ValueError("somebody has more or fewer vectors than key points")
        owner = np.repeat(np.arange(len(own)), count)
        backgrounds = [each.passage.background for row in passages for each in row]
        areas, place = list(self.areas), {area: k for k, area in enumerate(self.areas)}
        area = []
        for participant in people:
            codes = self.lookup.areas(participant)
            if codes not in place:
                place[codes] = len(areas)
                areas.append(codes)
            area.append(place[codes])
        new = {
            **columns_of(people, self.lookup.ids, self.lookup.rank),
            "lot": lots([each.id for each in people]),
            "area": np.array(area, dtype=np.int64),
        }
        fresh = np.concatenate([each.passages for each in own])
        weight = shares(owner, backgrounds)
        numbers = range(len(self), len(self) + len(own))
        side = replace(
            self,
            participants=(*self.participants, *people),
            passages=(*self.passages, *passages),
            labels=(*self.labels, *labels),
            vectors=self.vectors.followed_by(fresh),
            weight=np.concatenate([self.weight, weight]),
            passage_count=np.concatenate([self.passage_count, count]),
            book=self.book.followed_by(
                [each.labels for each in own], [len(each) for each in labels]
            ),
            columns={
                name: np.concatenate([column, new[name]]) for name, column in self.columns.items()
            },
            areas=tuple(areas),
            row=self.row | {each.id: at for each, at in zip(people, numbers, strict=True)},
            alive=np.concatenate([self.alive, np.ones(len(own), dtype=np.bool_)]),
            kinds=self.kinds.followed_by(new["domains"], new["tohoku"]),
            shadow=None,
        )
        return replace(side, shadow=_shadow(side, self.shadow, Texts(fresh, owner, weight)))

    def _without_gone(self) -> LiveSide:
        """The rows of those who take part, in order of id; everything is copied."""
        rows = self.in_order
        texts = self.texts_of(rows)
        side = replace(
            self,
            participants=self.present,
            passages=tuple(self.passages[row] for row in rows.tolist()),
            labels=tuple(self.labels[row] for row in rows.tolist()),
            vectors=Growing.of(texts.vectors),
            weight=texts.weight,
            passage_count=self.passage_count[rows],
            book=self.book.take(rows),
            columns={name: column[rows] for name, column in self.columns.items()},
            row={each.id: row for row, each in enumerate(self.present)},
            alive=np.ones(rows.size, dtype=np.bool_),
            kinds=Kinds.nobody().followed_by(
                self.columns["domains"][rows], self.columns["tohoku"][rows]
            ),
            shadow=None,
        )
        return replace(side, shadow=_shadow(side, None, texts))


def _shadow(side: LiveSide, before: Shadow | None, fresh: Texts) -> Shadow | None:
    """The shadow of `side`, where it is too large to do without one."""
    passages = len(side.vectors)
    if passages <= shadow.WITHOUT:
        return None
    if before is None or passages > 2 * before.made_of:
        return Shadow.of(side.passage_texts, len(side))
    return before.followed_by(fresh, len(side) - len(before.middles))
