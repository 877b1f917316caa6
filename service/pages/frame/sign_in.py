"""Signing in with a key or a link that is good for once, and signing out."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from matcher.errors import NotSignedIn, TooOften
from matcher.i18n import messages
from service.http.form_data import form_of
from service.pages.frame.render import language_of, render, speaker_of
from service.security.signing_in import sign_in, sign_in_by_ticket, sign_out
from service.security.visitors import own_form

router = APIRouter()

#: Where somebody may be led to after signing in: a page of ours.
_PAGE = re.compile(r"/(?:fr|ja|en)/[\w./?&=%~+,:;@!$'()*-]*")
#: Longer than any key or ticket.
_LONGEST = 500


@router.get("/sign-in")
async def show(
    request: Request,
    next: Annotated[str, Query(max_length=2_000)] = "",
    ticket: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> Response:
    """The form. A link that is good for once is used by its button, not by being looked at:
    programs look at links, too."""
    return await _page(request, next, ticket)


@router.post("/sign-in")
async def enter(request: Request) -> Response:
    """Sign in, and go to where somebody wanted to go; what does not fit is said on the page."""
    await own_form(request)
    form = await form_of(request)
    key, ticket, wanted = (_text(form.get(name)) for name in ("key", "ticket", "next"))
    try:
        cookie = await (sign_in_by_ticket(request, ticket) if ticket else sign_in(request, key))
    except (NotSignedIn, TooOften) as refused:
        return await _page(request, wanted, "", refused=refused, by_ticket=bool(ticket))
    where = wanted if _PAGE.fullmatch(wanted) else f"/{language_of(request)}/"
    return _to(where, cookie)


@router.post("/sign-out")
async def leave(request: Request) -> Response:
    """Sign out, and go to the first page."""
    await own_form(request)
    return _to(f"/{language_of(request)}/", await sign_out(request))


async def _page(
    request: Request,
    wanted: str,
    ticket: str,
    *,
    refused: NotSignedIn | TooOften | None = None,
    by_ticket: bool = False,
) -> Response:
    speaker = speaker_of(request)
    fault = ""
    if isinstance(refused, TooOften):
        fault = messages.error(refused, speaker)
    elif refused is not None and by_ticket:
        fault = speaker.say("This link has been used already, or is too old. Ask for another one.")
    elif refused is not None:
        fault = speaker.say("This key is not known, or is not valid any more.")
    return await render(
        request,
        "sign_in.html.j2",
        status=200 if refused is None else 429 if isinstance(refused, TooOften) else 401,
        headers={"Cache-Control": "no-store"},
        fault=fault,
        next=wanted,
        ticket=ticket,
    )


def _text(value: object) -> str:
    return value[:2_000] if isinstance(value, str) else ""


def _to(where: str, cookie: str) -> Response:
    return RedirectResponse(where, 303, {"Set-Cookie": cookie, "Cache-Control": "no-store"})
