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
from matcher.writing.told import in_language
from service.dependencies import (
    BoardsDep,
    OpenedDep,
    ReaderDep,
    ShortlistId,
)
from service.limits import LONGEST_ID
from service.opened import Opened
from service.pages.frame.forms import SentDep
from service.pages.frame.render import language_of, render, speaker_of
from service.pages.frame.waiting import PATIENCE, computing_page
from service.pages.parts.cards import Cards, cards_of
from service.pages.shortlists.board_view import (
    ChangesView,
    PairView,
    changes_view,
    choice_of,
    decided_told,
    pair_view,
)
from service.pages.shortlists.deciding_form import (
    DecidedMeanwhile,
    WordsRefused,
    decision_in,
    latest_on,
)
from service.pages.shortlists.trouble import Trouble, trouble_of
from service.security.visitors import Visitor
from service.shortlists.board import Board
from service.shortlists.boards import Boards, Computing
from service.shortlists.deciding import Decider
from service.shortlists.in_force import asked_of
from service.shortlists.telling import ConflictTold, names_of_all
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

    def work() -> None:
        decided = Decider(boards).decide(
            id, (fr, jp), decision_in(form.texts()), by=form.curator.name
        )
        boards.begin(decided.stored)

    try:
        await run_in_threadpool(work)
    except (ConstraintConflict, WordsRefused, DecidedMeanwhile) as refusal:
        trouble = await trouble_of(refusal, request, form.texts())
        return await _page(request, opened, boards, form.curator, id, (fr, jp), trouble=trouble)
    number = latest_on((fr, jp), await run_in_threadpool(boards.events, id))
    here = f"/{language_of(request)}/shortlists/{id}/pairs/{fr}/{jp}"
    return RedirectResponse(f"{here}?after={number}" if number else here, 303)


async def _page(
    request: Request,
    opened: Opened,
    boards: Boards,
    visitor: Visitor,
    id_: str,
    pair: tuple[str, str],
    *,
    after: int = 0,
    trouble: Trouble | None = None,
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
            problem="" if trouble is None else trouble.sentence,
            conflicts=() if trouble is None else trouble.conflicts,
            typed={} if trouble is None else trouble.form,
            faults={} if trouble is None else trouble.faults,
        )

    shown = await run_in_threadpool(view)
    status = 200 if trouble is None else trouble.status
    return await render(request, "pair.html.j2", status=status, view=shown)


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
        "No. {number} of {total} in the list", number=number, total=len(board.pairings)
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
