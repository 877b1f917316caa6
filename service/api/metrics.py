"""Numbers about the running service."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from matcher.errors import NotSignedIn
from service import problems
from service.dependencies import OpenedDep
from service.openapi import problem_responses
from service.operation.metrics import MEDIA_TYPE, Metrics
from service.security.client import is_loopback
from service.security.hosts import is_local, name_in
from service.security.visitors import visitor_of

router = APIRouter(tags=["service"])

_TEXT = {"content": {"text/plain": {"schema": {"type": "string"}}}}


@router.get(
    "/metrics",
    operation_id="getMetrics",
    summary="Numbers for Prometheus",
    response_class=Response,
    responses={200: _TEXT, **problem_responses(problems.NOT_SIGNED_IN)},
)
async def get_metrics(request: Request, opened: OpenedDep) -> Response:
    """Requests, times, updates and what the catalogue holds, in Prometheus' own format.

    Told to who has a key, and without one on the machine itself, or to all where MATCHER_METRICS
    says so.
    """
    visitor = await visitor_of(request)
    if not (visitor.has_key or visitor.has_session or _may_all(request)):
        raise NotSignedIn()
    metrics: Metrics = request.app.state.metrics
    text = await run_in_threadpool(metrics.text, opened.follower.latest)
    return Response(text, media_type=MEDIA_TYPE)


def _may_all(request: Request) -> bool:
    """Whether who asks from there needs no key."""
    if request.app.state.settings.metrics == "all":
        return True
    client = request.client
    is_here = client is not None and is_loopback(client.host)
    return is_here and is_local(name_in(request.headers.get("host", "")))
