"""Whether the service runs, and from what it answers."""

from __future__ import annotations

from importlib import metadata

from fastapi import APIRouter

from service.dependencies import OpenedDep
from service.schemas.health import Health

router = APIRouter(tags=["service"])


@router.get("/healthz", operation_id="getHealth", summary="Tell whether the service runs")
def get_health(opened: OpenedDep) -> Health:
    """The version of the service, and the index and encoder it answers from."""
    return Health.of(opened.matchmaker.index.manifest, metadata.version("matcher"))
