"""Whether a change was asked for from a page of this service.

A page of another site can make a browser send requests here, with the cookies of whoever sits in
front of it. So what changes something is taken only with a key, which such a page does not have,
or from a page of ours: the browser says where it comes from, and a token that only our pages hold
goes with it.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from urllib.parse import urlsplit

from fastapi import Request

from matcher.errors import NotFromHere
from service.http.body_kind import FORM_WITH_FILES, PLAIN_FORM, media_type
from service.http.form_data import form_of

#: Methods that change nothing.
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: The field of a form, and the header of a script of ours, that bear the token.
FIELD, HEADER = "csrf", "x-csrf-token"

#: Where programs ask; those have no page from which a token could come.
API = "/v1/"

_FORMS = (PLAIN_FORM, FORM_WITH_FILES)


def new_forms_token() -> str:
    """A token for the forms of somebody who did not sign in."""
    return secrets.token_urlsafe(32)


async def refuse_foreign(
    request: Request, csrf: str, *, has_key: bool = False, has_session: bool = False
) -> None:
    """Let a request that changes something pass only where a page of ours, or a key, is behind it.

    `csrf` is the token of the visitor's forms. A program without key and cookies that asks the
    API, where everybody may change things, is no page of anybody. Raises NotFromHere.
    """
    if request.method in SAFE_METHODS or has_key:
        return
    if not _is_from_here(request):
        raise NotFromHere()
    if not has_session and request.url.path.startswith(API):
        return
    if not csrf or not compare_digest(csrf.encode(), (await _token(request)).encode()):
        raise NotFromHere()


def _is_from_here(request: Request) -> bool:
    """What the browser says of the page that asks; what is no browser says nothing.

    "none" is what the person typed or opened without any page.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


async def _token(request: Request) -> str:
    sent = request.headers.get(HEADER)
    if sent is not None:
        return sent
    if media_type(request.headers) not in _FORMS:
        return ""
    field = (await form_of(request)).get(FIELD)
    return field if isinstance(field, str) else ""
