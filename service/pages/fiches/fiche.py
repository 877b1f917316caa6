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
from matcher.workflow.correct_fiche import CORRECTABLE, Wrong, correct, shown
from service.current import moment_after, moment_of
from service.dependencies import CuratorDep, MomentDep, OpenedDep
from service.limits import FICHE_ID, LONGEST_LINE
from service.opened import Opened
from service.pages.fiches.drafts import Draft, draft, prefix, typed_in
from service.pages.frame.forms import SentDep
from service.pages.frame.render import KEPT_NOWHERE, language_of, render, speaker_of
from service.pages.parts.removal import Removal, removal_page
from service.storage.records import StoredFiche

router = APIRouter()

FicheId = Annotated[str, Path(pattern=f"^{FICHE_ID}$")]

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
    stored = await _with_contact(opened, id)
    return await _form(request, opened, stored, done=done)


@router.post("/fiches/{id}")
async def store(request: Request, opened: OpenedDep, form: SentDep, id: FicheId) -> Response:
    """Store the corrections; where somebody else was faster, both are shown."""
    speaker = speaker_of(request)
    stored = await _with_contact(opened, id)
    typed = typed_in(form.texts(), prefix(_ONE))
    if form.version != stored.version:
        problem = speaker.say(
            "Somebody else has changed this fiche meanwhile. Nothing of yours was stored; "
            "it stands below as you typed it. What is stored now:"
        )
        return await _form(
            request, opened, stored, typed=typed, problem=problem, status=409, differing=True
        )
    made = await run_in_threadpool(
        correct, stored.fiche, typed, opened.knowledge, longest_line=LONGEST_LINE
    )
    if made.wrong:
        return await _form(
            request, opened, stored, corrected=made.fiche, typed=typed, wrong=made.wrong, status=422
        )
    try:
        await run_in_threadpool(
            lambda: opened.registrar.store(
                {id: made.fiche}, by=form.curator.name, expected={id: stored.version}
            )
        )
    except ChangedMeanwhile:
        return await store(request, opened, form, id)
    return RedirectResponse(f"/{language_of(request)}/fiches/{id}?done=1", 303)


@router.get("/fiches/{id}/removal")
async def ask(request: Request, curator: CuratorDep, moment: MomentDep, id: FicheId) -> Response:
    """Whether it is to be removed."""
    return await _question(request, moment.fiche(id))


@router.post("/fiches/{id}/removal")
async def remove(
    request: Request, opened: OpenedDep, form: SentDep, moment: MomentDep, id: FicheId
) -> Response:
    """Remove it, and go to the authorities; where somebody has changed it meanwhile, ask again."""
    moment.fiche(id)  # what was never there, or has long been removed, is told to be missing
    try:
        await run_in_threadpool(lambda: opened.registrar.remove([id], expected={id: form.version}))
    except ChangedMeanwhile:
        return await _question(request, (await moment_after(request)).fiche(id), changed=True)
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
        headers=KEPT_NOWHERE,
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
    speaker, fiche = speaker_of(request), stored.fiche
    asked = Removal(
        title=speaker.say("Remove this fiche?"),
        what=speaker.say(
            "The fiche {source} of {name} is removed with everything derived from it. "
            "This cannot be taken back.",
            source=fiche.source,
            name=fiche.name.value or fiche.source,
        ),
        button=speaker.say("Remove the fiche"),
        here=f"/{language_of(request)}/fiches/{stored.id}",
        version=stored.version,
    )
    return await removal_page(request, asked, changed=changed)


async def _with_contact(opened: Opened, id_: str) -> StoredFiche:
    """The fiche as the catalogue has it: the moment knows no contacts. Raises NotInCatalogue."""
    return await run_in_threadpool(opened.catalogue.fiche, id_, contacts=True)
