"""The addresses of the pages: /fr/…, /ja/…, /en/…, and what leads there.

A page is written once and joined three times, so that a path begins with a language or is no page.
"""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse

from matcher.collectivity import Language
from service.http.language import language_for
from service.pages.fiches import fiche, upload
from service.pages.frame import assets, sign_in
from service.pages.frame.errors import answer_on_pages
from service.pages.public import about, collectivities, collectivity, fields, home
from service.pages.public.kept import KeptViews
from service.pages.shortlists import agreement, board, briefing, overview, pair, removal

#: What everybody who may read finds; the paths begin with a slash and bear no language.
PUBLIC: tuple[APIRouter, ...] = (
    home.router,
    collectivities.router,
    collectivity.router,
    fields.router,
    about.router,
)

#: Where people work. In this order: « fiches/new » is no fiche of that id.
WORK: tuple[APIRouter, ...] = (
    upload.router,
    fiche.router,
    overview.router,
    board.router,
    removal.router,
    pair.router,
    briefing.router,
    agreement.router,
    sign_in.router,
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
        for part in (*PUBLIC, *WORK):
            app.include_router(part, prefix=f"/{language}", include_in_schema=False)
        app.add_api_route(f"/{language}", _slash, include_in_schema=False)
    answer_on_pages(app)


async def _slash(request: Request) -> RedirectResponse:
    return RedirectResponse(f"{request.url.path}/", HTTPStatus.PERMANENT_REDIRECT)
