"""The gate before everything: the name asked under, who asks, and how often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.errors import MatcherError, NotSignedIn, TooOften, WrongHost
from matcher.settings import Settings
from service.http.edge import answer_of
from service.security import cookies
from service.security.access import Access, Visitor
from service.security.client import client_of
from service.security.csrf import API, new_forms_token
from service.security.hosts import answers_to, name_in
from service.security.rate import Rate
from service.storage.records import Role

#: What is asked by machines that watch the service, or is the same for everybody.
UNCOUNTED = ("/healthz", "/readyz", "/assets/")

_NOBODY = Visitor(None, id="unknown-key")
_CHALLENGE = "Bearer"


class Gate:
    """Tells who asks (`request.state.visitor`), and refuses wrong names and too many requests.

    Whoever shows a key that is not valid is nobody: the routes that need somebody refuse them.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._names = frozenset(settings.hosts)
        role = None if settings.anonymous == "none" else Role(settings.anonymous)
        self._anonymous = Visitor(role)
        self._rate = Rate(settings.rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host, authorization, cookie = _headers(scope["headers"])
        if not answers_to(host, scope.get("server"), self._names):
            await (await answer_of(scope, WrongHost(name_in(host))))(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        path: str = scope["path"]
        if path.startswith(UNCOUNTED):
            state["visitor"] = self._anonymous
            await self._app(scope, receive, send)
            return
        client = client_of(scope)
        try:
            visitor = await self._who(scope, authorization, cookie, client)
            state["visitor"] = visitor
            known = visitor.has_key or visitor.has_session
            wait = self._rate.taken(visitor.id if known else client)
            if wait:
                raise TooOften(wait)
        except MatcherError as problem:
            await (await answer_of(scope, problem))(scope, receive, send)
            return
        if visitor.csrf and not visitor.has_session:
            send = _keeping(send, cookies.forms_cookie(scope, visitor.csrf))
        await self._app(scope, receive, send)

    async def _who(self, scope: Scope, authorization: str, cookie: str, client: str) -> Visitor:
        access: Access | None = scope["state"].get("access")
        if authorization and access is not None:
            scheme, _, secret = authorization.partition(" ")
            if scheme.lower() != _CHALLENGE.lower():
                return _NOBODY
            try:
                return await access.by_key(secret.strip(), client)
            except NotSignedIn:
                return _NOBODY
        token = cookies.session_in(scope, cookie) if cookie else None
        if token is not None and access is not None:
            visitor = await access.by_session(token)
            if visitor is not None:
                return visitor
        if scope["path"].startswith(API):
            return self._anonymous
        forms = cookies.forms_in(scope, cookie) if cookie else None
        return replace(self._anonymous, csrf=forms or new_forms_token())


def _headers(headers: Iterable[tuple[bytes, bytes]]) -> tuple[str, str, str]:
    """Host, Authorization and Cookie, "" where they are not there."""
    host = authorization = cookie = b""
    for name, value in headers:
        if name == b"host":
            host = value
        elif name == b"authorization":
            authorization = value
        elif name == b"cookie":
            cookie = cookie + b"; " + value if cookie else value
    return host.decode("latin-1"), authorization.decode("latin-1"), cookie.decode("latin-1")


def _keeping(send: Send, cookie: str) -> Send:
    """Pass answers on; a page bears `cookie`, so that its forms are known again."""

    async def send_page(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers.append("set-cookie", cookie)
        await send(message)

    return send_page
