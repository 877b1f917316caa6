"""The fiches of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Country
from matcher.errors import FileRefused
from matcher.fiche import Fiche
from matcher.gathering import excess_of
from service import problems
from service.answers import DataRoute, FicheRoute
from service.api.collectivities import next_page
from service.current import moment_after, read_in_turn
from service.dependencies import (
    CuratorDep,
    MomentDep,
    OpenedDep,
    PageSize,
    ReaderDep,
    SpeakerDep,
    json_only,
)
from service.http.preconditions import expected
from service.limits import FICHE_ID, LONGEST_ID
from service.live.newcomer import SOURCE, fiche_in
from service.live.registrar import new_id
from service.live.roster import PAGE
from service.openapi import CHANGING, JSON_BODY, READING, problem_responses
from service.opened import Opened
from service.schemas.stored_fiche import (
    FichePage,
    FichesToStore,
    FicheToStore,
    StoredFicheAnswer,
    StoredFiches,
)
from service.security.visitors import refuse_contacts
from service.storage.records import StoredFiche

PATH = "/v1/fiches"

FicheId = Annotated[
    str,
    Path(pattern=f"^{FICHE_ID}$", description="Id of a fiche.", examples=["f-8c1f03a9d27e"]),
]

WithContacts = Annotated[
    bool, Query(description="With contacts; needs a key of the role `curate`.")
]

router = APIRouter(prefix=PATH, tags=["fiches"], route_class=DataRoute)
one_fiche = APIRouter(prefix=PATH, tags=["fiches"], route_class=FicheRoute)


@router.get(
    "",
    operation_id="listFiches",
    summary="List the fiches",
    responses=problem_responses(problems.INVALID, *READING),
)
async def list_fiches(
    request: Request,
    opened: OpenedDep,
    moment: MomentDep,
    visitor: ReaderDep,
    speaker: SpeakerDep,
    collectivity: Annotated[
        str | None,
        Query(max_length=LONGEST_ID, description="Those of one collectivity, by its id."),
    ] = None,
    country: Annotated[Country | None, Query(description="Of this country alone.")] = None,
    takes_part: Annotated[
        bool | None, Query(description="Those that take part, or those that cannot.")
    ] = None,
    limit: PageSize = PAGE,
    after: Annotated[
        str | None, Query(max_length=LONGEST_ID, description="Id after which the page begins.")
    ] = None,
    contacts: WithContacts = False,
) -> FichePage:
    """The fiches of the catalogue, sorted by id, also those that cannot take part and why."""
    if contacts:
        refuse_contacts(visitor)

    def answer() -> FichePage:
        ids = moment.fiche_ids if collectivity is None else moment.ids_of.get(collectivity, ())
        found = [
            id_
            for id_ in ids
            if (country is None or moment.stored[id_].fiche.country.value is country)
            and (takes_part is None or (id_ in moment.placed) is takes_part)
        ]
        later = [id_ for id_ in found if after is None or id_ > after]
        shown = later[:limit]
        stored: Sequence[StoredFiche] = [moment.stored[id_] for id_ in shown]
        if contacts:
            stored = list(opened.catalogue.fiches(shown, contacts=True))
        return FichePage(
            items=[StoredFicheAnswer.of(each, moment, speaker) for each in stored],
            total=len(found),
            next=next_page(request, shown[-1]) if len(later) > limit else None,
        )

    return await run_in_threadpool(answer)


@router.post(
    "",
    operation_id="storeFiches",
    summary="Store new fiches",
    status_code=201,
    dependencies=[Depends(json_only)],
    responses=problem_responses(*JSON_BODY, problems.INVALID, *CHANGING),
)
async def store_fiches(
    opened: OpenedDep,
    curator: CuratorDep,
    speaker: SpeakerDep,
    fiches: FichesToStore,
    request: Request,
    response: Response,
) -> StoredFiches:
    """Stores one fiche or several at once, all or none. Each gets an id of its own.

    They are read as files of them would be and completed from the registers; the answer tells
    what was understood. A fiche that cannot take part is stored all the same, and `refused` says
    why it does not take part.
    """
    bodies = {new_id(): body for body in fiches}

    def store() -> Sequence[StoredFiche]:
        read = dict(zip(bodies, _read(list(bodies.values()), opened), strict=True))
        stored = opened.registrar.store(read, by=curator.name, expected=dict.fromkeys(bodies))
        return _with_contacts(stored, read)

    stored = await read_in_turn(request, store)
    moment = await moment_after(request)
    items = [StoredFicheAnswer.of(each, moment, speaker, bodies[each.id].unread) for each in stored]
    response.headers["location"] = f"{PATH}/{items[0].id}"
    return StoredFiches(items=items)


@one_fiche.get(
    "/{id}",
    operation_id="getFiche",
    summary="Read one fiche",
    responses=problem_responses(problems.MISSING, problems.INVALID, *READING),
)
async def get_fiche(
    opened: OpenedDep,
    moment: MomentDep,
    visitor: ReaderDep,
    speaker: SpeakerDep,
    id: FicheId,
    contacts: WithContacts = False,
) -> StoredFicheAnswer:
    """A fiche as it was understood and completed, and where it stands.

    Its ETag begins with its version and can be sent back as `If-Match` of a change.
    """
    stored = moment.fiche(id)
    if contacts:
        refuse_contacts(visitor)
        stored = await run_in_threadpool(opened.catalogue.fiche, id, contacts=True)
    return StoredFicheAnswer.of(stored, moment, speaker)


@one_fiche.put(
    "/{id}",
    operation_id="putFiche",
    summary="Create or replace a fiche",
    dependencies=[Depends(json_only)],
    responses={
        201: {"model": StoredFicheAnswer, "description": "Created."},
        **problem_responses(*JSON_BODY, problems.INVALID, *CHANGING),
    },
)
async def put_fiche(
    opened: OpenedDep,
    moment: MomentDep,
    curator: CuratorDep,
    speaker: SpeakerDep,
    id: FicheId,
    fiche: FicheToStore,
    request: Request,
    response: Response,
) -> StoredFicheAnswer:
    """Stores the fiche under that id.

    `If-Match` with its ETag changes it only where nobody else has meanwhile; `If-None-Match: *`
    creates it only where there is none.
    """
    before = moment.stored.get(id)
    version = None if before is None else before.version
    expects = expected(request, "fiche", id, version)

    def store() -> StoredFiche:
        read = dict(zip([id], _read([fiche], opened), strict=True))
        written = opened.registrar.store(read, by=curator.name, expected=expects)
        (stored,) = _with_contacts(written, read)
        return stored

    stored = await read_in_turn(request, store)
    told = StoredFicheAnswer.of(stored, await moment_after(request), speaker, fiche.unread)
    if stored.version == 1:
        response.status_code = 201
        response.headers["location"] = f"{PATH}/{id}"
    response.headers["etag"] = f'"v{told.version}"'
    return told


@one_fiche.delete(
    "/{id}",
    operation_id="removeFiche",
    summary="Remove a fiche",
    status_code=204,
    responses=problem_responses(problems.MISSING, problems.INVALID, *CHANGING),
)
async def remove_fiche(
    opened: OpenedDep, moment: MomentDep, curator: CuratorDep, id: FicheId, request: Request
) -> Response:
    """Removes the fiche with everything derived from it; `If-Match` as for a change."""
    version = moment.fiche(id).version
    expects = {k: v for k, v in expected(request, "fiche", id, version).items() if v is not None}
    await run_in_threadpool(opened.registrar.remove, [id], expected=expects)
    return Response(status_code=204)


def _read(bodies: Sequence[FicheToStore], opened: Opened) -> list[Fiche]:
    """The fiches as read and completed.

    Raises RequestValidationError naming those that say nothing readable, or too much.
    """
    read: list[Fiche] = []
    faults: list[dict[str, object]] = []
    for at, body in enumerate(bodies):
        try:
            source = body.source or SOURCE
            fiche = fiche_in(body.text, opened.knowledge, source, body.place)
        except FileRefused:
            faults.append({"type": "nothing-said", "loc": ("body", at)})
            continue
        excess = excess_of(fiche)
        if excess is not None:
            faults.append({"type": excess.reason, "loc": ("body", at), "ctx": excess.details})
        read.append(fiche)
    if faults:
        raise RequestValidationError(faults, body=[None] * len(bodies) if len(bodies) > 1 else None)
    return read


def _with_contacts(
    stored: Sequence[StoredFiche], read: Mapping[str, Fiche]
) -> Sequence[StoredFiche]:
    """The fiches as they were stored, with the contacts that who sent them knows.

    They are told so even where somebody has removed or changed one of them meanwhile.
    """
    return [
        replace(each, fiche=replace(each.fiche, contact=read[each.id].contact)) for each in stored
    ]
