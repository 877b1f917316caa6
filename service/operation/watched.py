"""Every request is watched: it has a name, a line in the log, and is counted."""

from __future__ import annotations

import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http import request_id
from service.http.edge import answer_of
from service.operation.logs import RequestLog, fault_in
from service.operation.metrics import Metrics

#: What is said of the route where none is of that address.
NO_ROUTE = "-"

#: The status noted where the visitor left before there was an answer.
LEFT = 499


class Watched:
    """Watches a request from its beginning to the end of its answer.

    An error that nobody foresaw ends here: it is answered as a fault of ours, and the log tells
    its place.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, log: RequestLog | None = None) -> None:
        """Without `log`, nothing is written."""
        self._app, self._metrics, self._log = app, metrics, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with its id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        id_ = request_id.begin(_given(scope))
        pair = (request_id.HEADER, id_.encode())
        status = 0
        fault: BaseException | None = None

        async def send_watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), pair]
            await send(message)

        state = scope.setdefault("state", {})
        try:
            await self._app(scope, receive, send_watched)
        except Exception as error:  # noqa: BLE001  (the outermost edge)
            fault = error
            if not status:
                await (await answer_of(scope, error))(scope, receive, send_watched)
        finally:
            self._note(scope, state, status or LEFT, time.perf_counter() - began, fault)

    def _note(
        self,
        scope: Scope,
        state: dict[str, Any],
        status: int,
        seconds: float,
        fault: BaseException | None,
    ) -> None:
        route = getattr(scope.get("route"), "path", NO_ROUTE)
        self._metrics.answered(route, scope["method"], status, seconds)
        if "answered" in state:
            self._metrics.told(state["answered"])
        if self._log is None:
            return
        visitor = state.get("visitor")
        self._log.answered(
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 2),
            request_id=request_id.current(),
            visitor=getattr(visitor, "id", "-"),
            role=getattr(visitor, "role", None) or "none",
            **({} if fault is None else fault_in(fault)),
        )


def _given(scope: Scope) -> bytes | None:
    for name, value in scope["headers"]:
        if name == request_id.HEADER:
            found: bytes = value
            return found
    return None
