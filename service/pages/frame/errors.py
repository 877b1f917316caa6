"""What goes wrong on a page is answered by a page, in the page's language.

The problem document that a program would get says what to tell; paths that are no pages keep it.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from inspect import isawaitable
from typing import cast
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from matcher.errors import NotSignedIn
from service.http.language import PAGES
from service.pages.frame.render import HEADERS, frame_of, page_text
from service.security.visitors import Visitor

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def is_page(request: Request) -> bool:
    """Whether the path asked for is that of a page."""
    return request.url.path.startswith(PAGES)


def answer_on_pages(app: FastAPI) -> None:
    """Make the handlers of errors that `app` has answer with pages where a page was asked for."""
    for kind, handler in list(app.exception_handlers.items()):
        app.add_exception_handler(kind, _on_pages(cast(Handler, handler)))


def _on_pages(otherwise: Handler) -> Handler:
    async def answer(request: Request, error: Exception) -> Response:
        if isinstance(error, NotSignedIn) and is_page(request) and request.method == "GET":
            return _sign_in(request)
        document = otherwise(request, error)
        document = await document if isawaitable(document) else document
        if not is_page(request):
            return document
        return await _page(request, document)

    return answer


async def _page(request: Request, document: Response) -> Response:
    """The page that tells what the problem document tells."""
    told = json.loads(bytes(document.body))
    view = {
        "title": told["title"],
        "detail": told.get("detail", ""),
        "faults": [each["detail"] for each in told.get("errors", ()) if each.get("detail")],
        "status": document.status_code,
    }
    text = page_text("error.html.j2", frame_of(request, _visitor(request)), view)
    kept = {
        name: value
        for name, value in document.headers.items()
        if name in {"www-authenticate", "retry-after", "allow"}
    }
    kind = "text/html; charset=utf-8"
    return Response(text, document.status_code, {**HEADERS, **kept}, media_type=kind)


def _visitor(request: Request) -> Visitor:
    """Who asks; nobody, where it went wrong before that was found out."""
    found: Visitor = getattr(request.state, "visitor", Visitor(None))
    return found


def _sign_in(request: Request) -> Response:
    """To the page where a key is given, and from there back."""
    back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    language = request.url.path[1:3]
    address = f"/{language}/sign-in?{urlencode({'next': back})}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
