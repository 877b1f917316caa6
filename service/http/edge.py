"""The answer of the application to an error that comes up outside of its routes."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope


async def answer_of(scope: Scope, error: Exception) -> Response:
    """What the application answers where a route raises `error`, or one of a parent class."""
    handlers = scope["app"].exception_handlers
    handler: Any = next(handlers[each] for each in type(error).__mro__ if each in handlers)
    answer: Response | Awaitable[Response] = handler(Request(scope), error)
    return answer if isinstance(answer, Response) else await answer
