"""FAISS is no decoration: its candidates hold the exhaustive top 10, however many take part."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.collectivity import Country
from matcher.index.nearest import NearestPassages
from matcher.matching.candidates import BLOCK, best_rows
from matcher.matching.score import score
from matcher.matching.side import Side
from matcher.matching.suggest import ranked
from matcher.profile import Profile
from matcher.workflow.opening import Knowledge, open_profile
from tests.index.all_authorities import sides_of


def exhaustive(own: Side, row: int, other: Side, profile: Profile, limit: int) -> tuple[int, ...]:
    """The best of comparing with everybody, a block at a time."""
    one = own.take([row])
    totals = []
    for start in range(0, len(other), BLOCK):
        block = other.take(range(start, min(start + BLOCK, len(other))))
        fr, jp = (one, block) if own.country is Country.FR else (block, one)
        totals.append(score(fr, jp, profile).total.ravel())
    return tuple(ranked(np.concatenate(totals), other.ids)[:limit])


def searched(side: Side) -> NearestPassages:
    return NearestPassages.of(side.passage_texts.vectors)


def agree(own: Side, other: Side, rows: range) -> None:
    profile = open_profile(Knowledge())
    search = searched(other)
    for row in rows:
        found = best_rows(own, row, other, search, profile, limit=10)
        assert found == exhaustive(own, row, other, profile, 10), own.ids[row]


def test_the_top_ten_of_a_few_hundred_authorities_in_both_directions() -> None:
    fr, jp = sides_of(every=60)
    agree(fr, jp, range(0, len(fr), 60))
    agree(jp, fr, range(0, len(jp), 4))


@pytest.mark.full
def test_the_top_ten_of_all_authorities_in_both_directions() -> None:
    fr, jp = sides_of(every=1)
    assert len(fr) + len(jp) > 37_000
    agree(jp, fr, range(0, len(jp), 180))
    agree(fr, jp, range(0, len(fr), 2500))
