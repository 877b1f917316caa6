"""One pair of a shortlist: the evidence, what was decided, and what came of the meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Country
from matcher.errors import ConstraintConflict
from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Decision
from matcher.writing.told import in_language
from service.current import moment_of
from service.dependencies import (
    BoardsDep,
    OpenedDep,
    ReaderDep,
    ShortlistId,
)
from service.limits import LONGEST_ID
from service.live.moment import Moment
from service.opened import Opened
from service.pages.board_view import (
    ChangesView,
    PairView,
    changes_view,
    choice_of,
    decided_told,
    pair_view,
)
from service.pages.deciding_form import DecidedMeanwhile, WordsRefused, decision_in
from service.pages.forms import SentDep
from service.pages.partners import Cards, cards_of
from service.pages.render import language_of, render, speaker_of
from service.pages.waiting import PATIENCE, computing_page
from service.security.visitors import Visitor
from service.shortlists.board import Board
from service.shortlists.boards import Boards, Computing
from service.shortlists.deciding import Decided, Decider
from service.shortlists.in_force import asked_of
from service.shortlists.telling import ConflictTold, conflicts_told, names_of_all
from service.storage.records import Event, Role

router = APIRouter()

ParticipantId = Annotated[str, Path(max_length=LONGEST_ID)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """The whole page. `place` is where the pair stands in the list, "" where it does not.

    `typed` is what was sent and not stored, `conflicts` what stood in its way, `faults` what is
    wrong with what was typed, by field.
    """

    id: str
    name: str
    meeting: str
    pair: PairView
    place: str
    cards: Cards
    changes: ChangesView | None
    history: tuple[str, ...]
    problem: str
    conflicts: tuple[ConflictTold, ...]
    typed: Mapping[str, str]
    faults: Mapping[str, str]


@router.get("/shortlists/{id}/pairs")
async def choose(
    request: Request,
    reader: ReaderDep,
    id: ShortlistId,
    fr: Annotated[str, Query(max_length=LONGEST_ID)],
    jp: Annotated[str, Query(max_length=LONGEST_ID)],
) -> Response:
    """To the page of the pair that was chosen."""
    return RedirectResponse(f"/{language_of(request)}/shortlists/{id}/pairs/{fr}/{jp}", 303)


@router.get("/shortlists/{id}/pairs/{fr}/{jp}")
async def show(
    request: Request,
    opened: OpenedDep,
    boards: BoardsDep,
    reader: ReaderDep,
    id: ShortlistId,
    fr: ParticipantId,
    jp: ParticipantId,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Any pair of the two countries, in the list or not."""
    return await _page(request, opened, boards, reader, id, (fr, jp), after=after)


@router.post("/shortlists/{id}/pairs/{fr}/{jp}")
async def decide(
    request: Request,
    opened: OpenedDep,
    boards: BoardsDep,
    form: SentDep,
    id: ShortlistId,
    fr: ParticipantId,
    jp: ParticipantId,
) -> Response:
    """Say something of the pair."""
    speaker = speaker_of(request)

    def work() -> Decided:
        decided = Decider(boards).decide(
            id, (fr, jp), decision_in(form.texts()), by=form.curator.name
        )
        boards.begin(decided.stored)
        return decided

    try:
        await run_in_threadpool(work)
    except ConstraintConflict as conflict:
        people = (await moment_of(request)).snapshot.participants()
        return await _page(
            request,
            opened,
            boards,
            form.curator,
            id,
            (fr, jp),
            problem=speaker.say("This was not stored, since it contradicts what stands already."),
            conflicts=conflicts_told(conflict.conflicts, people, speaker),
            typed=form.texts(),
        )
    except DecidedMeanwhile as meanwhile:
        problem = faster_told(meanwhile.found, await moment_of(request), speaker)
        return await _page(
            request,
            opened,
            boards,
            form.curator,
            id,
            (fr, jp),
            problem=problem,
            typed=form.texts(),
        )
    except WordsRefused as refused:
        return await _page(
            request,
            opened,
            boards,
            form.curator,
            id,
            (fr, jp),
            problem=speaker.say("Nothing was stored: the note has to be mended first."),
            faults=refused.told(speaker),
            typed=form.texts(),
            status=422,
        )
    events = await run_in_threadpool(boards.events, id)
    number = next((e.number for e in reversed(events) if e.after.pair == (fr, jp)), 0)
    here = f"/{language_of(request)}/shortlists/{id}/pairs/{fr}/{jp}"
    return RedirectResponse(f"{here}?after={number}" if number else here, 303)


def faster_told(found: Decision, moment: Moment, speaker: Speaker) -> str:
    """That somebody else has decided on the pair since the form was shown, and what."""
    names = names_of_all(moment.snapshot.participants(), speaker)
    open_ = Decision(fr=found.fr, jp=found.jp)
    return speaker.say(
        "Somebody else was faster: {what} Nothing of yours was stored; "
        "it stands below as you typed it.",
        what=decided_told(open_, found, names, speaker),
    )


async def _page(
    request: Request,
    opened: Opened,
    boards: Boards,
    visitor: Visitor,
    id_: str,
    pair: tuple[str, str],
    *,
    after: int = 0,
    problem: str = "",
    faults: Mapping[str, str] | None = None,
    status: int = 409,
    conflicts: tuple[ConflictTold, ...] = (),
    typed: Mapping[str, str] | None = None,
) -> Response:
    speaker = speaker_of(request)
    board = await boards.awaited(id_, PATIENCE)
    if isinstance(board, Computing):
        return await computing_page(request, board)
    events = await run_in_threadpool(boards.events, id_)
    own = [each for each in events if each.after.pair == pair]
    changes = await _changes(boards, board, own, after, speaker)

    def view() -> PairPage:
        told = _told(board, opened, pair, speaker, visitor.role)
        meeting = board.in_force.profile.meeting
        names = names_of_all(board.moment.snapshot.participants(), speaker)
        return PairPage(
            id=id_,
            name=board.stored.name,
            meeting=in_language(meeting.names, speaker.language),
            pair=told,
            place=_place(board, pair, speaker),
            cards=cards_of([told.told], Country.FR, board.in_force.profile.floor),
            changes=changes,
            history=tuple(_entry(each, names, speaker) for each in reversed(own)),
            problem=problem,
            conflicts=conflicts,
            typed=typed or {},
            faults=faults or {},
        )

    shown = await run_in_threadpool(view)
    return await render(request, "pair.html.j2", status=status if problem else 200, view=shown)


def _told(
    board: Board, opened: Opened, pair: tuple[str, str], speaker: Speaker, role: Role | None
) -> PairView:
    """The pair with its words marked. Raises UnknownCollectivity, ModelError."""
    (pairing,) = opened.words.marked([board.pairing(*pair)])
    numbers = {(each.fr.id, each.jp.id): n for n, each in enumerate(board.pairings, start=1)}
    return pair_view(
        board,
        pairing,
        numbers.get(pair, 0),
        speaker,
        opened.knowledge.vocabulary,
        role,
        choice=choice_of(board, *pair, speaker),
        is_proposed=pair in numbers,
    )


def _place(board: Board, pair: tuple[str, str], speaker: Speaker) -> str:
    if not board.is_proposed(*pair):
        return speaker.say("This pair is not in the list.")
    number = [(each.fr.id, each.jp.id) for each in board.pairings].index(pair) + 1
    return speaker.say(
        "No. {number} of {total} in the list.", number=number, total=len(board.pairings)
    )


async def _changes(
    boards: Boards, board: Board, own: list[Event], after: int, speaker: Speaker
) -> ChangesView | None:
    event = next((each for each in own if each.number == after), None)
    if event is None or event.undone:
        return None
    now = asked_of(board.stored).on(*event.after.pair)
    if now != event.after:
        return None
    changes = None
    if event.before.verdict is not now.verdict:
        changes = await boards.changed(board.stored, event.before, PATIENCE)
    return changes_view(changes, event, board, speaker)


def _entry(event: Event, names: Mapping[str, str], speaker: Speaker) -> str:
    what = decided_told(event.before, event.after, names, speaker)
    when = speaker.moment(event.at)
    if event.undone:
        return speaker.say("{when}: {what} Taken back.", when=when, what=what)
    return speaker.say("{when}: {what}", when=when, what=what)
