"""The parts put together: `uvicorn service.app:create_app --factory`.

The service answers on loopback unless told otherwise. It follows one catalogue of fiches, which it
opens when it starts; any number of processes may do so beside each other.
"""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import metadata

from anyio import CapacityLimiter
from fastapi import FastAPI

from matcher.i18n.sentences import Speaker
from matcher.settings import Settings
from service import openapi, problems
from service.answers import KeptAnswers, ReadyAnswers
from service.api import (
    collectivities,
    decisions,
    fiches,
    health,
    partners,
    problem_types,
    reference,
    shortlist_files,
    shortlists,
    suggestions,
    uploads,
)
from service.api import (
    metrics as metrics_api,
)
from service.body_limit import BodyLimit
from service.current import READERS
from service.http.head import HeadAsGet
from service.http.safe_headers import SafeHeaders
from service.http.start import ToldStart
from service.openapi import ALWAYS, problem_responses
from service.opened import Opened, open_all
from service.operation.logs import set_up
from service.operation.metrics import Metrics
from service.operation.watched import Watched
from service.pages.routing import join_pages
from service.security.access import Access
from service.security.gate import Gate
from service.shortlists.boards import Boards

TITLE = "matcher"
SUMMARY = "Partners for French–Japanese decentralised cooperation"
DESCRIPTION = """\
Finds partners between French and Japanese local authorities from their fiches « Bonne pratique »,
and says why: the parts of every score add up to it, and the key points that match stand beside
them. Contacts are told only to keys of the role `curate`. Errors are problem documents (RFC 9457).
"""
TAGS = [
    {"name": "collectivities", "description": "Who takes part."},
    {"name": "fiches", "description": "What the collectivities have filed."},
    {"name": "partners", "description": "Who fits whom, and why."},
    {"name": "shortlists", "description": "Who is to meet, and what was decided."},
    {"name": "service", "description": "The service itself."},
]

#: One megabyte of a form with files.
_MEGABYTE = 1_000_000

Open = Callable[[Settings], Opened]


def create_app(settings: Settings | None = None, *, opening: Open = open_all) -> FastAPI:
    """The application; `settings` are those of the environment where none are given.

    `opening` is called once, when the application starts; what it raises ends the start. Where the
    settings are those of the environment, a server runs the application: then the log is written,
    and what the first question would wait for is prepared.
    """
    chosen = Settings.of(os.environ) if settings is None else settings
    log = set_up(chosen) if settings is None else None
    metrics = Metrics()
    app = FastAPI(
        title=TITLE,
        summary=SUMMARY,
        description=DESCRIPTION,
        version=metadata.version("matcher"),
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        responses=problem_responses(*ALWAYS),
        lifespan=_life_span(chosen, opening, prepares=settings is None),
    )
    app.state.settings = chosen
    app.state.answers = KeptAnswers()
    app.state.metrics = metrics
    app.add_middleware(BodyLimit, form_limit=chosen.upload_mb * _MEGABYTE)
    app.add_middleware(ReadyAnswers, kept=app.state.answers)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Gate, settings=chosen)
    app.add_middleware(Watched, metrics=metrics, log=log)
    app.add_middleware(SafeHeaders)
    app.add_middleware(ToldStart, speaker=Speaker(chosen.language))
    problems.answer_problems(app)
    for part in (
        collectivities,
        partners,
        suggestions,
        fiches,
        uploads,
        shortlists,
        decisions,
        shortlist_files,
        health,
        metrics_api,
        problem_types,
        reference,
    ):
        app.include_router(part.router)
    app.include_router(fiches.one_fiche)
    join_pages(app)
    app.openapi = lambda: openapi.describe(app)  # type: ignore[method-assign]
    return app


def _life_span(
    settings: Settings, opening: Open, *, prepares: bool
) -> Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, object]]]:
    @asynccontextmanager
    async def life_span(app: FastAPI) -> AsyncIterator[Mapping[str, object]]:
        opened = opening(settings)
        boards = Boards.over(opened)
        opened.follower.on_update = app.state.metrics.updated
        gc.freeze()  # everybody's fiches stay: looking through them for garbage delays answers
        if prepares:
            opened.embedding.prepare()
        try:
            yield {
                "opened": opened,
                "boards": boards,
                "readers": CapacityLimiter(READERS),
                "access": Access(opened.catalogue.database),
            }
        finally:
            gc.unfreeze()
            boards.close()
            opened.close()

    return life_span
