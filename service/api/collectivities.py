"""Who takes part."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query

from service import problems
from service.dependencies import OpenedDep, WantedDep
from service.openapi import problem_responses
from service.roster import Wanted
from service.schemas.collectivity import (
    CollectivityAnswer,
    CollectivityDetail,
    CollectivityPage,
)

PATH = "/v1/collectivities"

CollectivityId = Annotated[
    str,
    Path(max_length=200, description="Id of a collectivity.", examples=["fr-commune-44109"]),
]

router = APIRouter(prefix=PATH, tags=["collectivities"])


@router.get(
    "",
    operation_id="listCollectivities",
    summary="List who takes part",
    responses=problem_responses(problems.INVALID),
)
def list_collectivities(
    opened: OpenedDep,
    wanted: WantedDep,
    after: Annotated[
        str | None, Query(max_length=200, description="Id after which the page begins.")
    ] = None,
) -> CollectivityPage:
    """The collectivities of the index, sorted by id, 100 a page; `next` leads to the next page."""
    page = opened.roster.page(wanted, after)
    return CollectivityPage(
        items=[CollectivityAnswer.of(each) for each in page.participants],
        total=page.total,
        next=None if page.last is None else _address(wanted, page.last),
    )


@router.get(
    "/{id}",
    operation_id="getCollectivity",
    summary="Read one collectivity",
    responses=problem_responses(problems.UNKNOWN, problems.INVALID),
)
def get_collectivity(opened: OpenedDep, id: CollectivityId) -> CollectivityDetail:
    """A collectivity with its names, official code, key points and fields; never a contact."""
    return CollectivityDetail.of(opened.roster[id])


def _address(wanted: Wanted, after: str) -> str:
    """The relative address of the page of `wanted` that begins after `after`."""
    asked = {"country": wanted.country, "q": wanted.name, "after": after}
    return f"{PATH}?{urlencode({name: value for name, value in asked.items() if value})}"
