"""Shortlists: made, read as boards, wished otherwise, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from matcher.errors import ConstraintConflict, UnknownCollectivity
from service import problems
from service.api.collectivities import next_page
from service.api.shortlist_answers import (
    EvidenceDep,
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
    json_only,
)
from service.http.preconditions import expected, version_tag
from service.limits import LONGEST_ID
from service.live.roster import PAGE
from service.openapi import CHANGING, JSON_BODY, READING, problem_responses
from service.schemas.board import Audience, BoardAnswer
from service.schemas.shortlists import ShortlistPage, ShortlistSummary
from service.schemas.wishes import ShortlistBody, ShortlistChange, WishesBody
from service.shortlists.boards import Boards, Computing
from service.shortlists.deciding import Decider
from service.storage.records import StoredShortlist, Wishes

PATH = "/v1/shortlists"

router = APIRouter(prefix=PATH, tags=["shortlists"])

#: What wishing otherwise may end in.
_WISHING = problem_responses(
    *JSON_BODY, problems.MISSING, problems.INVALID, problems.CONFLICT, *CHANGING
)


@router.get(
    "",
    operation_id="listShortlists",
    summary="List the shortlists",
    response_model=ShortlistPage,
    responses=problem_responses(problems.INVALID, *READING),
)
async def list_shortlists(
    request: Request,
    boards: BoardsDep,
    visitor: ReaderDep,
    limit: PageSize = PAGE,
    after: Annotated[
        str | None, Query(max_length=LONGEST_ID, description="Id after which the page begins.")
    ] = None,
) -> Response:
    """The shortlists, the latest changed first, with what was wished and how much was decided."""

    def answer() -> ShortlistPage:
        every = boards.catalogue.shortlists()
        start = next((n for n, each in enumerate(every, start=1) if each.id == after), 0)
        shown = every[start : start + limit]
        return ShortlistPage(
            items=[ShortlistSummary.of(each) for each in shown],
            total=len(every),
            next=next_page(request, shown[-1].id) if start + limit < len(every) else None,
        )

    return json_answer(request, await run_in_threadpool(answer))


@router.post(
    "",
    operation_id="makeShortlist",
    summary="Make a shortlist",
    status_code=201,
    response_model=ShortlistSummary,
    dependencies=[Depends(json_only)],
    responses=problem_responses(*JSON_BODY, problems.INVALID, problems.CONFLICT, *CHANGING),
)
async def make_shortlist(
    boards: BoardsDep, curator: CuratorDep, speaker: SpeakerDep, body: ShortlistBody
) -> Response:
    """Keeps a name and wishes, and begins to compute the list; `Location` leads to it.

    Wishes that exclude each other are refused, each contradiction with what helps.
    """
    _refuse_unknown_profile(body.wishes, boards)

    def make() -> StoredShortlist:
        wishes = body.wishes.over(Wishes(profile=boards.profiles.configured.name))
        stored = Decider(boards).create(body.name, wishes, by=curator.name)
        boards.begin(stored)
        return stored

    made = await _wished(make, body.wishes, boards, speaker)
    if isinstance(made, Response):
        return made
    return _summary(made, status=201, location=f"{PATH}/{made.id}")


@router.get(
    "/{id}",
    operation_id="getShortlist",
    summary="Read a shortlist",
    response_model=BoardAnswer,
    responses={
        **still_computing(),
        **problem_responses(problems.MISSING, problems.INVALID, *READING),
    },
)
async def get_shortlist(
    request: Request,
    boards: BoardsDep,
    visitor: ReaderDep,
    speaker: SpeakerDep,
    id: ShortlistId,
    telling: EvidenceDep,
    wait: Wait = 10,
) -> Response:
    """The list computed from the fiches as they are now, the wishes and the decisions.

    It follows the catalogue by itself: accepted and pinned pairs stay in it, rejected ones leave
    it. Where it is not there after `wait` seconds, the answer is 202 and says when to ask again.
    Where wishes and decisions exclude each other, `state` is `conflicting` and `conflicts` tells
    what helps. What names somebody who takes part no more stands in `stale`. `ETag` begins with
    the version and can be sent back as `If-Match` of a change. `explain` adds the evidence; words
    that answer each other are marked only where one pair is read.
    """
    board = await boards.awaited(id, wait)
    if isinstance(board, Computing):
        return computing(board)
    audience = Audience(visitor.role, speaker, telling)
    told = await run_in_threadpool(BoardAnswer.of_board, board, audience)
    return json_answer(request, told, version=board.stored.version)


@router.put(
    "/{id}",
    operation_id="putShortlist",
    summary="Wish otherwise as a whole",
    response_model=ShortlistSummary,
    dependencies=[Depends(json_only)],
    responses=_WISHING,
)
async def put_shortlist(
    request: Request,
    boards: BoardsDep,
    curator: CuratorDep,
    speaker: SpeakerDep,
    id: ShortlistId,
    body: ShortlistBody,
) -> Response:
    """Name and wishes in place of those before; decisions stay.

    `If-Match` with the ETag changes it only where nobody else has meanwhile.
    """
    return await _change(request, boards, speaker, id, body.wishes, body.whole)


@router.patch(
    "/{id}",
    operation_id="changeShortlist",
    summary="Wish some things otherwise",
    response_model=ShortlistSummary,
    dependencies=[Depends(json_only)],
    responses=_WISHING,
)
async def change_shortlist(
    request: Request,
    boards: BoardsDep,
    curator: CuratorDep,
    speaker: SpeakerDep,
    id: ShortlistId,
    body: ShortlistChange,
) -> Response:
    """What the body names is changed, the rest stays as it is; `If-Match` as for a change."""
    return await _change(request, boards, speaker, id, body.wishes, body.over)


@router.delete(
    "/{id}",
    operation_id="removeShortlist",
    summary="Remove a shortlist",
    status_code=204,
    responses=problem_responses(problems.MISSING, problems.INVALID, *CHANGING),
)
async def remove_shortlist(
    request: Request, boards: BoardsDep, curator: CuratorDep, id: ShortlistId
) -> Response:
    """Removes it with its decisions and their history; `If-Match` as for a change."""

    def remove() -> None:
        stored = boards.catalogue.shortlist(id)
        version = expected(request, "shortlist", id, stored.version).get(id)
        Decider(boards).remove(id, expected=version)

    await run_in_threadpool(remove)
    return Response(status_code=204)


async def _change(
    request: Request,
    boards: Boards,
    speaker: SpeakerDep,
    id: str,
    wishes: WishesBody,
    change: Callable[[StoredShortlist], tuple[str, Wishes]],
) -> Response:
    _refuse_unknown_profile(wishes, boards)

    def wish() -> StoredShortlist:
        stored = boards.catalogue.shortlist(id)
        version = expected(request, "shortlist", id, stored.version).get(id)
        changed = Decider(boards).wish(id, change, expected=version)
        boards.begin(changed)
        return changed

    changed = await _wished(wish, wishes, boards, speaker)
    return changed if isinstance(changed, Response) else _summary(changed)


async def _wished(
    work: Callable[[], StoredShortlist], wishes: WishesBody, boards: Boards, speaker: SpeakerDep
) -> StoredShortlist | Response:
    """What `work` stored, or the refusal of what cannot be wished."""
    try:
        return await run_in_threadpool(work)
    except ConstraintConflict as conflict:
        return await contradiction(conflict, boards, speaker)
    except UnknownCollectivity as unknown:
        place = ("body", "wishes", *wishes.place_of(unknown.asked))
        raise RequestValidationError([{"type": "unknown_collectivity", "loc": place}]) from None


def _refuse_unknown_profile(wishes: WishesBody, boards: Boards) -> None:
    names = boards.profiles.names
    if wishes.profile is not None and wishes.profile not in names:
        raise RequestValidationError(
            [
                {
                    "type": "enum",
                    "loc": ("body", "wishes", "profile"),
                    "ctx": {"expected": ", ".join(names)},
                }
            ]
        )


def _summary(
    stored: StoredShortlist, *, status: int = 200, location: str | None = None
) -> Response:
    head = {"etag": f'"{version_tag(stored.version)}"'}
    if location is not None:
        head["location"] = location
    return Response(
        ShortlistSummary.of(stored).model_dump_json(),
        status_code=status,
        media_type="application/json",
        headers=head,
    )
