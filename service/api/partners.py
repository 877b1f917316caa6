"""Partners of a collectivity that takes part."""

from __future__ import annotations

from fastapi import APIRouter

from service import problems
from service.api import collectivities
from service.api.collectivities import CollectivityId
from service.dependencies import Limit, OpenedDep, TellingDep
from service.openapi import problem_responses
from service.schemas.partners import PartnersAnswer

router = APIRouter(prefix=collectivities.PATH, tags=["partners"])


@router.get(
    "/{id}/partners",
    operation_id="listPartners",
    summary="Find the best partners of a collectivity",
    responses=problem_responses(problems.UNKNOWN, problems.INVALID),
)
def list_partners(
    opened: OpenedDep, id: CollectivityId, telling: TellingDep, limit: Limit = 10
) -> PartnersAnswer:
    """The best partners in the other country, the best first.

    The parts of each score add up to it; `evidence` holds the facts behind it. Where even the
    best lies under the profile's floor, `nobody_fits` says so. `probability` is how likely the
    pair would be judged good; where none can be told, `probability_withheld` says why.
    """
    return PartnersAnswer.of(opened.partners_of(id, limit), telling)
