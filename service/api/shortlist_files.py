"""Shortlists as files, and the decisions on them as judgments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Country
from matcher.errors import ConstraintConflict
from matcher.shortlist.decision import judgments
from matcher.writing.qrels import qrels_line
from service import problems
from service.api import shortlists
from service.api.shortlist_answers import (
    Wait,
    computing,
    contradiction,
    still_computing,
    tagged,
)
from service.dependencies import (
    AnswerLanguage,
    BoardsDep,
    OpenedDep,
    ReaderDep,
    ShortlistId,
    SpeakerDep,
)
from service.live.contacts import contacts_in
from service.openapi import READING, problem_responses
from service.schemas.shortlists import ShortlistDocument
from service.security.visitors import refuse_contacts
from service.shortlists.boards import Computing
from service.shortlists.exports import (
    MEDIA_TYPES,
    ExportAsked,
    Format,
    disposition,
    export,
    file_name,
)
from service.shortlists.in_force import asked_of

router = APIRouter(prefix=shortlists.PATH, tags=["shortlists"])


class Direction(StrEnum):
    """Who asks in a file of judgments, and for whom."""

    FR_JP = "fr-jp"
    JP_FR = "jp-fr"


_DISPOSITION: dict[str, Any] = {
    "Content-Disposition": {
        "description": "The name of the file (RFC 6266).",
        "schema": {"type": "string"},
    }
}


@router.get(
    "/{id}/export.{format}",
    operation_id="exportShortlist",
    summary="Take a shortlist away as a file",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "headers": _DISPOSITION,
            "model": ShortlistDocument,
            "content": {
                media_type: {"schema": {"type": "string", "format": "binary"}}
                for each, media_type in MEDIA_TYPES.items()
                if each is not Format.JSON
            },
        },
        **still_computing(),
        **problem_responses(
            problems.MISSING,
            problems.INVALID,
            problems.CONFLICT,
            problems.NOT_ALLOWED,
            *READING,
        ),
    },
)
async def export_shortlist(
    request: Request,
    opened: OpenedDep,
    boards: BoardsDep,
    visitor: ReaderDep,
    language: AnswerLanguage,
    speaker: SpeakerDep,
    id: ShortlistId,
    format: Annotated[Format, Path(description="As what it is wanted.", examples=["xlsx"])],
    contacts: Annotated[
        bool,
        Query(description="With contacts, in `xlsx` and `docx`; needs a key of the role `curate`."),
    ] = False,
    notes: Annotated[
        bool,
        Query(description="With what was noted; needs a key of the role `curate`."),
    ] = False,
    wait: Wait = 10,
) -> Response:
    """The list with the decisions: a workbook, a briefing, a table, the data, or a page.

    Wishes that exclude each other leave no list, and nothing to take away (409).
    """
    if contacts or notes:
        refuse_contacts(visitor)
    board = await boards.awaited(id, wait)
    if isinstance(board, Computing):
        return computing(board)
    made = board.shortlist
    if made is None:
        conflict = ConstraintConflict(tuple(board.in_force.conflicts))
        return await contradiction(conflict, boards, speaker)

    def write() -> bytes:
        wanted = ExportAsked(format, language, notes)
        if contacts:
            ids = [each.id for each in made.participants]
            told = contacts_in(boards.catalogue, board.moment, ids)
            wanted = ExportAsked(format, language, notes, told)
        vocabulary = opened.knowledge.vocabulary
        return export(made, board.in_force.decisions, wanted, vocabulary, opened.words)

    body = await boards.written(write)
    name = file_name(f"{board.stored.name} {_day(board.stored.changed_at)}", format)
    return Response(
        body,
        media_type=MEDIA_TYPES[format],
        headers={"content-disposition": disposition(name), "cache-control": "private, no-store"},
    )


@router.get(
    "/{id}/qrels",
    operation_id="getJudgments",
    summary="Take the decisions away as judgments",
    response_class=Response,
    responses={
        200: {
            "description": "A line `query 0 document grade` a pair.",
            "headers": _DISPOSITION,
            "content": {
                "text/plain; charset=utf-8": {
                    "schema": {"type": "string"},
                    "example": "fr-brest-metropole 0 jp-goto 2\n",
                }
            },
        },
        **problem_responses(problems.MISSING, problems.INVALID, *READING),
    },
)
async def get_judgments(
    request: Request,
    boards: BoardsDep,
    visitor: ReaderDep,
    id: ShortlistId,
    direction: Annotated[
        Direction, Query(description="Who asks: the French for the Japanese, or the reverse.")
    ] = Direction.FR_JP,
) -> Response:
    """The decisions as TREC qrels, to judge and to tune rankings by; ids alone, no notes.

    What was seen counts more than what was expected: 3 where the two met and it was worth it, 1
    where they met and it was not; else 2 for accepted and pinned pairs, 0 for rejected ones.
    Pairs of which nothing of that was said are not in it.
    """

    def answer() -> tuple[str, bytes]:
        stored = boards.catalogue.shortlist(id)
        asking = Country.FR if direction is Direction.FR_JP else Country.JP
        lines = [qrels_line(each) for each in judgments(asked_of(stored), asking)]
        body = "".join(f"{line}\n" for line in lines).encode()
        return file_name(f"{stored.name} {direction}", "qrels"), body

    name, body = await run_in_threadpool(answer)
    response = tagged(request, body, "text/plain; charset=utf-8")
    response.headers["content-disposition"] = disposition(name)
    return response


def _day(when: datetime) -> str:
    return when.date().isoformat()
