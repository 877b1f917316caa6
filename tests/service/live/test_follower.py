"""The state in memory is that of the catalogue, whoever changed it and however often."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from matcher.matching.wanted import Wanted
from matcher.workflow.opening import open_knowledge, open_profile
from service.live.follower import Follower
from service.live.moment import Moment
from service.opened import Opened
from service.storage.opening import open_catalogue
from tests.service import world
from tests.service.live.pool import fiches
from tests.service.live.test_gatherer import steps


def told(moment: Moment) -> list[object]:
    """Everything a moment says that can be compared."""
    sides = (moment.snapshot.fr, moment.snapshot.jp)
    return [
        moment.revision,
        moment.fingerprint,
        moment.stored,
        dict(moment.placed),
        {id_: str(each.reason) for id_, each in moment.beside.items()},
        dict(moment.ids_of),
        [each for side in sides for each in side.participants],
        list(moment.roster),
    ]


def assert_same(one: Moment, other: Moment) -> None:
    assert told(one) == told(other)
    for ours, theirs in (
        (one.snapshot.fr, other.snapshot.fr),
        (one.snapshot.jp, other.snapshot.jp),
    ):
        assert ours.passages == theirs.passages
        np.testing.assert_array_equal(ours.passage_texts.vectors, theirs.passage_texts.vectors)
        np.testing.assert_array_equal(ours.label_texts.vectors, theirs.label_texts.vectors)
        np.testing.assert_allclose(ours.passage_hub, theirs.passage_hub, rtol=0, atol=1e-12)
    for participant in one.snapshot.participants():
        wanted = Wanted(limit=3)
        ours, theirs = (
            [(each.fr.id, each.jp.id, each.score) for each in found.pairings]
            for found in (
                moment.snapshot.partners_of(participant.id, wanted) for moment in (one, other)
            )
        )
        assert ours == theirs


def fresh(folder: Path, encoder: object | None = None) -> Opened:
    knowledge = open_knowledge()
    catalogue = open_catalogue(str(folder / "catalogue.db"))
    used = encoder or world.SmallEncoder()
    return Opened.over(catalogue, used, open_profile(knowledge), knowledge)  # type: ignore[arg-type]


@settings(max_examples=12, deadline=None)
@given(steps=steps)
def test_a_state_that_followed_is_that_of_one_that_begins_now(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[tuple[str, int | None]]]
) -> None:
    folder = tmp_path_factory.mktemp("live")
    followed = fresh(folder)
    for step in steps:
        last = dict(step)
        stored = followed.follower.now().stored
        gone = [id_ for id_, at in last.items() if at is None and id_ in stored]
        new = {id_: fiches()[at] for id_, at in last.items() if at is not None}
        if gone:
            followed.registrar.remove(gone)
        if new:
            followed.registrar.store(new)
        followed.follower.now()
    begun = fresh(folder)
    assert_same(followed.follower.now(), begun.follower.now())
    followed.close()
    begun.close()


def test_a_moment_never_changes(tmp_path: Path) -> None:
    opened = fresh(tmp_path)
    opened.registrar.store({"a": fiches()[0], "b": fiches()[20]})
    before = opened.follower.now()
    then = told(before)
    opened.registrar.store({"a": fiches()[6], "c": fiches()[8]})
    opened.registrar.remove(["b"])
    assert opened.follower.now().revision > before.revision
    assert told(before) == then
    assert opened.follower.now() is opened.follower.now()
    opened.close()


class CountingEncoder(world.SmallEncoder):
    """Counts the texts it is given."""

    def __init__(self, fingerprint: str = "f" * 64) -> None:
        self.fingerprint = fingerprint
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        return super().encode(texts)


def test_what_the_catalogue_holds_is_not_encoded_again(tmp_path: Path) -> None:
    first = fresh(tmp_path)
    first.registrar.store({"a": fiches()[0], "b": fiches()[20]})
    first.close()
    encoder = CountingEncoder()
    again = fresh(tmp_path, encoder)
    found = again.follower.now().snapshot.partners_of("fr-commune-37261", Wanted(limit=1))
    assert len(found.pairings) == 1
    assert encoder.texts == []
    again.close()


def test_another_encoder_embeds_what_it_has_not_seen_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = fresh(tmp_path)
    first.registrar.store({"a": fiches()[0], "b": fiches()[20], "c": fiches()[25]})
    first.close()
    with caplog.at_level(logging.INFO, "matcher.live"):
        other = fresh(tmp_path, CountingEncoder("e" * 64))
    assert "embedding 2 fiches" in caplog.text
    assert len(other.follower.now().snapshot.participants()) == 2
    other.close()
    encoder = CountingEncoder("e" * 64)
    again = fresh(tmp_path, encoder)
    assert encoder.texts == []
    again.close()


def test_an_older_catalogue_put_in_place_is_read_anew(tmp_path: Path) -> None:
    knowledge = open_knowledge()
    opened = fresh(tmp_path)
    opened.registrar.store({"a": fiches()[0]})
    opened.registrar.store({"b": fiches()[20]})
    other = fresh(tmp_path / "other")
    other.registrar.store({"c": fiches()[6]})
    follower = Follower(opened.catalogue, opened.embedding, opened.profiles.configured, knowledge)
    follower._catalogue = other.catalogue
    moment = follower.now()
    assert set(moment.stored) == {"c"}
    assert_same(moment, other.follower.now())
    opened.close()
    other.close()


@pytest.mark.parametrize("readers", [6])
def test_readers_see_what_was_acknowledged_while_others_write(tmp_path: Path, readers: int) -> None:
    opened, elsewhere = fresh(tmp_path), fresh(tmp_path)
    done: list[int] = []

    def write(number: int) -> None:
        writer = (opened, elsewhere)[number % 2]
        writer.registrar.store({f"f-{number}": fiches()[number % len(fiches())]})
        done.append(number)

    def read(_: int) -> bool:
        acknowledged = list(done)
        moment = opened.follower.now()
        whole = moment.placed.keys() | moment.beside.keys() == moment.stored.keys()
        people = {each.id for each in moment.snapshot.participants()}
        return (
            whole
            and {f"f-{number}" for number in acknowledged} <= moment.stored.keys()
            and people == moment.ids_of.keys()
            and moment.snapshot.revision == moment.revision
        )

    with ThreadPoolExecutor(readers + 2) as pool:
        writes = [pool.submit(write, number) for number in range(40)]
        reads = [pool.submit(read, number) for number in range(120)]
        for each in writes:
            each.result()
        assert all(each.result() for each in reads)
    assert_same(opened.follower.now(), elsewhere.follower.now())
    opened.close()
    elsewhere.close()
