"""How large a body may be."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import problems
from service.language import speaker_for

#: Largest body taken, in bytes. A fiche has a few thousand characters.
BODY_BYTES = 1_000_000


class BodyLimit:
    """Reads a body up to `limit` bytes before the application sees it; larger ones are refused."""

    def __init__(self, app: ASGIApp, limit: int = BODY_BYTES) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body in one piece."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await self._body(Headers(scope=scope), receive)
        if body is None:
            speaker = speaker_for(Request(scope))
            refusal = problems.problem(
                problems.TOO_LARGE,
                speaker,
                speaker.say("At most {limit} bytes are taken.", limit=self._limit),
            )
            await problems.response(refusal, {"Connection": "close"})(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)

    async def _body(self, headers: Headers, receive: Receive) -> bytes | None:
        """The whole body; None where it is larger than the limit."""
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self._limit:
            return None
        pieces: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            pieces.append(message.get("body", b""))
            size += len(pieces[-1])
            if size > self._limit:
                return None
            more = message["type"] == "http.request" and message.get("more_body", False)
        return b"".join(pieces)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A body already read, once; afterwards what the server says."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
