"""What a request finds: what was opened, and the state of the catalogue it is answered from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from starlette.concurrency import run_in_threadpool

from service.live.moment import Moment
from service.live.preview import Preview
from service.opened import Opened

#: Fiches read and embedded at once: that keeps a core busy, and others are to be answered, too.
READERS = 2

T = TypeVar("T")


def opened_of(request: Request) -> Opened:
    """What was opened when the service started."""
    opened: Opened = request.state.opened
    return opened


async def moment_of(request: Request) -> Moment:
    """The state at the catalogue's revision, looked up once a request.

    Where the catalogue lies on this machine, asking whether it has changed takes less time than
    handing the question to a thread.
    """
    found: Moment | None = getattr(request.state, "moment", None)
    if found is None:
        opened = opened_of(request)
        if opened.is_near and opened.follower.is_current():
            found = opened.follower.latest
        else:
            found = await run_in_threadpool(opened.follower.now)
        request.state.moment = found
    return found


async def moment_after(request: Request) -> Moment:
    """The state after what the request has just changed."""
    request.state.moment = None
    return await moment_of(request)


async def read_in_turn(request: Request, reading: Callable[[], T]) -> T:
    """What `reading` gives, which reads or embeds fiches; in a thread, only a few at a time."""
    readers: CapacityLimiter = request.state.readers
    return await to_thread.run_sync(reading, limiter=readers)


async def preview_of(request: Request, uploads: Sequence[tuple[str, bytes]]) -> Preview:
    """What files (names and bytes) would bring, read in a thread; only a few at a time."""
    return await read_in_turn(request, lambda: opened_of(request).registrar.preview(uploads))
