"""All participants of one country as columns: what every signal computes on.

Whatever depends on a whole side (hub columns, ranks) is a column here, so that one pair, one
participant's candidates and all pairs get the same numbers from the same functions. A side is
never changed: a new fiche makes a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country, Language
from matcher.gathering import Participant
from matcher.passages import Passage


@dataclass(frozen=True, slots=True)
class PassageOf:
    """A passage with its owner: participant (row of the side), key point (from 0), language."""

    owner: int
    key_point: int
    language: Language
    passage: Passage


@dataclass(frozen=True, slots=True)
class LabelOf:
    """A domain label as typed, with its owner (row of the side) and language."""

    owner: int
    language: Language
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts of a side with their embeddings, sorted by owner.

    `vectors`: float32 (p, d), unit rows (zero rows for blank texts).
    `owner`: int64 (p,), rows of the side, ascending. `weight`: float64 (p,), the share of each
    text in its owner's, >= 0 and summing to 1 for every owner that has texts.
    """

    vectors: NDArray[np.float32]
    owner: NDArray[np.int64]
    weight: NDArray[np.float64]

    def __post_init__(self) -> None:
        rows = self.vectors.shape[0]
        if self.owner.shape != (rows,) or self.weight.shape != (rows,):
            raise ValueError(
                f"{rows} vectors need as many owners and weights, "
                f"got {self.owner.shape} and {self.weight.shape}"
            )
        if rows and (np.diff(self.owner) < 0).any():
            raise ValueError("texts must be sorted by owner")

    def membership(self, count: int) -> NDArray[np.float64]:
        """The weights as a matrix (count, p): row i holds the shares of owner i's texts."""
        matrix = np.zeros((count, self.owner.shape[0]))
        matrix[self.owner, np.arange(self.owner.shape[0])] = self.weight
        return matrix

    def places(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the texts of the owners `rows` (any order) stand, and whose each is.

        Both int64 (t,); the latter counts into `rows`. What it costs grows with t alone.
        """
        first = np.searchsorted(self.owner, rows)
        return spread(first, np.searchsorted(self.owner, rows, side="right") - first)

    def take(self, rows: NDArray[np.int64]) -> Texts:
        """The texts of the owners `rows` (any order), owners renumbered from 0 in that order."""
        places, owner = self.places(rows)
        return Texts(self.vectors[places], owner, self.weight[places])

    def between(self, start: int, stop: int) -> Texts:
        """The texts of the owners from `start` to before `stop`, counted from 0; not copied."""
        first, last = np.searchsorted(self.owner, [start, stop])
        return Texts(
            self.vectors[first:last], self.owner[first:last] - start, self.weight[first:last]
        )


def spread(
    first: NDArray[np.int64], count: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Runs of `count` numbers, each from `first` on, one behind the other; and whose each is."""
    owner = np.repeat(np.arange(first.size), count)
    before = np.cumsum(count) - count
    places: NDArray[np.int64] = np.arange(owner.size) - before[owner] + first[owner]
    return places, owner


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """What both sides share about the D domains of the vocabulary.

    `ids` in vocabulary order. `rarity`: float64 (D,), > 0, larger for domains that few
    participants name. `stressed`, `tohoku`, `companies`: bool (D,), the fields the roadmap
    stresses, those of the Tōhoku reconstruction, and those companies take part in.
    """

    ids: tuple[str, ...]
    rarity: NDArray[np.float64]
    stressed: NDArray[np.bool_]
    tohoku: NDArray[np.bool_]
    companies: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The participants of one country, sorted by id, with n rows in every column.

    `passages` and `labels` stand in the order of the rows of `passage_texts` and
    `label_texts`. `domains`: bool (n, D), which fields each names. `log_population`:
    log10 of inhabitants, NaN where not known. `rank`: share in [0, 1] of the authorities of
    the country that are smaller, NaN where not known. `commune`: a French commune, which is
    small beside a Japanese city of like role.
    `passage_hub`, `label_hub`: float64 (n,), mean affinity with the reference participants of
    the other country, by key points and by labels (see `hubs`).
    """

    country: Country
    participants: tuple[Participant, ...]
    fields: Fields
    passages: tuple[PassageOf, ...]
    labels: tuple[LabelOf, ...]
    passage_texts: Texts
    label_texts: Texts
    domains: NDArray[np.bool_]
    log_population: NDArray[np.float64]
    rank: NDArray[np.float64]
    commune: NDArray[np.bool_]
    tohoku: NDArray[np.bool_]
    passage_hub: NDArray[np.float64]
    label_hub: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.participants)

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the participants, in row order."""
        return tuple(participant.id for participant in self.participants)

    def row_of(self, id_: str) -> int:
        """The row of participant `id_`. Raises KeyError where it is not on this side."""
        for row, participant in enumerate(self.participants):
            if participant.id == id_:
                return row
        raise KeyError(id_)

    def take(self, rows: Sequence[int]) -> Side:
        """The side reduced to `rows` (any order; kept ascending); every column keeps its values.

        Hub columns and ranks are not recomputed: a pair scores the same in any selection.
        """
        kept = np.unique(np.asarray(rows, dtype=np.int64))
        passages, passage_owner = self.passage_texts.places(kept)
        labels, label_owner = self.label_texts.places(kept)
        return replace(
            self,
            participants=tuple(self.participants[row] for row in kept),
            passages=tuple(
                replace(self.passages[place], owner=owner)
                for place, owner in zip(passages.tolist(), passage_owner.tolist(), strict=True)
            ),
            labels=tuple(
                replace(self.labels[place], owner=owner)
                for place, owner in zip(labels.tolist(), label_owner.tolist(), strict=True)
            ),
            passage_texts=self.passage_texts.take(kept),
            label_texts=self.label_texts.take(kept),
            **{name: getattr(self, name)[kept] for name in COLUMNS},
        )


#: The columns of a side with one row a participant.
COLUMNS = (
    "domains",
    "log_population",
    "rank",
    "commune",
    "tohoku",
    "passage_hub",
    "label_hub",
)
