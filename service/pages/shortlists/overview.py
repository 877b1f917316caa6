"""The shortlists there are, and a form to make a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from matcher.errors import ConstraintConflict, UnknownCollectivity
from matcher.i18n.sentences import Speaker
from matcher.shortlist.decision import Verdict
from service.current import moment_of
from service.dependencies import (
    BoardsDep,
    ReaderDep,
)
from service.pages.frame.forms import SentDep
from service.pages.frame.render import language_of, render, speaker_of
from service.pages.shortlists.wishes_form import typed_wishes, wishes_view
from service.shortlists.boards import Boards
from service.shortlists.deciding import Decider
from service.shortlists.in_force import asked_of
from service.shortlists.telling import ConflictTold, conflicts_told
from service.storage.records import StoredShortlist, Wishes

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ShortlistRow:
    """A shortlist in the list: when it was changed, and on how many pairs was decided."""

    id: str
    name: str
    changed: str
    machine_time: str
    decided: str


@router.get("/shortlists")
async def list_shortlists(request: Request, boards: BoardsDep, reader: ReaderDep) -> Response:
    """All shortlists, the latest changed first."""
    return await _page(request, boards)


@router.post("/shortlists")
async def make_shortlist(request: Request, boards: BoardsDep, form: SentDep) -> Response:
    """Make one, and go to it; what cannot be wished comes back with what helps."""
    speaker = speaker_of(request)
    before = Wishes(profile=boards.profiles.configured.name)
    typed = typed_wishes(form.texts(), form.several("comes"), before, boards.profiles)
    if typed.wrong:
        return await _page(request, boards, form=form.texts(), wrong=typed.wrong, status=422)

    def make() -> StoredShortlist:
        made = Decider(boards).create(typed.name, typed.wishes, by=form.curator.name)
        boards.begin(made)
        return made

    try:
        made = await run_in_threadpool(make)
    except ConstraintConflict as conflict:
        people = (await moment_of(request)).snapshot.participants()
        told = conflicts_told(conflict.conflicts, people, speaker)
        return await _page(request, boards, form=form.texts(), conflicts=told, status=409)
    except UnknownCollectivity:
        return await _page(request, boards, form=form.texts(), status=409)
    return RedirectResponse(f"/{language_of(request)}/shortlists/{made.id}", 303)


async def _page(
    request: Request,
    boards: Boards,
    *,
    status: int = 200,
    form: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    conflicts: tuple[ConflictTold, ...] = (),
) -> Response:
    speaker, moment = speaker_of(request), await moment_of(request)
    stored = await run_in_threadpool(boards.all)
    wishes = Wishes(profile=boards.profiles.configured.name)
    people = moment.snapshot.participants()
    return await render(
        request,
        "shortlists.html.j2",
        status=status,
        rows=[_row(each, speaker) for each in stored],
        wishes=wishes_view("", wishes, people, boards.profiles, speaker, form=form, wrong=wrong),
        conflicts=conflicts,
        people=len(people),
    )


def _row(stored: StoredShortlist, speaker: Speaker) -> ShortlistRow:
    said = asked_of(stored)
    return ShortlistRow(
        id=stored.id,
        name=stored.name,
        changed=speaker.moment(stored.changed_at),
        machine_time=stored.changed_at.isoformat(timespec="seconds"),
        decided=speaker.say(
            "{accepted} accepted, {pinned} pinned, {rejected} rejected",
            accepted=len(said.having(Verdict.ACCEPTED)),
            pinned=len(said.having(Verdict.PINNED)),
            rejected=len(said.rejected),
        ),
    )
