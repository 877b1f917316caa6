"""Partners of a collectivity that takes part."""

from __future__ import annotations

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from service import problems
from service.answers import DataRoute
from service.api import collectivities
from service.api.collectivities import CollectivityId
from service.dependencies import MomentDep, OpenedDep, TellingDep, WantedDep
from service.openapi import READING, problem_responses
from service.schemas.partners import PartnersAnswer

router = APIRouter(prefix=collectivities.PATH, tags=["partners"], route_class=DataRoute)


@router.get(
    "/{id}/partners",
    operation_id="listPartners",
    summary="Find the best partners of a collectivity",
    response_model=PartnersAnswer,
    responses=problem_responses(problems.UNKNOWN, problems.INVALID, *READING),
)
async def list_partners(
    opened: OpenedDep,
    moment: MomentDep,
    id: CollectivityId,
    wanted: WantedDep,
    telling: TellingDep,
) -> Response:
    """The best partners in the other country, the best first, of those that are wanted.

    The parts of each score add up to it; `evidence` holds the facts behind it. Where even the
    best lies under the profile's floor, `nobody_fits` says so. `probability` is how likely the
    pair would be judged good; where none can be told, `probability_withheld` says why: weights
    changed for one question are among the reasons.
    """

    def answer() -> str:
        found = opened.partners_of(moment, id, wanted)
        return PartnersAnswer.of(found, telling).model_dump_json()

    return Response(await run_in_threadpool(answer), media_type="application/json")
