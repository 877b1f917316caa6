"""Removing a shortlist, after a question."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from matcher.errors import ChangedMeanwhile, NotInCatalogue
from service.dependencies import (
    BoardsDep,
    CuratorDep,
    ShortlistId,
)
from service.pages.frame.forms import SentDep
from service.pages.frame.render import language_of, speaker_of
from service.pages.parts.removal import Removal, removal_page
from service.shortlists.deciding import Decider
from service.storage.records import StoredShortlist

router = APIRouter()


@router.get("/shortlists/{id}/removal")
async def ask(
    request: Request, boards: BoardsDep, curator: CuratorDep, id: ShortlistId
) -> Response:
    """Whether it is to be removed."""
    return await _question(request, await run_in_threadpool(boards.stored, id))


@router.post("/shortlists/{id}/removal")
async def remove(request: Request, boards: BoardsDep, form: SentDep, id: ShortlistId) -> Response:
    """Remove it, and go to the others; where somebody has decided meanwhile, ask again."""
    try:
        await run_in_threadpool(Decider(boards).remove, id, expected=form.version)
    except ChangedMeanwhile:
        stored = await run_in_threadpool(boards.stored, id)
        return await _question(request, stored, changed=True)
    except NotInCatalogue:
        pass  # somebody else has removed it: that is what was wanted
    return RedirectResponse(f"/{language_of(request)}/shortlists", 303)


async def _question(
    request: Request, stored: StoredShortlist, *, changed: bool = False
) -> Response:
    speaker = speaker_of(request)
    asked = Removal(
        title=speaker.say("Remove this shortlist?"),
        what=speaker.say(
            "The shortlist “{name}” is removed with all decisions and notes. "
            "This cannot be taken back.",
            name=stored.name,
        ),
        button=speaker.say("Remove the shortlist"),
        here=f"/{language_of(request)}/shortlists/{stored.id}",
        version=stored.version,
    )
    return await removal_page(request, asked, changed=changed)
