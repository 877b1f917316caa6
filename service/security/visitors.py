"""Who asks, and whether they may: a gate before everything that reads or changes."""

from __future__ import annotations

from fastapi import Request

from matcher.errors import NotAllowed, NotSignedIn
from service.security.access import Visitor
from service.security.csrf import refuse_foreign
from service.storage.records import Role

__all__ = ["Visitor", "curator_of", "own_form", "reader_of", "refuse_contacts", "visitor_of"]


async def visitor_of(request: Request) -> Visitor:
    """Who asks, as the gate found out."""
    visitor: Visitor = request.state.visitor
    return visitor


async def reader_of(request: Request) -> Visitor:
    """Who asks, if they may read. Raises NotSignedIn."""
    visitor: Visitor = request.state.visitor
    if visitor.role is None:
        raise NotSignedIn()
    return visitor


async def curator_of(request: Request) -> Visitor:
    """Who asks, if they may change and see contacts, and ask from a page of ours or with a key.

    Raises NotSignedIn, NotAllowed, NotFromHere.
    """
    visitor = await reader_of(request)
    if visitor.role is not Role.CURATE:
        raise NotAllowed(Role.CURATE)
    await own_form(request)
    return visitor


async def own_form(request: Request) -> None:
    """Refuse a form that no page of ours has shown to who asks. Raises NotFromHere."""
    visitor = await visitor_of(request)
    await refuse_foreign(
        request, visitor.csrf, has_key=visitor.has_key, has_session=visitor.has_session
    )


def refuse_contacts(visitor: Visitor) -> None:
    """Raises NotAllowed where `visitor` may not see contacts."""
    if visitor.role is not Role.CURATE:
        raise NotAllowed(Role.CURATE)
