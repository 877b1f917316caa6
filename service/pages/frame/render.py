"""Templates and views → pages, with the headers a page needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool

from matcher.collectivity import Country, Language
from matcher.i18n.sentences import Speaker
from service import limits
from service.pages.frame.layout import Account, Frame, ServiceLinks, frame, service_parts
from service.security.visitors import Visitor, visitor_of
from service.storage.records import Role

#: Pages tell different things to different visitors, and change with every fiche.
HEADERS: Mapping[str, str] = {
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie, Authorization",
}

#: Of a page with contacts: nothing of it stays behind in a browser.
KEPT_NOWHERE: Mapping[str, str] = {"Cache-Control": "private, no-store"}


def language_of(request: Request) -> Language:
    """The language a page is asked in: the first step of its path, « /fr/… ».

    Raises ValueError where it is none.
    """
    return Language(request.url.path[1:3])


def speaker_of(request: Request) -> Speaker:
    """Who says things on the page asked for."""
    return Speaker(language_of(request))


def path_of(request: Request) -> str:
    """The path of a page without its language: « collectivities/fr-commune-44109 »."""
    return request.url.path[len("/fr/") :]


async def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **view: object,
) -> HTMLResponse:
    """The page `template` (in `templates/`) with `view`, framed for who asks.

    Templates find besides `view`: `page` (the Frame), `speaker`, `say`, `to` (path → link, with
    what is asked by name), `asset` (name → link), `Country`, and `limits` (`service.limits`). What
    is undefined is an error.
    """
    around = frame_of(request, await visitor_of(request))
    text = await run_in_threadpool(page_text, template, around, view)
    return HTMLResponse(text, status, {**HEADERS, **(headers or {})})


def frame_of(request: Request, visitor: Visitor) -> Frame:
    """What stands around the page asked for."""
    speaker, path = speaker_of(request), path_of(request)
    links = ServiceLinks(speaker.language, path, request.url.query)
    account = _account(visitor)
    return frame(speaker, links, path, service_parts(speaker, account), account)


def page_text(template: str, around: Frame, view: Mapping[str, object]) -> str:
    """A page as text."""
    return (
        environment()
        .get_template(template)
        .render(
            page=around,
            speaker=around.speaker,
            say=around.speaker.say,
            to=around.links.page,
            asset=around.links.asset,
            Country=Country,
            limits=limits,
            **view,
        )
    )


@cache
def environment() -> Environment:
    """The templates; whatever is put into them is escaped."""
    return Environment(
        loader=PackageLoader("service.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _account(visitor: Visitor) -> Account:
    return Account(
        name=visitor.name,
        may_read=visitor.role is not None,
        may_curate=visitor.role is Role.CURATE,
        signed_in=visitor.has_session,
        csrf=visitor.csrf,
    )
