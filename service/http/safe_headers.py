"""Headers that keep browsers from making more of an answer than it is."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: What a browser may do with data: nothing.
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

#: Pages take what they need from the service itself, run and show nothing that stands in the
#: page, and send forms nowhere else.
PAGE_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)

#: Answers are data: no browser should guess another type, run them, frame them or keep them.
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": _DATA_POLICY,
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}

#: For a year; browsers take it over https alone.
_HTTPS = ("Strict-Transport-Security", "max-age=31536000")

_Pairs = list[tuple[bytes, bytes]]


def _encoded(headers: dict[str, str]) -> _Pairs:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_OF_DATA = _encoded(SAFE_HEADERS)
_OF_PAGES = _encoded(SAFE_HEADERS | {"Content-Security-Policy": PAGE_POLICY})
_OF_HTTPS = _encoded(dict([_HTTPS]))


class SafeHeaders:
    """Adds to every answer those of `SAFE_HEADERS` that it does not set itself.

    Pages have `PAGE_POLICY`, answers over https say that nothing else is to be used.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and the answer back with its headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_https = scope.get("scheme") == "https"

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: _Pairs = list(message.get("headers", ()))
                said = {name.lower(): value for name, value in headers}
                is_page = said.get(b"content-type", b"").startswith(b"text/html")
                safe = _OF_PAGES if is_page else _OF_DATA
                headers += [pair for pair in safe if pair[0] not in said]
                if is_https:
                    headers += _OF_HTTPS
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, send_safely)
