"""A name for each request, by which its lines in the log are found."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

HEADER = b"x-request-id"

_SHAPE = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request that is being answered; "" outside of one."""
    return _current.get()


def begin(given: bytes | None) -> str:
    """The id of a request that begins: the one `given` where it has a harmless shape, else new."""
    known = given is not None and _SHAPE.fullmatch(given) is not None
    id_ = given.decode("ascii") if given is not None and known else secrets.token_hex(8)
    _current.set(id_)
    return id_
