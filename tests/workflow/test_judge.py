"""A judging session: which pairs, in which order, and what undo brings back."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import DataFileError, UnknownCollectivity
from matcher.gathering import Participant
from matcher.workflow.judge import Asked, Judging, open_judging
from matcher.workflow.opening import Knowledge, LazyEncoder
from matcher.workflow.take_part import take_part
from tests.workflow.small_folder import write_folder


@pytest.fixture(scope="module")
def participants(tmp_path_factory: pytest.TempPathFactory) -> tuple[Participant, ...]:
    folder = write_folder(tmp_path_factory.mktemp("judge") / "fiches")
    return take_part([folder], LazyEncoder("default"), Knowledge()).participants


def order(judging: Judging) -> list[tuple[str, str]]:
    found = []
    while judging.pair is not None:
        found.append(judging.pair.ids)
        judging.skip()
    return found


def test_every_pair_comes_once_in_the_order_of_the_seed(
    participants: tuple[Participant, ...], tmp_path: Path
) -> None:
    file = tmp_path / "a.qrels"
    first = order(open_judging(participants, file, Asked()))
    assert len(set(first)) == len(first) == 16
    assert {fr[:3] + jp[:3] for fr, jp in first} == {"fr-jp-"}
    assert order(open_judging(participants, file, Asked())) == first != sorted(first)
    other = order(open_judging(participants, file, Asked(seed=7)))
    assert sorted(other) == sorted(first)
    assert other != first


def test_other_fiches_leave_the_order_of_the_rest(
    participants: tuple[Participant, ...], tmp_path: Path
) -> None:
    file = tmp_path / "a.qrels"
    everything = order(open_judging(participants, file, Asked()))
    gone = participants[0].id
    fewer = order(open_judging(participants[1:], file, Asked()))
    assert fewer == [pair for pair in everything if gone not in pair]
    (sendai,) = (each for each in participants if each.name == "仙台市")
    alone = order(open_judging(participants, file, Asked("仙台市")))
    assert alone == [pair for pair in everything if sendai.id in pair]


def test_a_later_session_goes_on_and_counts_what_was_done(
    participants: tuple[Participant, ...], tmp_path: Path
) -> None:
    file = tmp_path / "a.qrels"
    everything = order(open_judging(participants, file, Asked()))
    judging = open_judging(participants, file, Asked(number=3))
    for grade in (3, 0):
        assert judging.pair is not None
        judging.grade(judging.pair, grade)
    judging.skip()
    assert judging.pair is None
    again = open_judging(participants, file, Asked())
    assert (again.judged, again.total) == (2, 16)
    assert order(again) == everything[2:]


def test_undo_brings_back_pair_after_pair_of_this_session_alone(
    participants: tuple[Participant, ...], tmp_path: Path
) -> None:
    file = tmp_path / "a.qrels"
    earlier = open_judging(participants, file, Asked())
    assert earlier.pair is not None
    earlier.grade(earlier.pair, 1)
    before = file.read_bytes()
    judging = open_judging(participants, file, Asked())
    shown = []
    for grade in (2, 3):
        assert judging.pair is not None
        shown.append(judging.pair)
        judging.grade(judging.pair, grade)
    judging.skip()
    for pair in reversed(shown):
        assert judging.can_undo
        assert judging.undo() is pair
        assert judging.pair is pair
    assert judging.undo() is None
    assert not judging.can_undo
    assert judging.judged == 1
    assert file.read_bytes() == before


def test_ids_that_are_not_among_the_fiches_are_refused_and_the_file_left_alone(
    participants: tuple[Participant, ...], tmp_path: Path
) -> None:
    file = tmp_path / "other.qrels"
    file.write_text("fr-atlantis 0 jp-sendai 3\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        open_judging(participants, file, Asked())
    assert caught.value.faults[0].found == "fr-atlantis"
    with pytest.raises(UnknownCollectivity):
        open_judging(participants, tmp_path / "new.qrels", Asked("Atlantis"))
    assert [each.name for each in tmp_path.iterdir()] == ["other.qrels"]
