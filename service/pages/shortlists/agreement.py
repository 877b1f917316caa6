"""The page that can be sent to an authority for agreement, also as one file of its own."""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.i18n.sentences import Speaker
from service.dependencies import (
    BoardsDep,
    OpenedDep,
    ReaderDep,
    ShortlistId,
)
from service.limits import LONGEST_ID
from service.pages.frame.assets import assets
from service.pages.frame.render import environment, render
from service.pages.frame.waiting import PATIENCE, computing_page
from service.pages.shortlists.letter import Letter, letter
from service.shortlists.boards import Computing
from service.shortlists.exports import disposition, file_name

router = APIRouter()

ParticipantId = Annotated[str, Path(max_length=LONGEST_ID)]

STYLE = "letter.css"


@router.get("/shortlists/{id}/for/{collectivity}")
async def show(
    request: Request,
    opened: OpenedDep,
    boards: BoardsDep,
    reader: ReaderDep,
    id: ShortlistId,
    collectivity: ParticipantId,
) -> Response:
    """The page in the authority's own language; with `?download` as a file that needs no other."""
    board = await boards.awaited(id, PATIENCE)
    if isinstance(board, Computing):
        return await computing_page(request, board)

    def view() -> Letter:
        participant = board.moment.roster[collectivity]
        vocabulary = opened.knowledge.vocabulary
        return letter(participant, board.pairings, board.in_force.profile, vocabulary)

    told = await run_in_threadpool(view)
    if "download" in request.query_params:
        return await run_in_threadpool(_file, told)
    return await render(
        request,
        "agreement.html.j2",
        letter=told,
        own=Speaker(told.language),
        list_name=board.stored.name,
        back=f"shortlists/{id}",
        here=f"shortlists/{id}/for/{collectivity}",
    )


def letter_file(told: Letter) -> str:
    """The page as one file: its style within, nothing fetched, nothing sent."""
    style = assets()[STYLE].content.decode()
    template = environment().get_template("letter_file.html.j2")
    return template.render(
        letter=told, own=Speaker(told.language), style=style, policy=_policy(style)
    )


def _file(told: Letter) -> Response:
    name = file_name(f"{told.name.text} {told.meeting}", "html")
    style = assets()[STYLE].content.decode()
    return Response(
        letter_file(told),
        media_type="text/html; charset=utf-8",
        headers={
            "Content-Disposition": disposition(name),
            "Content-Security-Policy": _policy(style),
            "Cache-Control": "private, no-store",
        },
    )


def _policy(style: str) -> str:
    """This very style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
