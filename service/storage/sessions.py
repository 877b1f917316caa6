"""Browsers that signed in, and links that sign one in.

A session is opened by a key or by a ticket: a link that the person at the machine hands over, good
for once and for ten minutes. The browser holds a token in a cookie, the catalogue a digest of it
(`service.storage.tokens`). `csrf` goes into every form of the session: a page of another site can
make the browser send the cookie, but cannot read what belongs into the form.

All methods are short statements to the database, as those of `service.storage.keys`, and raise
CatalogueUnusable where it fails us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from sqlalchemy import Connection, delete, insert, select

from matcher.errors import NotSignedIn
from service.storage.codec import is_storable
from service.storage.engine import Database
from service.storage.records import Key, Role
from service.storage.tables import keys, sessions, tickets
from service.storage.tokens import digest_of, new_token

#: How long a session lasts; signing in anew begins another.
LASTS = timedelta(hours=12)
#: How long a link to sign in by is good.
TICKET_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    """A session just opened. `token` belongs into the cookie and is told only here."""

    token: str
    csrf: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"OpenedSession(expires_at={self.expires_at!r})"  # no log may show the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who signed in. `key_name` is the name of the key, or that on the ticket."""

    key_name: str
    role: Role
    csrf: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Session({self.key_name!r}, {self.role!r}, expires_at={self.expires_at!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A ticket just issued. `secret` belongs into the link and is told only here."""

    secret: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Ticket(expires_at={self.expires_at!r})"


class Sessions:
    """The sessions and tickets of one catalogue; any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, key: Key) -> OpenedSession:
        """A session by a key that `Keys.key_of` gave; it ends with the key.

        Raises NotSignedIn where the key was revoked since.
        """
        with self._database.writing() as connection:
            # Taken, so that nobody revokes it while the session is being written.
            asked = select(keys.c.id).where(keys.c.id == key.id).with_for_update()
            if connection.execute(asked).one_or_none() is None:
                raise NotSignedIn()
            return _open(connection, key.name, key.role, key.id, key.expires_at)

    def open_by(self, ticket: str) -> OpenedSession:
        """A session by the secret of a ticket, which is used up by it.

        Of several browsers that come with one ticket, one gets in. Raises NotSignedIn.
        """
        digest = digest_of(ticket)
        if digest is None:
            raise NotSignedIn()
        used = delete(tickets).where(tickets.c.digest == digest).returning(*tickets.c)
        with self._database.writing() as connection:
            row = connection.execute(used).one_or_none()
            if row is not None and row.expires_at > datetime.now(UTC):
                return _open(connection, row.name, Role(row.role), None, None)
        raise NotSignedIn()  # the ticket stays used up

    def issue(self, name: str, role: Role) -> Ticket:
        """A ticket for somebody called `name`. Raises ValueError for a name that holds NUL."""
        if not is_storable(name):
            raise ValueError("a name without NUL is needed")
        now = datetime.now(UTC)
        ticket = Ticket(secret=new_token(), expires_at=now + TICKET_LASTS)
        row = {
            "digest": digest_of(ticket.secret),
            "role": role.value,
            "name": name,
            "expires_at": ticket.expires_at,
        }
        with self._database.writing() as connection:
            connection.execute(delete(tickets).where(tickets.c.expires_at <= now))
            connection.execute(insert(tickets), row)
        return ticket

    def of(self, token: str) -> Session:
        """The session of a cookie. Raises NotSignedIn for one that is unknown, over or ended."""
        digest = digest_of(token)
        if digest is None:
            raise NotSignedIn()
        asked = select(sessions).where(sessions.c.digest == digest)
        with self._database.reading() as connection:
            row = connection.execute(asked).one_or_none()
        if (
            row is None
            or not compare_digest(row.digest, digest)
            or row.expires_at <= datetime.now(UTC)
        ):
            raise NotSignedIn()
        return Session(
            key_name=row.name, role=Role(row.role), csrf=row.csrf, expires_at=row.expires_at
        )

    def end(self, token: str) -> None:
        """Sign out. A session that is none, or over, is no fault."""
        digest = digest_of(token)
        if digest is None:
            return
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest))


def _open(
    connection: Connection, name: str, role: Role, key: str | None, until: datetime | None
) -> OpenedSession:
    now = datetime.now(UTC)
    ends = now + LASTS
    opened = OpenedSession(
        token=new_token(), csrf=new_token(), expires_at=ends if until is None else min(ends, until)
    )
    connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
    row = {
        "digest": digest_of(opened.token),
        "key_id": key,
        "role": role.value,
        "name": name,
        "csrf": opened.csrf,
        "created_at": now,
        "expires_at": opened.expires_at,
    }
    connection.execute(insert(sessions), row)
    return opened
