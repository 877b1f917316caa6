"""Who asks: the holder of a key, somebody who signed in, or nobody known."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from matcher.errors import NotSignedIn, TooOften
from service.security.rate import Rate
from service.storage.engine import Database
from service.storage.keys import Keys
from service.storage.records import Role
from service.storage.sessions import OpenedSession, Sessions

#: For how long a key or session is taken as it was found: a revoked one works no longer than that.
TRUSTED_S = 5.0

#: Unknown keys a minute taken from one client; then none of its keys is looked up for a while.
MOST_FAILURES = 10

_MOST_KNOWN = 4096

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    `role` is None for who may do nothing; `name` is that of the key, "" for nobody known. `id`
    stands for them in the log. `csrf` belongs into every form that is shown to them.
    """

    role: Role | None
    name: str = ""
    id: str = "anonymous"
    csrf: str = ""
    has_key: bool = False
    has_session: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    visitor: Visitor
    expires_at: datetime | None
    until: float

    def counts(self) -> bool:
        """Whether it may still be taken as it was found."""
        alive = self.expires_at is None or self.expires_at > datetime.now(UTC)
        return alive and time.monotonic() < self.until


class Access:
    """Looks up keys and sessions, each at most every `TRUSTED_S` seconds. For one event loop."""

    def __init__(self, database: Database) -> None:
        self._keys, self._sessions = Keys(database), Sessions(database)
        self._known: dict[bytes, _Known] = {}
        self._failures = Rate(MOST_FAILURES)

    async def by_key(self, secret: str, client: str) -> Visitor:
        """The holder of a key.

        Raises NotSignedIn, TooOften for a client that tried too many unknown ones, and
        CatalogueUnusable.
        """
        digest = _digest("key", secret)
        found = self._found(digest)
        if found is not None:
            return found
        return await self._tried(client, lambda: self._look_up_key(digest, secret))

    async def by_session(self, token: str) -> Visitor | None:
        """Who signed in with the cookie `token`; None where that is over. CatalogueUnusable."""
        digest = _digest("session", token)
        found = self._found(digest)
        if found is not None:
            return found
        try:
            return await run_in_threadpool(self._look_up_session, digest, token)
        except NotSignedIn:
            return None

    async def sign_in(self, secret: str, client: str) -> OpenedSession:
        """A session by a key. Raises as `by_key`."""
        return await self._tried(
            client, lambda: self._sessions.open(self._keys.key_of(secret.strip()))
        )

    async def sign_in_by_ticket(self, ticket: str, client: str) -> OpenedSession:
        """A session by a link good for once. Raises as `by_key`."""
        return await self._tried(client, lambda: self._sessions.open_by(ticket.strip()))

    async def sign_out(self, token: str) -> None:
        """End a session. Raises CatalogueUnusable."""
        self._known.pop(_digest("session", token), None)
        await run_in_threadpool(self._sessions.end, token)

    async def _tried(self, client: str, look_up: Callable[[], Found]) -> Found:
        wait = self._failures.wait(client)
        if wait:
            raise TooOften(wait)
        try:
            return await run_in_threadpool(look_up)
        except NotSignedIn:
            self._failures.count(client)
            raise

    def _look_up_key(self, digest: bytes, secret: str) -> Visitor:
        key = self._keys.key_of(secret)
        visitor = Visitor(role=key.role, name=key.name, id=key.id, has_key=True)
        self._remember(digest, visitor, key.expires_at)
        return visitor

    def _look_up_session(self, digest: bytes, token: str) -> Visitor:
        session = self._sessions.of(token)
        visitor = Visitor(
            role=session.role,
            name=session.key_name,
            id=f"s-{digest.hex()[:8]}",
            csrf=session.csrf,
            has_session=True,
        )
        self._remember(digest, visitor, session.expires_at)
        return visitor

    def _found(self, digest: bytes) -> Visitor | None:
        known = self._known.get(digest)
        return known.visitor if known is not None and known.counts() else None

    def _remember(self, digest: bytes, visitor: Visitor, expires_at: datetime | None) -> None:
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[digest] = _Known(visitor, expires_at, time.monotonic() + TRUSTED_S)


def _digest(kind: str, secret: str) -> bytes:
    """What a secret is remembered by; not what the catalogue keeps of it."""
    return sha256(f"{kind} {secret}".encode("utf-8", "replace")).digest()
