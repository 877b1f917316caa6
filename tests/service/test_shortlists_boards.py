"""Boards: computed once, followed by changes of fiches, true to the decisions whatever they are."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.errors import ChangedMeanwhile, ConstraintConflict, UnknownCollectivity
from matcher.shortlist.decision import Decision, Verdict
from matcher.shortlist.shortlist import Shortlist
from matcher.workflow.snapshot import Snapshot
from service.opened import Opened
from service.shortlists import boards as making
from service.shortlists import in_force
from service.shortlists.board import Board
from service.shortlists.boards import Boards, Computing
from service.shortlists.deciding import Decided, Decider
from service.shortlists.in_force import InForce
from service.storage.records import StoredShortlist, Wishes
from tests.service import meeting, world

WISHES = Wishes(profile="takamatsu", meetings_each=2, floor=-100.0)
PATIENCE = 60.0


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return meeting.opened(tmp_path_factory.mktemp("boards"))


@pytest.fixture
def boards(opened: Opened) -> Iterator[Boards]:
    boards = Boards.over(opened)
    yield boards
    boards.close()


def board_of(boards: Boards, stored: StoredShortlist) -> Board:
    found = boards.wait(stored, PATIENCE)
    assert isinstance(found, Board)
    return found


def pairs(board: Board) -> set[tuple[str, str]]:
    return {(each.fr.id, each.jp.id) for each in board.pairings}


def say(
    decider: Decider, stored: StoredShortlist, pair: tuple[str, str], **said: object
) -> Decided:
    return decider.decide(stored.id, pair, lambda before: replace(before, **said))


class Slow:
    """Stands in for the computing of lists: counts, and waits until it is let go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun = 0
        self.go_on = Event()
        self._compute = making._compute
        monkeypatch.setattr(making, "_compute", self)

    def __call__(self, asked: InForce, snapshot: Snapshot) -> Shortlist:
        self.begun += 1
        assert self.go_on.wait(PATIENCE)
        return self._compute(asked, snapshot)


def test_a_list_is_computed_once_however_many_ask(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    stored = Decider(boards).create("eine", WISHES)
    first = boards.ready(stored.id)
    assert isinstance(first, Computing)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(boards.wait, stored, PATIENCE) for _ in range(8)]
        slow.go_on.set()
        found = [each.result() for each in asked]
    assert slow.begun == 1
    shortlists = {id(each.shortlist) for each in found if isinstance(each, Board)}
    assert len(shortlists) == 1
    assert isinstance(boards.ready(stored.id), Board)


def test_who_does_not_wait_is_told_that_it_is_on_its_way(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    stored = Decider(boards).create("lente", WISHES)
    impatient = asyncio.run(boards.awaited(stored.id, 0.01))
    assert isinstance(impatient, Computing)
    assert impatient.stored.id == stored.id
    slow.go_on.set()
    assert isinstance(asyncio.run(boards.awaited(stored.id, PATIENCE)), Board)


def test_a_note_or_a_step_back_computes_nothing_again(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(monkeypatch)
    slow.go_on.set()
    decider = Decider(boards)
    stored = decider.create("note", WISHES)
    board_of(boards, stored)
    pair = ("fr-aube", "jp-asa")
    board_of(boards, say(decider, stored, pair, note="à voir").stored)
    assert slow.begun == 1
    board_of(boards, say(decider, stored, pair, verdict=Verdict.REJECTED).stored)
    assert slow.begun == 2
    board_of(boards, decider.undo(stored.id).stored)
    assert slow.begun == 2


def test_many_who_decide_at_once_are_all_heard(boards: Boards) -> None:
    decider = Decider(boards)
    stored = decider.create("ensemble", WISHES)
    everybody = [(fr, jp) for fr in meeting.FRENCH for jp in meeting.JAPANESE]
    with ThreadPoolExecutor(len(everybody)) as threads:
        asked = [
            threads.submit(say, decider, stored, pair, note=" – ".join(pair)) for pair in everybody
        ]
        for each in asked:
            each.result()
    said = boards.catalogue.shortlist(stored.id).decisions
    assert {each.note for each in said} == {" – ".join(pair) for pair in everybody}


def test_a_decision_named_to_be_taken_back_is_taken_back_once(boards: Boards) -> None:
    decider = Decider(boards)
    stored = decider.create("une fois", WISHES)
    for jp in meeting.JAPANESE:
        say(decider, stored, ("fr-aube", jp), note=jp)
    last = boards.catalogue.events(stored.id)[-1]
    with ThreadPoolExecutor(8) as threads:
        pressed = [threads.submit(decider.undo, stored.id, number=last.number) for _ in range(8)]
        heard = [each.result().before is not None for each in pressed]
    assert heard.count(True) == 1
    assert [each.number for each in boards.catalogue.events(stored.id) if each.undone] == [
        last.number
    ]


def test_a_list_that_could_not_be_computed_is_tried_again(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    working = making._compute

    def failing(asked: InForce, snapshot: Snapshot) -> Shortlist:
        raise MemoryError

    monkeypatch.setattr(making, "_compute", failing)
    stored = Decider(boards).create("zu groß", WISHES)
    with pytest.raises(MemoryError):
        boards.wait(stored, PATIENCE)
    monkeypatch.setattr(making, "_compute", working)
    assert board_of(boards, stored).pairings


def test_only_so_many_lists_are_kept(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    slow.go_on.set()
    few = Boards(opened.catalogue, opened.follower.now, opened.profiles, kept=2)
    stored = [
        Decider(few).create("viele", replace(WISHES, meetings_each=number)) for number in (1, 2, 3)
    ]
    for each in [*stored, stored[2], stored[1], stored[0]]:
        board_of(few, each)
    assert slow.begun == 4
    few.close()


def test_changes_are_those_of_the_decision(boards: Boards) -> None:
    decider = Decider(boards)
    stored = decider.create("wandel", replace(WISHES, meetings_each=1))
    before = board_of(boards, stored)
    decided = say(decider, stored, ("fr-brise", "jp-bashi"), verdict=Verdict.REJECTED)
    after = board_of(boards, decided.stored)
    assert decided.before is not None
    found = asyncio.run(boards.changed(decided.stored, decided.before, PATIENCE))
    assert found is not None
    assert set(found.new) == pairs(after) - pairs(before)
    assert set(found.gone) == pairs(before) - pairs(after)
    assert set(found.kept) == pairs(before) & pairs(after)


def test_the_board_follows_the_fiches(tmp_path: Path) -> None:
    opened = meeting.opened(tmp_path)
    boards = Boards.over(opened)
    decider = Decider(boards)
    stored = decider.create("folgt", replace(WISHES, meetings_each=1))
    accepted = say(decider, stored, ("fr-aube", "jp-asa"), verdict=Verdict.ACCEPTED).stored
    assert ("fr-aube", "jp-asa") in pairs(board_of(boards, accepted))

    moment = opened.follower.now()
    opened.registrar.remove(moment.ids_of["jp-asa"])
    without = board_of(boards, accepted)
    assert without.revision > moment.revision
    assert all(jp != "jp-asa" for _, jp in pairs(without))
    assert [(each.kind, each.missing, each.why) for each in without.in_force.stale] == [
        ("accepted", ("jp-asa",), "gone")
    ]
    cleared = say(decider, accepted, ("fr-aube", "jp-asa"), verdict=None).stored
    assert board_of(boards, cleared).in_force.stale == ()
    with pytest.raises(UnknownCollectivity):
        say(decider, accepted, ("fr-brise", "jp-asa"), verdict=Verdict.ACCEPTED)

    newcomer = world.participant("jp-nami", ["energy"], name="Nami").fiches[0]
    opened.registrar.store({"f-nami": newcomer})
    with_newcomer = board_of(boards, cleared)
    (new,) = [each for each in with_newcomer.pairings if each.jp.name == "Nami"]
    assert new.fr.id == "fr-aube"
    boards.close()
    opened.close()


def test_contradictions_that_stand_already_can_be_mended_step_by_step(
    boards: Boards, opened: Opened
) -> None:
    stored = opened.catalogue.add_shortlist("verfahren", replace(WISHES, meetings_each=1))
    accept = [
        Decision(fr="fr-aube", jp=jp, verdict=Verdict.ACCEPTED)
        for jp in ("jp-asa", "jp-bashi", "jp-dogo")
    ]
    stored = opened.catalogue.decide(stored.id, accept)
    board = board_of(boards, stored)
    assert board.shortlist is None
    assert [each["kind"] for each in board.in_force.conflicts] == ["pins-over-limit"]
    decider = Decider(boards)
    with pytest.raises(ConstraintConflict):
        say(decider, stored, ("fr-aube", "jp-chisui"), verdict=Verdict.PINNED)
    say(decider, stored, ("fr-brise", "jp-enseki"), verdict=Verdict.REJECTED)
    say(decider, stored, ("fr-aube", "jp-dogo"), verdict=None)
    mended = say(decider, stored, ("fr-aube", "jp-bashi"), verdict=Verdict.REJECTED).stored
    assert ("fr-aube", "jp-asa") in pairs(board_of(boards, mended))


def test_two_people_cannot_together_accept_what_neither_could(
    boards: Boards, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    decider = Decider(boards)
    stored = decider.create("zu zweit", replace(WISHES, meetings_each=1))
    store = opened.catalogue.decide
    other = Decision(fr="fr-aube", jp="jp-bashi", verdict=Verdict.ACCEPTED)

    def beaten(id_: str, decisions: list[Decision], **more: object) -> StoredShortlist:
        monkeypatch.setattr(opened.catalogue, "decide", store)
        store(id_, [other])
        return store(id_, decisions, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(opened.catalogue, "decide", beaten)
    with pytest.raises(ConstraintConflict):
        say(decider, stored, ("fr-aube", "jp-asa"), verdict=Verdict.ACCEPTED)
    assert opened.catalogue.shortlist(stored.id).decisions == (other,)


def test_who_says_which_version_was_read_is_refused_where_it_is_another(boards: Boards) -> None:
    decider = Decider(boards)
    stored = decider.create("veraltet", WISHES)
    say(decider, stored, ("fr-aube", "jp-asa"), verdict=Verdict.ACCEPTED)
    with pytest.raises(ChangedMeanwhile) as late:
        decider.undo(stored.id, expected=stored.version)
    assert (late.value.found, late.value.expected) == (2, 1)


def test_a_list_of_too_many_is_not_begun(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_force, "MOST_PAIRS", 29)
    with pytest.raises(ConstraintConflict) as refused:
        Decider(boards).create("alle", WISHES)
    assert refused.value.conflicts[0]["kind"] == "too-many-pairs"
    coming = frozenset(meeting.FRENCH) | {"jp-asa", "jp-bashi"}
    fewer = Decider(boards).create("einige", replace(WISHES, participants=coming))
    assert board_of(boards, fewer).pairings


said = st.tuples(
    st.sampled_from(sorted(meeting.FRENCH)),
    st.sampled_from(sorted(meeting.JAPANESE)),
    st.sampled_from([None, *Verdict]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.one_of(said, st.none()), max_size=14))
def test_whatever_is_decided_the_list_obeys(
    boards: Boards, steps: list[tuple[str, str, Verdict | None] | None]
) -> None:
    """None is a step back. What the decider takes never contradicts, and the list keeps to it."""
    decider = Decider(boards)
    stored = decider.create("folgsam", WISHES)
    for step in steps:
        try:
            if step is None:
                stored = decider.undo(stored.id).stored
            else:
                fr, jp, verdict = step
                stored = say(decider, stored, (fr, jp), verdict=verdict).stored
        except ConstraintConflict as refused:
            assert step is not None and step[2] in (Verdict.ACCEPTED, Verdict.PINNED)
            assert {each["kind"] for each in refused.conflicts} == {"pins-over-limit"}
    board = board_of(boards, stored)
    assert board.in_force.conflicts == ()
    chosen = pairs(board)
    assert board.in_force.decisions.kept <= chosen
    assert board.in_force.decisions.rejected.isdisjoint(chosen)
    assert max(Counter(id_ for pair in chosen for id_ in pair).values(), default=0) <= 2
    for standing in board.standings():
        assert standing.accepted <= standing.proposed <= standing.limit
