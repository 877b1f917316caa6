"""Signing in and out in a browser: each gives the Set-Cookie header of the answer."""

from __future__ import annotations

from fastapi import Request

from service.security import cookies
from service.security.access import Access
from service.security.client import client_of


async def sign_in(request: Request, secret: str) -> str:
    """By a key. Raises NotSignedIn, TooOften, CatalogueUnusable."""
    opened = await _access(request).sign_in(secret, client_of(request.scope))
    return cookies.session_cookie(request.scope, opened.token, opened.expires_at)


async def sign_in_by_ticket(request: Request, ticket: str) -> str:
    """By a link good for once. Raises as `sign_in`."""
    opened = await _access(request).sign_in_by_ticket(ticket, client_of(request.scope))
    return cookies.session_cookie(request.scope, opened.token, opened.expires_at)


async def sign_out(request: Request) -> str:
    """End the session of the browser that asks, if it has one. Raises CatalogueUnusable."""
    token = cookies.session_in(request.scope, request.headers.get("cookie", ""))
    if token is not None:
        await _access(request).sign_out(token)
    return cookies.no_session_cookie(request.scope)


def _access(request: Request) -> Access:
    access: Access = request.state.access
    return access
