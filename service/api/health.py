"""Whether the service runs, and from what it answers."""

from __future__ import annotations

from importlib import metadata

from fastapi import APIRouter

from service import problems
from service.dependencies import MomentDep, OpenedDep
from service.openapi import problem_responses
from service.schemas.health import Health, Ready

router = APIRouter(tags=["service"])

_VERSION = metadata.version("matcher")


@router.get("/healthz", operation_id="getHealth", summary="Tell whether the service runs")
async def get_health(opened: OpenedDep) -> Health:
    """The version of the service, and what it answers from: who takes part, and the encoder.

    Told without asking the catalogue, so that it says of this process alone whether it runs.
    """
    return Health.of(opened.follower.latest, _VERSION)


@router.get(
    "/readyz",
    operation_id="getReadiness",
    summary="Tell whether the service can answer",
    responses=problem_responses(problems.CATALOGUE, problems.ENCODER),
)
async def get_readiness(opened: OpenedDep, moment: MomentDep) -> Ready:
    """The catalogue was asked, and everything in memory is at its revision; else a problem, 503."""
    opened.catalogue.database.refuse_other_file()
    return Ready.of(moment, _VERSION)
