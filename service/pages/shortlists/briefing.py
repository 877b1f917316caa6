"""The sheet of a pair in both languages, to be printed and laid on the table."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from service.dependencies import (
    BoardsDep,
    OpenedDep,
    ReaderDep,
    ShortlistId,
)
from service.limits import LONGEST_ID
from service.live.contacts import contacts_in
from service.pages.frame.render import language_of, render
from service.pages.frame.waiting import PATIENCE, computing_page
from service.pages.shortlists.briefing_view import Sheet, sheet
from service.security.visitors import refuse_contacts
from service.shortlists.boards import Computing

router = APIRouter()

ParticipantId = Annotated[str, Path(max_length=LONGEST_ID)]


@router.get("/shortlists/{id}/pairs/{fr}/{jp}/briefing")
async def show(
    request: Request,
    opened: OpenedDep,
    boards: BoardsDep,
    reader: ReaderDep,
    id: ShortlistId,
    fr: ParticipantId,
    jp: ParticipantId,
    contacts: bool = False,
) -> Response:
    """The sheet; with contacts only for who may see them. Raises NotAllowed."""
    if contacts:
        refuse_contacts(reader)
    language = language_of(request)
    board = await boards.awaited(id, PATIENCE)
    if isinstance(board, Computing):
        return await computing_page(request, board)

    def view() -> Sheet:
        (pairing,) = opened.words.marked([board.pairing(fr, jp)])
        vocabulary = opened.knowledge.vocabulary
        known = contacts_in(opened.catalogue, board.moment, [fr, jp]).of if contacts else None
        return sheet(pairing, board.in_force.profile, vocabulary, language, known)

    return await render(
        request,
        "briefing.html.j2",
        sheet=await run_in_threadpool(view),
        list_name=board.stored.name,
        back=f"shortlists/{id}/pairs/{fr}/{jp}",
        with_contacts=contacts,
    )
