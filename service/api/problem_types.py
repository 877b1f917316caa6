"""What the types of problems mean: the addresses that problem documents name."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path

from service import problems
from service.dependencies import SpeakerDep
from service.openapi import problem_responses
from service.schemas.problem import ProblemType

router = APIRouter(prefix=problems.TYPES, tags=["service"])


@router.get(
    "",
    operation_id="listProblemTypes",
    summary="List the types of problems",
    responses=problem_responses(problems.INVALID),
)
async def list_problem_types(speaker: SpeakerDep) -> list[ProblemType]:
    """Every type of problem that an answer can name."""
    return [
        ProblemType(type=kind.type, title=speaker.say(kind.title), status=kind.status)
        for kind in problems.ALL_KINDS
    ]


@router.get(
    "/{name}",
    operation_id="getProblemType",
    summary="Explain a type of problem",
    responses=problem_responses(problems.NOT_FOUND, problems.INVALID),
)
async def get_problem_type(
    speaker: SpeakerDep,
    name: Annotated[
        str,
        Path(max_length=100, description="Name of the type.", examples=["unknown-collectivity"]),
    ],
) -> ProblemType:
    """One type of problem."""
    for each in await list_problem_types(speaker):
        if each.type == f"{problems.TYPES}/{name}":
            return each
    raise HTTPException(404)
