"""How large a body may be."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import problems
from service.http.body_kind import FORM_WITH_FILES, media_type
from service.http.language import speaker_for

#: Largest body taken, in bytes, but of forms with files. A fiche has a few thousand characters.
BODY_BYTES = 1_000_000


class BodyLimit:
    """Refuses bodies of more than `limit` bytes, and forms with files of more than `form_limit`.

    What announces its length is refused before any of it is read. Of the others no more is read
    than is taken: for the application the sender is gone then, and its answer is replaced.
    """

    def __init__(self, app: ASGIApp, limit: int = BODY_BYTES, form_limit: int = BODY_BYTES) -> None:
        self._app = app
        self._limit = limit
        self._form_limit = form_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_form = media_type(headers) == FORM_WITH_FILES
        limit = self._form_limit if is_form else self._limit
        announced = headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            await _refuse(scope, receive, send, limit)
            return
        body = _Counted(receive, limit)

        async def send_unless_over(message: Message) -> None:
            if not body.is_over:
                await send(message)

        try:
            await self._app(scope, body.receive, send_unless_over)
        except ClientDisconnect:
            if not body.is_over:
                raise
        if body.is_over:
            await _refuse(scope, receive, send, limit)


class _Counted:
    """A body as it is received, up to `limit` bytes."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    @property
    def is_over(self) -> bool:
        """Whether more came than is taken."""
        return self._left < 0

    async def receive(self) -> Message:
        """The next piece; the sender is gone where more came than is taken."""
        if not self.is_over:
            message = await self._receive()
            self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self.is_over else message


async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
    speaker = speaker_for(Request(scope))
    detail = speaker.say("At most {limit} bytes are taken.", limit=limit)
    refusal = problems.problem(problems.TOO_LARGE, speaker, detail)
    await problems.response(refusal, {"Connection": "close"})(scope, receive, send)
