"""Adding fiches: files are sent, looked over and corrected, and stored when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from matcher.errors import ChangedMeanwhile, FileRefused
from matcher.fiche import Fiche
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker
from matcher.workflow.correct_fiche import Corrected, correct
from matcher.writing.made import AboutFile
from matcher.writing.names import Name, name_for
from service.current import moment_after, moment_of, preview_of
from service.dependencies import CuratorDep, MomentDep, OpenedDep
from service.http.form_data import MOST_UPLOADED, named
from service.limits import LONGEST_LINE
from service.live.moment import Moment
from service.live.preview import Preview
from service.live.registrar import new_id
from service.opened import Opened
from service.pages.fiches.drafts import (
    Draft,
    ReturnedDraft,
    Unreadable,
    draft,
    not_taken,
    refusals_data,
    refusals_of,
    sent_drafts,
)
from service.pages.frame.forms import SentDep
from service.pages.frame.render import KEPT_NOWHERE, language_of, render, speaker_of
from service.schemas.faults import reason_told

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Stored:
    """A fiche that was just stored, and who has it; `refused` says why it does not take part."""

    id: str
    name: Name
    collectivity: str | None
    refused: str | None


@router.get("/fiches/new")
async def choose_files(request: Request, curator: CuratorDep) -> Response:
    """The form that takes files."""
    return await _choose(request)


@router.post("/fiches/new")
async def preview(request: Request, form: SentDep) -> Response:
    """What the files would bring; nothing is stored."""
    speaker = speaker_of(request)
    files = [
        each
        for each in form.data.getlist("files")
        if isinstance(each, UploadFile) and each.filename
    ]
    if not files:
        problem = speaker.say("No file was chosen.")
        return await _choose(request, problem=problem, status=422)
    if len(files) > MOST_UPLOADED:
        problem = speaker.say(
            "{count} files are too many at once: choose {most} at most, or an archive of them.",
            count=len(files),
            most=MOST_UPLOADED,
        )
        return await _choose(request, problem=problem, status=422)
    found = await preview_of(request, await named(files))
    moment = await moment_of(request)
    drafts = await run_in_threadpool(_drafts, found, moment, speaker)
    return await _looked_over(
        request,
        drafts,
        found.refusals,
        beside=[
            AboutFile(file.source, messages.note(each.note, speaker))
            for file in found.files
            for each in file.beside
        ],
    )


@router.post("/fiches/preview")
async def look_over(request: Request, opened: OpenedDep, form: SentDep) -> Response:
    """The corrections looked at, or the chosen fiches stored."""
    speaker = speaker_of(request)
    try:
        drafts = sent_drafts(form.texts())
        refusals = refusals_of(form.text("refusals"))
    except Unreadable:
        unreadable = speaker.say("This form cannot be read any more. Choose the files again.")
        return await _choose(request, problem=unreadable, status=422)
    corrected = await run_in_threadpool(
        lambda: [
            correct(each.fiche, each.typed, opened.knowledge, longest_line=LONGEST_LINE)
            for each in drafts
        ]
    )
    chosen = [(each, made) for each, made in zip(drafts, corrected, strict=True) if each.is_chosen]
    problem: str | None = None
    status = 200
    if form.text("do") == "store":
        if not chosen:
            problem, status = speaker.say("No fiche was chosen to be stored."), 422
        elif any(made.wrong for _, made in chosen):
            status = 422
        else:
            try:
                ids = await run_in_threadpool(_store, chosen, opened, form.curator.name)
            except ChangedMeanwhile:
                problem = speaker.say(
                    "Somebody else has changed a fiche that was to be replaced. "
                    "Nothing was stored; look again whose place each is to take."
                )
                status = 409
            else:
                asked = "&".join(f"id={id_}" for id_ in ids)
                return RedirectResponse(f"/{language_of(request)}/fiches/stored?{asked}", 303)
    moment = await moment_after(request)

    def again() -> list[Draft]:
        return [
            draft(
                opened.registrar.look_at(made.fiche),
                each.number,
                moment,
                speaker,
                sent=each,
                typed=not_taken(each, made.wrong),
                wrong=made.wrong,
            )
            for each, made in zip(drafts, corrected, strict=True)
        ]

    shown = await run_in_threadpool(again)
    return await _looked_over(request, shown, refusals, problem=problem, status=status)


@router.get("/fiches/stored")
async def stored(
    request: Request,
    curator: CuratorDep,
    moment: MomentDep,
    id: Annotated[list[str], Query(max_length=500)] = [],  # noqa: B006
) -> Response:
    """What was stored, and where it leads."""
    speaker = speaker_of(request)
    rows = [_stored(id_, moment, speaker) for id_ in id if id_ in moment.stored]
    title = speaker.plural("{count} fiche is stored", "{count} fiches are stored", len(rows))
    return await render(request, "stored.html.j2", rows=rows, title=title)


async def _choose(request: Request, *, problem: str | None = None, status: int = 200) -> Response:
    megabytes = request.app.state.settings.upload_mb
    return await render(
        request, "upload.html.j2", status=status, problem=problem, megabytes=megabytes
    )


async def _looked_over(
    request: Request,
    drafts: Sequence[Draft],
    refusals: Sequence[FileRefused],
    *,
    beside: Sequence[AboutFile] = (),
    problem: str | None = None,
    status: int = 200,
) -> Response:
    speaker = speaker_of(request)
    return await render(
        request,
        "preview.html.j2",
        status=status,
        headers=KEPT_NOWHERE,
        drafts=drafts,
        refusals=[AboutFile(each.source, messages.refusal(each, speaker)) for each in refusals],
        refusals_data=refusals_data(refusals),
        beside=beside,
        faulty=[entry for each in drafts for entry in each.faults],
        problem=problem,
        summary=_summary(len(drafts), len(refusals), speaker),
    )


def _summary(fiches: int, refused: int, speaker: Speaker) -> str:
    told = [speaker.plural("{count} fiche was read.", "{count} fiches were read.", fiches)]
    if refused:
        told.append(
            speaker.plural(
                "{count} file could not be read.", "{count} files could not be read.", refused
            )
        )
    told.append(speaker.say("Nothing is stored yet."))
    return speaker.sentences(told)


def _drafts(found: Preview, moment: Moment, speaker: Speaker) -> list[Draft]:
    return [
        draft(each, number, moment, speaker) for number, each in enumerate(found.fiches, start=1)
    ]


def _store(
    chosen: Sequence[tuple[ReturnedDraft, Corrected]], opened: Opened, by: str
) -> tuple[str, ...]:
    """Store fiches, all or none; the ids they have. Raises ChangedMeanwhile."""
    fiches: dict[str, Fiche] = {}
    expected: dict[str, int | None] = {}
    for each, made in chosen:
        taken = each.target is None or each.target.id in fiches
        id_ = new_id() if each.target is None or taken else each.target.id
        fiches[id_] = made.fiche
        expected[id_] = None if each.target is None or taken else each.target.version
    opened.registrar.store(fiches, by=by, expected=expected)
    return tuple(fiches)


def _stored(id_: str, moment: Moment, speaker: Speaker) -> Stored:
    fiche = moment.stored[id_].fiche
    place, beside = moment.placed.get(id_), moment.beside.get(id_)
    if place is not None:
        name = name_for(moment.roster[place.participant], speaker.language)
    else:
        language = fiche.language.value or speaker.language
        name = Name(fiche.name.value or fiche.source, language)
    return Stored(
        id=id_,
        name=name,
        collectivity=None if place is None else place.participant,
        refused=None if beside is None else reason_told(beside.reason, speaker),
    )
