"""The best partners of everybody in both countries, in blocks: a matrix product and little more.

Key points are compared in single precision, as they are kept; a score told at four decimals is the
same as `score` gives. Never more than a block of participants with all of the smaller side is in
memory at a time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matcher.collectivity import Country
from matcher.matching.comparison import Comparison
from matcher.matching.hubs import corrected
from matcher.matching.label_book import LabelBook
from matcher.matching.layers import Layers, affinities, best_cosines, precision
from matcher.matching.score import CONSTANT
from matcher.matching.side import COLUMNS, Side
from matcher.matching.signals import SIGNALS
from matcher.profile import Profile

#: Scores are told at this many decimals: what single precision leaves of them.
DECIMALS = 4
#: Participants of the larger side compared with the smaller one at a time.
BLOCK = 64
#: Blocks after which the best of the smaller side are looked through.
_BLOCKS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Best:
    """The best partners of n participants, the best first, ties in order of their rows.

    `rows`: int64 (n, k), rows of the other side. `scores`: float64 (n, k), at `DECIMALS`.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]

    def and_of(self, other: Best, kept: int) -> Best:
        """The `kept` best of these and of `other` for each of the same participants."""
        rows = np.concatenate([self.rows, other.rows], axis=1)
        scores = np.concatenate([self.scores, other.scores], axis=1)
        order = np.lexsort((rows, -scores), axis=1)[:, :kept]
        return Best(np.take_along_axis(rows, order, 1), np.take_along_axis(scores, order, 1))


def best_of_all(fr: Side, jp: Side, profile: Profile, limit: int) -> dict[Country, Best]:
    """The `limit` best partners of everybody, of both sides; fewer where there are not so many."""
    own, other = (fr, jp) if len(fr) >= len(jp) else (jp, fr)
    against = _Against.of(other, profile)
    columns = _columns(own, slice(None))
    found: list[Best] = []
    of_other = _nobody(len(other))
    waiting: list[NDArray[np.float64]] = []
    for start in range(0, len(own), BLOCK):
        rows = slice(start, min(start + BLOCK, len(own)))
        totals = np.round(against.totals(own, columns, rows), DECIMALS)
        found.append(_best(totals, 0, len(other), limit))
        waiting.append(totals)
        if len(waiting) == _BLOCKS or rows.stop == len(own):
            first = rows.stop - sum(map(len, waiting))
            best = _best(np.concatenate(waiting).T, first, len(own), limit)
            of_other = of_other.and_of(best, limit)
            waiting = []
    of_own = Best(
        np.concatenate([each.rows for each in found] or [_nobody(0).rows]),
        np.concatenate([each.scores for each in found] or [_nobody(0).scores]),
    )
    return {own.country: of_own, other.country: of_other}


@dataclass(frozen=True, slots=True, eq=False)
class _Against:
    """The smaller side, laid out to be compared with many: its passages, its labels, the rest."""

    passages: Layers
    labels: LabelBook
    columns: Side
    profile: Profile

    @classmethod
    def of(cls, other: Side, profile: Profile) -> _Against:
        kind = precision(profile.parameter("key-points-temperature"))
        labels = [other.label_texts.between(row, row + 1).vectors for row in range(len(other))]
        book = LabelBook.empty(other.label_texts.vectors.shape[1])
        return cls(
            Layers.of(other.passage_texts, len(other), kind),
            book.followed_by(labels, [len(each) for each in labels]) if labels else book,
            _columns(other, slice(None)),
            profile,
        )

    def totals(self, own: Side, columns: Side, rows: slice) -> NDArray[np.float64]:
        """The scores of `rows` of `own` with everybody, (rows, m), unrounded."""
        profile, count = self.profile, rows.stop - rows.start
        texts = own.passage_texts.between(rows.start, rows.stop)
        labels = own.label_texts.between(rows.start, rows.stop)
        wanted = [each for each in SIGNALS if profile.weight(each.name)]
        block = _columns(columns, rows)
        key_points = corrected(
            affinities(texts, count, self.passages, profile.parameter("key-points-temperature")),
            block.passage_hub,
            self.columns.passage_hub,
            profile.parameter("key-points-hub-prior"),
        )
        by_label = corrected(
            self.labels.affinities(labels, count, profile.parameter("labels-temperature")),
            block.label_hub,
            self.columns.label_hub,
            profile.parameter("labels-hub-prior"),
        )
        best = np.empty((0, 0))
        if any(each.name == "specific-policy" for each in wanted):
            best = best_cosines(texts, count, self.passages).astype(np.float64)
        french = own.country is Country.FR
        comparison = Comparison(
            fr=block if french else self.columns,
            jp=self.columns if french else block,
            passage_cosine=np.empty((0, 0)),
            key_points=key_points if french else key_points.T,
            best_passage=best if french else best.T,
            labels=by_label if french else by_label.T,
        )
        total = np.full(comparison.key_points.shape, profile.weight(CONSTANT))
        for signal in wanted:
            total += np.nan_to_num(
                profile.weight(signal.name) * signal.measure(comparison, profile)
            )
        return total if french else total.T


def _columns(side: Side, rows: slice) -> Side:
    """The columns of `rows` of `side` alone: neither texts nor participants."""
    nothing = side.passage_texts.between(0, 0)
    return replace(
        side,
        participants=(),
        passages=(),
        labels=(),
        passage_texts=nothing,
        label_texts=nothing,
        **{name: getattr(side, name)[rows] for name in COLUMNS},
    )


def _best(totals: NDArray[np.float64], first: int, count: int, kept: int) -> Best:
    """The `kept` best columns of each row of `totals`, which count from `first`, of `count`."""
    rows = np.arange(totals.shape[1])
    if rows.size > kept:
        # Less than the last decimal told goes down with the row: ties are broken by it.
        by_row = totals - (rows + first) * (0.5 * 10.0**-DECIMALS / count)
        chosen = np.argpartition(by_row, -kept, axis=1)[:, -kept:]
    else:
        chosen = np.broadcast_to(rows, totals.shape)
    best = Best(chosen + first, np.take_along_axis(totals, chosen, 1))
    return best.and_of(_nobody(len(totals)), kept)


def _nobody(count: int) -> Best:
    return Best(np.empty((count, 0), dtype=np.int64), np.empty((count, 0)))
