"""One stored fiche: corrected, or removed after a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from matcher.errors import ChangedMeanwhile, NotInCatalogue
from matcher.fiche import Fiche
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from service.current import moment_of
from service.dependencies import CuratorDep, OpenedDep
from service.opened import Opened
from service.pages.correction import CORRECTABLE, Wrong, correct, shown
from service.pages.drafts import Draft, draft, prefix, typed_in
from service.pages.forms import SentDep
from service.pages.render import language_of, render, speaker_of
from service.storage.records import StoredFiche

router = APIRouter()

FicheId = Annotated[str, Path(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$")]

#: The one draft of the form.
_ONE = 1


@dataclass(frozen=True, slots=True)
class Theirs:
    """A value that somebody else has stored meanwhile."""

    label: str
    text: str


@router.get("/fiches/{id}")
async def show(
    request: Request, opened: OpenedDep, curator: CuratorDep, id: FicheId, done: bool = False
) -> Response:
    """The fiche as a form, with its contact."""
    stored = await run_in_threadpool(opened.catalogue.fiche, id, contacts=True)
    return await _form(request, opened, stored, done=done)


@router.post("/fiches/{id}")
async def store(request: Request, opened: OpenedDep, form: SentDep, id: FicheId) -> Response:
    """Store the corrections; where somebody else was faster, both are shown."""
    speaker = speaker_of(request)
    stored = await run_in_threadpool(opened.catalogue.fiche, id, contacts=True)
    typed = typed_in(form.texts(), prefix(_ONE))
    version = _version(form.text("version"))
    if version != stored.version:
        problem = speaker.say(
            "Somebody else has changed this fiche meanwhile. Nothing of yours was stored; "
            "it stands below as you typed it. What is stored now:"
        )
        return await _form(
            request, opened, stored, typed=typed, problem=problem, status=409, differing=True
        )
    made = await run_in_threadpool(correct, stored.fiche, typed, opened.knowledge)
    if made.wrong:
        return await _form(
            request, opened, stored, corrected=made.fiche, typed=typed, wrong=made.wrong, status=422
        )
    try:
        await run_in_threadpool(
            lambda: opened.registrar.store(
                {id: made.fiche}, by=form.curator.name, expected={id: version}
            )
        )
    except ChangedMeanwhile:
        return await store(request, opened, form, id)
    return RedirectResponse(f"/{language_of(request)}/fiches/{id}?done=1", 303)


@router.get("/fiches/{id}/removal")
async def ask(request: Request, opened: OpenedDep, curator: CuratorDep, id: FicheId) -> Response:
    """Whether it is to be removed."""
    stored = await run_in_threadpool(opened.catalogue.fiche, id)
    return await _question(request, stored)


@router.post("/fiches/{id}/removal")
async def remove(request: Request, opened: OpenedDep, form: SentDep, id: FicheId) -> Response:
    """Remove it, and go to the authorities."""
    stored = await run_in_threadpool(opened.catalogue.fiche, id)
    if _version(form.text("version")) != stored.version:
        return await _question(request, stored, changed=True)
    try:
        await run_in_threadpool(
            lambda: opened.registrar.remove([id], expected={id: stored.version})
        )
    except ChangedMeanwhile:
        stored = await run_in_threadpool(opened.catalogue.fiche, id)
        return await _question(request, stored, changed=True)
    except NotInCatalogue:
        pass  # somebody else has removed it: that is what was wanted
    return RedirectResponse(f"/{language_of(request)}/collectivities", 303)


async def _form(
    request: Request,
    opened: Opened,
    stored: StoredFiche,
    *,
    corrected: Fiche | None = None,
    typed: dict[str, str] | None = None,
    wrong: Sequence[Wrong] = (),
    problem: str | None = None,
    differing: bool = False,
    done: bool = False,
    status: int = 200,
) -> Response:
    speaker, moment = speaker_of(request), await moment_of(request)

    def view() -> Draft:
        fiche = stored.fiche if corrected is None else corrected
        looked = opened.registrar.look_at(fiche, instead_of=stored.id)
        return draft(looked, _ONE, moment, speaker, typed=typed, wrong=wrong)

    place = moment.placed.get(stored.id)
    return await render(
        request,
        "fiche_form.html.j2",
        status=status,
        draft=await run_in_threadpool(view),
        id=stored.id,
        version=stored.version,
        collectivity=None if place is None else place.participant,
        stored=speaker.say("stored on {date}", date=speaker.moment(stored.stored_at)),
        problem=problem,
        theirs=_theirs(stored, typed or {}, speaker) if differing else (),
        done=done,
    )


def _theirs(stored: StoredFiche, typed: dict[str, str], speaker: Speaker) -> list[Theirs]:
    """What is stored now where something else was typed."""
    now = shown(stored.fiche)
    return [
        Theirs(messages.field(field, speaker), now[field] or speaker.say("not given"))
        for field in CORRECTABLE
        if field in typed and typed[field].split() != now[field].split()
    ]


async def _question(request: Request, stored: StoredFiche, *, changed: bool = False) -> Response:
    speaker = speaker_of(request)
    name = stored.fiche.name.value or stored.fiche.source
    what = speaker.say(
        "The fiche {source} of {name} is removed with everything derived from it. "
        "This cannot be taken back.",
        source=stored.fiche.source,
        name=name,
    )
    here = f"/{language_of(request)}/fiches/{stored.id}"
    return await render(
        request,
        "removal.html.j2",
        status=409 if changed else 200,
        title=speaker.say("Remove this fiche?"),
        warning=speaker.say("Somebody else has changed it meanwhile.") if changed else "",
        what=what,
        button=speaker.say("Remove the fiche"),
        action=f"{here}/removal",
        back=here,
        version=stored.version,
    )


def _version(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= 9 else 0
