"""Decisions on the pairs of a shortlist: said, taken back, looked up."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.errors import ConstraintConflict
from matcher.shortlist.decision import Decision
from service import problems
from service.api import shortlists
from service.api.collectivities import next_page
from service.api.shortlist_answers import (
    Wait,
    computing,
    contradiction,
    json_answer,
    still_computing,
)
from service.dependencies import (
    BoardsDep,
    CuratorDep,
    PageSize,
    ReaderDep,
    ShortlistId,
    SpeakerDep,
    TellingDep,
    json_only,
)
from service.http.preconditions import expected, version_tag
from service.limits import LONGEST_ID
from service.live.roster import PAGE
from service.openapi import CHANGING, JSON_BODY, READING, problem_responses
from service.schemas.board import Audience, ProposedPair, one_pair
from service.schemas.decision import (
    DecidedAnswer,
    DecisionBody,
    EventAnswer,
    HistoryPage,
    State,
)
from service.shortlists.boards import Boards, Computing
from service.shortlists.deciding import Decided, Decider

FrenchId = Annotated[
    str,
    Path(
        max_length=LONGEST_ID,
        description="Id of the French collectivity.",
        examples=["fr-commune-44109"],
    ),
]
JapaneseId = Annotated[
    str,
    Path(
        max_length=LONGEST_ID, description="Id of the Japanese collectivity.", examples=["jp-goto"]
    ),
]

router = APIRouter(prefix=shortlists.PATH, tags=["shortlists"])

_PAIR = "/{id}/pairs/{fr}/{jp}"

#: What saying something of a pair may end in.
_DECIDING = problem_responses(
    *JSON_BODY,
    problems.MISSING,
    problems.UNKNOWN,
    problems.INVALID,
    problems.CONFLICT,
    *CHANGING,
)


@router.get(
    _PAIR,
    operation_id="getPair",
    summary="Read a pair with what was decided on it",
    response_model=ProposedPair,
    responses={
        **still_computing(),
        **problem_responses(problems.MISSING, problems.UNKNOWN, problems.INVALID, *READING),
    },
)
async def get_pair(
    request: Request,
    boards: BoardsDep,
    visitor: ReaderDep,
    speaker: SpeakerDep,
    id: ShortlistId,
    fr: FrenchId,
    jp: JapaneseId,
    telling: TellingDep,
    wait: Wait = 10,
) -> Response:
    """Any pair of the two countries with its evidence, in the list or not.

    `criteria` are the criteria of an emblematic rapprochement that it meets.
    """
    board = await boards.awaited(id, wait)
    if isinstance(board, Computing):
        return computing(board)
    audience = Audience(visitor.role, speaker, telling)
    told = await run_in_threadpool(one_pair, board, fr, jp, audience)
    return json_answer(request, told, version=board.stored.version)


@router.put(
    _PAIR,
    operation_id="decidePair",
    summary="Decide on a pair",
    response_model=DecidedAnswer,
    dependencies=[Depends(json_only)],
    responses=_DECIDING,
)
async def decide_pair(
    request: Request,
    boards: BoardsDep,
    curator: CuratorDep,
    speaker: SpeakerDep,
    id: ShortlistId,
    fr: FrenchId,
    jp: JapaneseId,
    decision: DecisionBody,
    wait: Wait = 10,
) -> Response:
    """Says all that is to be said of a pair: what the body leaves out is not said any more.

    The list is computed again around the decisions, and the answer tells what changed in it;
    where that takes longer than `wait` seconds, `state` is `computing`. A decision that would
    contradict others or the wishes is refused before it is stored, with what helps. `If-Match`
    with the ETag of the shortlist or of the pair decides only where nobody else has meanwhile.
    """
    return await _decide(request, boards, speaker, id, (fr, jp), decision.whole, curator.name, wait)


@router.patch(
    _PAIR,
    operation_id="amendDecision",
    summary="Say something more of a pair",
    response_model=DecidedAnswer,
    dependencies=[Depends(json_only)],
    responses=_DECIDING,
)
async def amend_decision(
    request: Request,
    boards: BoardsDep,
    curator: CuratorDep,
    speaker: SpeakerDep,
    id: ShortlistId,
    fr: FrenchId,
    jp: JapaneseId,
    decision: DecisionBody,
    wait: Wait = 10,
) -> Response:
    """As deciding on it, but what the body leaves out stays as it was said; null takes it back."""
    return await _decide(request, boards, speaker, id, (fr, jp), decision.over, curator.name, wait)


@router.post(
    "/{id}/undo",
    operation_id="undoDecision",
    summary="Take back the last decision",
    response_model=DecidedAnswer,
    responses=problem_responses(problems.MISSING, problems.INVALID, problems.CONFLICT, *CHANGING),
)
async def undo_decision(
    request: Request,
    boards: BoardsDep,
    curator: CuratorDep,
    speaker: SpeakerDep,
    id: ShortlistId,
    wait: Wait = 10,
) -> Response:
    """Takes back the last decision that stands; `decision` is what is said of its pair now.

    Where nothing is left to take back, nothing changes and `decision` is null.
    """

    def undo() -> Decided:
        version = _version(request, boards, id)
        return Decider(boards).undo(id, by=curator.name, expected=version)

    return await _told(undo, boards, speaker, wait)


@router.get(
    "/{id}/history",
    operation_id="getHistory",
    summary="Read the history of the decisions",
    response_model=HistoryPage,
    responses=problem_responses(problems.MISSING, problems.INVALID, *READING),
)
async def get_history(
    request: Request,
    boards: BoardsDep,
    visitor: ReaderDep,
    id: ShortlistId,
    limit: PageSize = PAGE,
    after: Annotated[
        int, Query(ge=0, le=2**31 - 1, description="Number after which the page begins.")
    ] = 0,
) -> Response:
    """Every decision, the first one first, those that were taken back included."""

    def answer() -> HistoryPage:
        events = boards.catalogue.events(id)
        later = [each for each in events if each.number > after]
        shown = later[:limit]
        return HistoryPage(
            items=[EventAnswer.of(each, visitor.role) for each in shown],
            total=len(events),
            next=next_page(request, str(shown[-1].number)) if len(later) > limit else None,
        )

    return json_answer(request, await run_in_threadpool(answer))


async def _decide(
    request: Request,
    boards: Boards,
    speaker: SpeakerDep,
    id: str,
    pair: tuple[str, str],
    change: Callable[[Decision], Decision],
    by: str,
    wait: float,
) -> Response:
    def decide() -> Decided:
        version = _version(request, boards, id)
        return Decider(boards).decide(id, pair, change, by=by, expected=version)

    return await _told(decide, boards, speaker, wait)


def _version(request: Request, boards: Boards, id: str) -> int | None:
    """The version that the request was made for, None where it does not say."""
    stored = boards.catalogue.shortlist(id)
    return expected(request, "shortlist", id, stored.version).get(id)


async def _told(
    work: Callable[[], Decided], boards: Boards, speaker: SpeakerDep, wait: float
) -> Response:
    """What was decided and what it changed, or the refusal of a contradiction."""
    try:
        decided = await run_in_threadpool(work)
    except ConstraintConflict as conflict:
        return await contradiction(conflict, boards, speaker)
    until = time.monotonic() + wait
    board = await boards.awaited_of(decided.stored, wait)
    changes = None
    state: State = "computing"
    if not isinstance(board, Computing):
        state = "conflicting" if board.shortlist is None else "ready"
        if decided.before is not None:
            left = max(until - time.monotonic(), 0.0)
            changes = await boards.changed(decided.stored, decided.before, left)
    told = DecidedAnswer.of(decided.stored, decided.after, state, changes)
    return Response(
        told.model_dump_json(),
        media_type="application/json",
        headers={"etag": f'"{version_tag(decided.stored.version)}"'},
    )
