"""The parts put together: `uvicorn service.app:create_app --factory`.

The service answers on loopback unless told otherwise, and knows no sessions, cookies or keys: it
reads one index, which it opens when it starts, and keeps nothing of what it is sent.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import metadata

from fastapi import FastAPI

from matcher.i18n.sentences import Speaker
from matcher.settings import Settings
from service import openapi, problems
from service.api import collectivities, health, partners, problem_types, reference, suggestions
from service.body_limit import BodyLimit
from service.openapi import problem_responses
from service.opened import Opened, open_all
from service.safe_headers import SafeHeaders
from service.start import ToldStart

TITLE = "matcher"
SUMMARY = "Partners for French–Japanese decentralised cooperation"
DESCRIPTION = """\
Finds partners between French and Japanese local authorities from their fiches « Bonne pratique »,
and says why: the parts of every score add up to it, and the key points that match stand beside
them. Nothing sent is stored; no contact is ever returned. Errors are problem documents (RFC 9457).
"""
TAGS = [
    {"name": "collectivities", "description": "Who takes part."},
    {"name": "partners", "description": "Who fits whom, and why."},
    {"name": "service", "description": "The service itself."},
]

Open = Callable[[Settings], Opened]


def create_app(settings: Settings | None = None, *, opening: Open = open_all) -> FastAPI:
    """The application; `settings` are those of the environment where none are given.

    `opening` is called once, when the application starts; what it raises ends the start.
    """
    chosen = Settings.of(os.environ) if settings is None else settings
    app = FastAPI(
        title=TITLE,
        summary=SUMMARY,
        description=DESCRIPTION,
        version=metadata.version("matcher"),
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        responses=problem_responses(problems.INTERNAL),
        lifespan=_life_span(chosen, opening),
    )
    app.state.settings = chosen
    app.add_middleware(BodyLimit)
    app.add_middleware(SafeHeaders)
    app.add_middleware(ToldStart, speaker=Speaker(chosen.language))
    problems.answer_problems(app)
    for part in (collectivities, partners, suggestions, health, problem_types, reference):
        app.include_router(part.router)
    app.openapi = lambda: openapi.describe(app)  # type: ignore[method-assign]
    return app


def _life_span(
    settings: Settings, opening: Open
) -> Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, object]]]:
    @asynccontextmanager
    async def life_span(app: FastAPI) -> AsyncIterator[Mapping[str, object]]:
        yield {"opened": opening(settings)}

    return life_span
