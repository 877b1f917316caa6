"""Under which names the service answers.

A page of another site can have its own name lead to this machine (DNS rebinding); for the browser
the service is part of that site then. So a connection that came in on loopback is answered under
names of this machine alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from service.security.client import is_loopback

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^\s:@/?#\[\]]+)(?::[0-9]{1,5})?")

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


def name_in(host: str) -> str:
    """The name in a Host header, in small letters and without port; brackets of IPv6 stay.

    "" where the header is no name and port (RFC 9110, 7.2).
    """
    found = _HOST.fullmatch(host.strip().lower())
    return "" if found is None else found["name"].removesuffix(".")


def is_local(name: str) -> bool:
    """Whether `name` means this machine to itself."""
    return name in LOCAL_NAMES or is_loopback(name.strip("[]"))


def answers_to(host: str, server: Any, names: Collection[str]) -> bool:
    """Whether a request for `host` is answered that came in on the address `server`.

    `names` are those that were configured; without any, every name is answered that does not
    come in on loopback. `server` is an address and a port, or None.
    """
    name = name_in(host)
    if name in names:
        return True
    if server is not None and is_loopback(str(server[0])):
        return is_local(name)
    return not names
