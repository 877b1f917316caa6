"""Gathering again what a change concerns gives what gathering everything gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from matcher.gathering import gather
from matcher.workflow.opening import open_knowledge
from service.live.gatherer import Gatherer, Gathering
from service.live.moment import FicheStanding
from service.storage.records import StoredFiche
from tests.matching.small_world import encode
from tests.service.live.pool import fiches

NOW = datetime(2026, 11, 28, tzinfo=UTC)
SLOTS = [f"f-{number}" for number in range(14)]

puts = st.tuples(st.sampled_from(SLOTS), st.integers(0, len(fiches()) - 1))
removals = st.tuples(st.sampled_from(SLOTS), st.none())
steps = st.lists(st.lists(puts | removals, min_size=1, max_size=5), min_size=1, max_size=8)


def similarity(one: Sequence[str], other: Sequence[str]) -> NDArray[np.float32]:
    return encode(one) @ encode(other).T


def stored(id_: str, number: int, version: int) -> StoredFiche:
    # A copy: what two slots hold is equal, and must still be told apart.
    return StoredFiche(
        id=id_, version=version, fiche=replace(fiches()[number]), stored_at=NOW, by=""
    )


@settings(max_examples=60, deadline=None)
@given(steps=steps)
def test_whatever_changes_the_result_is_that_of_gathering_all(
    steps: list[list[tuple[str, int | None]]],
) -> None:
    gazetteer = open_knowledge().gazetteer
    gatherer, gathering = Gatherer(similarity, gazetteer), Gathering()
    participants: dict[str, object] = {}
    for version, step in enumerate(steps, start=1):
        last = dict(step)
        changed = [stored(id_, at, version) for id_, at in last.items() if at is not None]
        removed = [id_ for id_, at in last.items() if at is None and id_ in gathering.stored]
        found = gatherer.changed(gathering, changed, removed)
        gathering = found.gathering
        for id_ in found.gone:
            del participants[id_]
        participants |= {each.id: each for each in found.fresh}

        everything = [gathering.stored[id_] for id_ in sorted(gathering.stored)]
        whole = gather([each.fiche for each in everything], similarity, gazetteer)
        assert participants == {each.id: each for each in whole.participants}
        kept_out = {each.reason.__class__.__name__ for each in gathering.beside.values()}
        assert ("IdentityConflict" in kept_out) == bool(whole.conflicts)
        assert gathering.placed.keys() | gathering.beside.keys() == gathering.stored.keys()
        assert not gathering.placed.keys() & gathering.beside.keys()
        for each in whole.participants:
            ids = gathering.ids_of[each.id]
            parts = [gathering.placed[id_].part for id_ in ids]
            assert len(ids) == len(each.fiches) + len(each.translations) + len(each.superseded)
            assert parts.count(FicheStanding.COUNTED) == len(each.fiches)
        assert gathering.ids_of.keys() == participants.keys()


def test_the_digest_tells_states_apart_and_not_the_way_to_them() -> None:
    gatherer = Gatherer(similarity, open_knowledge().gazetteer)
    a, b = stored("a", 0, 1), stored("b", 1, 1)
    both = gatherer.changed(Gathering(), [a, b], []).gathering
    one = gatherer.changed(Gathering(), [b], []).gathering
    assert gatherer.changed(one, [a], []).gathering.digest == both.digest
    assert gatherer.changed(both, [], ["a"]).gathering.digest == one.digest
    assert gatherer.changed(both, [stored("a", 0, 2)], []).gathering.digest != both.digest


def test_only_what_is_concerned_is_looked_at_again() -> None:
    gatherer = Gatherer(similarity, open_knowledge().gazetteer)
    everybody = [stored(f"f-{number:02}", number, 1) for number in range(len(fiches()))]
    gathering = gatherer.changed(Gathering(), everybody, []).gathering
    takamatsu = {id_ for id_, each in gathering.stored.items() if each.fiche.name.value == "高松市"}
    found = gatherer.changed(gathering, [stored("f-20", 20, 2)], [])
    assert takamatsu <= found.concerned
    assert len(found.concerned) < len(everybody) / 2
    village = gatherer.changed(gathering, [stored("f-24", 24, 2)], [])
    assert village.concerned == {"f-24"}
