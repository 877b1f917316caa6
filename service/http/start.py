"""A start that fails for a reason we know says so in a sentence, not in a traceback."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matcher.errors import MatcherError
from matcher.i18n import messages
from matcher.i18n.sentences import Speaker


class ToldStart:
    """Puts the sentence of an error of ours in place of what the framework reports of it."""

    def __init__(self, app: ASGIApp, speaker: Speaker) -> None:
        self._app = app
        self._speaker = speaker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; hold back the report of a failed start until its cause is known."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def send_or_hold(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                held.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, send_or_hold)
        except MatcherError as problem:
            sentence = messages.error(problem, self._speaker)
            await send({"type": "lifespan.startup.failed", "message": sentence})
        except BaseException:
            for message in held:
                await send(message)
            raise
