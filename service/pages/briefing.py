"""The sheet of a pair in both languages, to be printed and laid on the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from service.dependencies import (
    BoardsDep,
    OpenedDep,
    ReaderDep,
    ShortlistId,
)
from service.opened import Opened
from service.pages.briefing_view import Sheet, sheet
from service.pages.pair import PATIENCE
from service.pages.render import language_of, render
from service.security.visitors import refuse_contacts
from service.shortlists.board import Board
from service.shortlists.boards import Computing

router = APIRouter()

ParticipantId = Annotated[str, Path(max_length=200)]


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
        return await render(
            request,
            "computing.html.j2",
            headers={"Refresh": "2", "Cache-Control": "no-store"},
            name=board.stored.name,
            here=request.url.path,
        )

    def view() -> Sheet:
        (pairing,) = opened.words.marked([board.pairing(fr, jp)])
        vocabulary = opened.knowledge.vocabulary
        known = _contacts(board, opened) if contacts else None
        return sheet(pairing, board.in_force.profile, vocabulary, language, known)

    return await render(
        request,
        "briefing.html.j2",
        sheet=await run_in_threadpool(view),
        list_name=board.stored.name,
        back=f"shortlists/{id}/pairs/{fr}/{jp}",
        with_contacts=contacts,
    )


def _contacts(board: Board, opened: Opened) -> Callable[[str], Sequence[str]]:
    """The contacts in the fiches of a participant, each once."""

    def of(id_: str) -> Sequence[str]:
        ids = board.moment.ids_of.get(id_, ())
        found = opened.catalogue.fiches(ids, contacts=True)
        values = (each.fiche.contact.value for each in found)
        return tuple(dict.fromkeys(value for value in values if value))

    return of
