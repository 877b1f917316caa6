"""Who takes part."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from service import problems
from service.answers import DataRoute
from service.dependencies import CuratorDep, MomentDep, OpenedDep, PageSize, ReaderDep, SoughtDep
from service.limits import LONGEST_ID
from service.live.contacts import contacts_in
from service.live.roster import PAGE
from service.openapi import CHANGING, READING, problem_responses
from service.schemas.collectivity import (
    CollectivityAnswer,
    CollectivityDetail,
    CollectivityPage,
)
from service.security.visitors import refuse_contacts

PATH = "/v1/collectivities"

CollectivityId = Annotated[
    str,
    Path(max_length=LONGEST_ID, description="Id of a collectivity.", examples=["fr-commune-44109"]),
]

router = APIRouter(prefix=PATH, tags=["collectivities"], route_class=DataRoute)


@router.get(
    "",
    operation_id="listCollectivities",
    summary="List who takes part",
    responses=problem_responses(problems.INVALID, *READING),
)
async def list_collectivities(
    request: Request,
    moment: MomentDep,
    sought: SoughtDep,
    limit: PageSize = PAGE,
    after: Annotated[
        str | None, Query(max_length=LONGEST_ID, description="Id after which the page begins.")
    ] = None,
) -> CollectivityPage:
    """The collectivities that take part, sorted by id, 100 a page unless `limit` says otherwise;
    `next` leads to the next page.
    """
    page = moment.roster.page(sought, after, limit)
    return CollectivityPage(
        items=[CollectivityAnswer.of(each) for each in page.participants],
        total=page.total,
        next=None if page.last is None else next_page(request, page.last),
    )


@router.get(
    "/{id}",
    operation_id="getCollectivity",
    summary="Read one collectivity",
    responses=problem_responses(problems.UNKNOWN, problems.INVALID, *READING),
)
async def get_collectivity(
    opened: OpenedDep,
    moment: MomentDep,
    visitor: ReaderDep,
    id: CollectivityId,
    contacts: Annotated[
        bool, Query(description="With contacts; needs a key of the role `curate`.")
    ] = False,
) -> CollectivityDetail:
    """A collectivity with its names, official code, key points, fields and fiches.

    Contacts are told only where they are asked for by a key that may see them.
    """
    found = CollectivityDetail.at(moment, id)
    if not contacts:
        return found
    refuse_contacts(visitor)
    told = await run_in_threadpool(contacts_in, opened.catalogue, moment, [id])
    return found.model_copy(update={"contacts": list(told.of(id))})


@router.delete(
    "/{id}",
    operation_id="removeCollectivity",
    summary="Remove a collectivity",
    status_code=204,
    responses=problem_responses(problems.UNKNOWN, problems.INVALID, *CHANGING),
)
async def remove_collectivity(
    opened: OpenedDep, moment: MomentDep, curator: CuratorDep, id: CollectivityId
) -> Response:
    """Removes all its fiches, with everything derived from them. Decisions on shortlists stay:
    `matcher forget` removes these, too.
    """
    versions = {each.id: each.version for each in moment.fiches_of(id)}
    await run_in_threadpool(opened.registrar.remove, list(versions), expected=versions)
    return Response(status_code=204)


def next_page(request: Request, last: str) -> str:
    """The relative address of the page that begins after `last`; what was asked for stays."""
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name != "after" and value
    ]
    return f"{request.url.path}?{urlencode([*kept, ('after', last)])}"
