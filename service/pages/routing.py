"""The addresses of the pages: /fr/…, /ja/…, /en/…, and what leads there.

A page is written once and joined three times, so that a path begins with a language or is no page.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse

from matcher.collectivity import Language
from service.http.language import language_for
from service.pages import about, assets, collectivities, collectivity, fields, home, work
from service.pages.errors import answer_on_pages
from service.pages.kept import KeptViews

#: The parts of the site; their paths begin with a slash and bear no language.
ROUTERS: tuple[APIRouter, ...] = (
    home.router,
    collectivities.router,
    collectivity.router,
    fields.router,
    about.router,
    *work.ROUTERS,
)

router = APIRouter(include_in_schema=False)


@router.get("/")
async def choose_language(request: Request) -> RedirectResponse:
    """To the pages in the language the reader's browser prefers."""
    return RedirectResponse(
        f"/{language_for(request)}/",
        HTTPStatus.SEE_OTHER,
        {"Vary": "Accept-Language", "Cache-Control": "no-cache"},
    )


def join_pages(app: FastAPI) -> None:
    """Join all pages and their assets to `app`, and answer errors on pages by pages.

    To be called when the handlers of errors are in place.
    """
    app.state.kept_views = KeptViews()
    app.include_router(assets.router)
    app.include_router(router)
    for language in Language:
        for part in ROUTERS:
            app.include_router(part, prefix=f"/{language}", include_in_schema=False)
        app.add_api_route(f"/{language}", _slash, include_in_schema=False)
    answer_on_pages(app)


async def _slash(request: Request) -> RedirectResponse:
    return RedirectResponse(f"{request.url.path}/", HTTPStatus.PERMANENT_REDIRECT)
