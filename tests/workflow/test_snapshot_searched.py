"""Where passages are searched for, the partners are those of looking at everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matcher.gathering import Participant
from matcher.matching import live_side, rough
from matcher.matching.candidates import Neighbours
from matcher.matching.live_side import LiveSide
from matcher.matching.wanted import Wanted
from tests.matching.small_world import TOPICS, participant
from tests.workflow.small_snapshot import SmallEncoder, snapshot

people = st.builds(
    participant,
    st.builds("{}-{:02}".format, st.sampled_from(["fr", "jp"]), st.integers(0, 40)),
    st.lists(st.builds("{}#{}".format, st.sampled_from(TOPICS), st.integers(0, 30)), max_size=4),
    population=st.none() | st.integers(100, 4_000_000),
    domains=st.lists(st.sampled_from(["transport", "culture"]), max_size=2),
)
everybody = st.lists(people, min_size=20, max_size=60, unique_by=lambda each: each.id)


@dataclass(frozen=True)
class Searching:
    """Compares with all passages of those who take part; off by up to `error` in what it takes."""

    side: LiveSide
    error: float

    @property
    def places(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.side.alive[self.side.passage_texts.owner])

    @property
    def size(self) -> int:
        return len(self.places)

    def nearest(self, queries: NDArray[np.float32], count: int) -> Neighbours:
        places = self.places
        exact = queries @ self.side.vectors.array[places].T
        seen = np.round(exact / self.error) if self.error else exact
        order = np.argsort(-seen, axis=1, kind="stable")[:, :count]
        found = np.take_along_axis(exact, order, 1)
        best = np.argsort(-found, axis=1, kind="stable")
        return Neighbours(
            np.take_along_axis(found, best, 1),
            places[np.take_along_axis(order, best, 1)],
            self.error,
        )


@pytest.fixture(autouse=True)
def _few() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live_side, "_GONE", 2)
        patch.setattr(rough, "FEW", 2)
        patch.setattr(rough, "FIRST", 2)
        yield


@given(
    everybody,
    st.integers(1, 3),
    st.sampled_from([0.0, 0.1]),
    st.sampled_from([None, 3.0]),
)
@settings(max_examples=60, deadline=None)
def test_the_same_partners_are_found(
    present: list[Participant], limit: int, error: float, ratio: float | None
) -> None:
    changed = snapshot(present).changed([present[0].id], [], 2)
    searches = {country: Searching(side, error) for country, side in changed.live.items()}
    for each in present[1:]:
        known = ratio if each.population.value else None
        wanted = Wanted(limit=limit, population_ratio=known)
        assert changed.partners_of(each.id, wanted, searches) == changed.partners_of(
            each.id, wanted
        )
    stranger = present[0]
    asked = changed.partners_for(stranger, SmallEncoder(), Wanted(limit=limit), searches)
    assert asked == changed.partners_for(stranger, SmallEncoder(), Wanted(limit=limit))


def test_who_is_out_of_reach_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    jp = [participant(f"jp-{n:02}", [f"{TOPICS[n % 8]}#{n}"], population=50_000) for n in range(80)]
    everyone = snapshot([participant("fr-a", [f"{TOPICS[0]}#99"], population=50_000), *jp])
    looked_at = list[int]()
    in_full = rough._in_full

    def counted(*asked: object) -> NDArray[np.float64]:
        looked_at.append(len(asked[2]))  # type: ignore[arg-type]
        return in_full(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(rough, "_in_full", counted)
    monkeypatch.setattr(rough, "FIRST", 16)  # the ten who share the topic, and some who do not
    searches = {country: Searching(side, 0.0) for country, side in everyone.live.items()}
    found = everyone.partners_of("fr-a", Wanted(limit=2), searches)
    assert max(looked_at) < 40
    assert found == everyone.partners_of("fr-a", Wanted(limit=2))
    assert max(looked_at) == 80
