"""From where a request comes, as far as that can be told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Any

#: Bits of an IPv6 address that one household or office has to itself.
_SUBSCRIBER_BITS = 64

Scope = Mapping[str, Any]


def client_of(scope: Scope) -> str:
    """Whose requests are counted together: an IPv4 address, or the /64 of an IPv6 address.

    The server has put the address there that a trusted proxy tells, and no other proxy's.
    """
    client = scope.get("client")
    return _counted(client[0]) if client else ""


def is_loopback(address: str) -> bool:
    """Whether `address` is one of this machine to itself; a name is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


@lru_cache(maxsize=4096)
def _counted(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return f"{int(found) >> (128 - _SUBSCRIBER_BITS):x}/64"
    return str(found)
