"""A page that waits for a list, and the one that says that the list is on its way."""

from __future__ import annotations

from fastapi import Request, Response

from service.pages.frame.render import render
from service.shortlists.boards import AGAIN, Computing

#: Seconds a page waits for a list before it says that it is being computed.
PATIENCE = 1.5


async def computing_page(request: Request, found: Computing) -> Response:
    """The page in place of the one asked for; it asks again by itself, also without a script."""
    return await render(
        request,
        "computing.html.j2",
        headers={"Refresh": str(AGAIN), "Cache-Control": "no-store"},
        name=found.stored.name,
        here=request.url.path,
        again=AGAIN,
    )
