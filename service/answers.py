"""Answers that depend on nothing but the fiches, the question and who asks: made once, kept ready.

The tag of such an answer is known before the answer is: whoever has it already is told so without
computing, and whoever has not gets the bytes that were made for the last one who asked.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from service.current import moment_of
from service.http.language import language_in
from service.http.preconditions import is_known, version_tag
from service.live.moment import Moment
from service.opened import Opened
from service.security.access import Visitor
from service.security.visitors import reader_of

#: Bytes of answers that are kept ready.
KEPT_BYTES = 32_000_000
#: An answer of more bytes is not kept.
LARGEST_KEPT = 1_000_000

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

#: How an answer came about, for who counts them.
MADE, READY, UNCHANGED = "made", "ready", "unchanged"


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: its tag, its bytes, and the route that made it."""

    tag: str
    body: bytes
    route: object

    def response(self, if_none_match: str | None) -> Response:
        """The answer, or that it is known already."""
        head = head_of(self.tag)
        if is_known(self.tag, if_none_match):
            return Response(status_code=304, headers=head)
        return Response(self.body, media_type="application/json", headers=head)


class KeptAnswers:
    """The answers asked for last, at one state of the catalogue. For one event loop."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        """`most` bytes are kept."""
        self._most = most
        self._size = 0
        self._state = ""
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def holds(self, question: str) -> bool:
        """Whether there is an answer to a question, of whichever state."""
        return question in self._kept

    def get(self, state: str, question: str) -> Kept | None:
        """The answer to a question at that state, if it is kept."""
        kept = self._kept.get(question) if state == self._state else None
        if kept is not None:
            self._kept.move_to_end(question)
        return kept

    def put(self, state: str, question: str, answer: Kept) -> None:
        """Keep an answer; those of another state will not be asked for again."""
        if state != self._state:
            self._state, self._size = state, 0
            self._kept.clear()
        if len(answer.body) > LARGEST_KEPT or question in self._kept:
            return
        self._kept[question] = answer
        self._size += len(answer.body)
        while self._size > self._most:
            self._size -= len(self._kept.popitem(last=False)[1].body)


class ReadyAnswers:
    """Gives answers that are ready, before any route is looked for.

    To stand behind the gate that tells who asks: an answer is kept for the role it was made for.
    """

    def __init__(self, app: ASGIApp, kept: KeptAnswers) -> None:
        self._app = app
        self._kept = kept

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a question that was answered before, pass on everything else."""
        kept = await self._ready(scope) if scope["type"] == "http" else None
        if kept is None:
            await self._app(scope, receive, send)
            return
        response = kept.response(_header(scope, b"if-none-match"))
        scope["route"] = kept.route
        scope["state"]["answered"] = READY if response.status_code == 200 else UNCHANGED
        await response(scope, receive, send)

    async def _ready(self, scope: Scope) -> Kept | None:
        """The answer to a question, if it is kept and nothing has changed since."""
        if scope["method"] != "GET":
            return None
        question = question_of(scope)
        if not self._kept.holds(question):
            return None  # before the catalogue is asked: pages and assets are not kept here
        opened: Opened = scope["state"]["opened"]
        is_current = opened.follower.is_current
        if not (is_current() if opened.is_near else await run_in_threadpool(is_current)):
            return None
        return self._kept.get(opened.follower.latest.fingerprint, question)


class DataRoute(APIRoute):
    """A route whose GET depends on the fiches alone: with tags, answers kept ready, and 304.

    Only who may read is answered at all (NotSignedIn).
    """

    def get_route_handler(self) -> Handler:
        """The handler of the route, behind the tag."""
        handler = super().get_route_handler()
        return _tagged(handler, self) if self.methods == {"GET"} else handler

    @staticmethod
    def tag_start(request: Request, moment: Moment) -> str:
        """What the tag begins with."""
        return ""


class FicheRoute(DataRoute):
    """A route of one fiche: the tag begins with its version."""

    @staticmethod
    def tag_start(request: Request, moment: Moment) -> str:
        """The version of the fiche that the address names."""
        stored = moment.stored.get(request.path_params["id"])
        return "" if stored is None else version_tag(stored.version)


def question_of(scope: Scope) -> str:
    """What is asked, in which language, by whom: equal questions have equal answers."""
    visitor: Visitor = scope["state"]["visitor"]
    query = scope["query_string"].decode("latin-1")
    return f"{visitor.role} {language_in(scope)} {scope['path']}?{query}"


def head_of(tag: str) -> dict[str, str]:
    """The headers of an answer with a tag: it may be kept, and has to be asked for again."""
    return {
        "etag": tag,
        "cache-control": "private, no-cache",
        "vary": "Accept-Language, Authorization, Cookie",
    }


def _tagged(handler: Handler, route: DataRoute) -> Handler:
    async def answer(request: Request) -> Response:
        await reader_of(request)
        moment = await moment_of(request)
        question = question_of(request.scope)
        asked = f"{moment.fingerprint} {question}".encode()
        digest = hashlib.blake2b(asked, digest_size=12).hexdigest()
        tag = f'"{route.tag_start(request, moment)}{digest}"'
        if is_known(tag, request.headers.get("if-none-match")):
            request.state.answered = UNCHANGED
            return Response(status_code=304, headers=head_of(tag))
        response = await handler(request)
        if response.status_code == 200:
            request.state.answered = MADE
            for name, value in head_of(tag).items():
                response.headers[name] = value
            if "contacts" in request.query_params:
                response.headers["cache-control"] = "private, no-store"
            else:
                kept: KeptAnswers = request.app.state.answers
                made = Kept(tag, bytes(response.body), request.scope.get("route"))
                kept.put(moment.fingerprint, question, made)
        return response

    return answer


def _header(scope: Scope, name: bytes) -> str | None:
    for each, value in scope["headers"]:
        if each == name:
            found: bytes = value
            return found.decode("latin-1")
    return None
