"""API keys: who may read, who may curate. See `service.storage.tokens` for why a digest is enough.

All methods are short statements to the database; none may be called from the event loop where the
catalogue lies on another machine. All raise CatalogueUnusable where the database fails us.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from matcher.errors import NotInCatalogue, NotSignedIn
from service.storage.codec import is_storable
from service.storage.engine import PATIENCE_S, Database
from service.storage.records import Key, Role
from service.storage.tables import keys
from service.storage.tokens import digest_of, new_token

#: How a key begins, so that people and programs that look for leaked secrets recognise one.
PREFIX = "mk_"

#: When a key was last used is told to the minute: more would be a write for every request.
_USE_NOTED = timedelta(minutes=1)

_ID_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key just made. `secret` is shown once and can never be told again."""

    key: Key
    secret: str

    def __repr__(self) -> str:
        return f"NewKey({self.key!r})"  # a log must never show the secret


class Keys:
    """The keys of one catalogue; any number of threads and processes may use them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, role: Role, *, days: int | None = None) -> NewKey:
        """A new key, for `days` days from now or for good.

        White space in the name counts as one space. Raises ValueError for a name that is blank or
        no text that can be stored, and for less than a day.
        """
        name = " ".join(name.split())
        if not name or not is_storable(name):
            raise ValueError("a key needs a name")
        if days is not None and days < 1:
            raise ValueError("a key lasts a day at least")
        now = datetime.now(UTC)
        key = Key(
            id=f"k-{secrets.token_hex(_ID_BYTES)}",
            name=name,
            role=role,
            created_at=now,
            expires_at=None if days is None else now + timedelta(days=days),
        )
        secret = new_token(PREFIX)
        row = {
            "id": key.id,
            "name": key.name,
            "role": key.role.value,
            "digest": digest_of(secret, PREFIX),
            "created_at": key.created_at,
            "expires_at": key.expires_at,
        }
        with self._database.writing() as connection:
            connection.execute(insert(keys), row)
        return NewKey(key=key, secret=secret)

    def all(self) -> tuple[Key, ...]:
        """All keys, expired ones too, the oldest first."""
        asked = select(keys).order_by(keys.c.created_at, keys.c.id)
        with self._database.reading() as connection:
            return tuple(_key(row) for row in connection.execute(asked))

    def key_of(self, secret: str) -> Key:
        """The key whose secret this is; its `role` is what it may do.

        Notes that it was used, at most once a minute. Raises NotSignedIn for a secret that is
        unknown, revoked or expired.
        """
        digest = digest_of(secret, PREFIX)
        if digest is None:
            raise NotSignedIn()
        with self._database.reading() as connection:
            row = connection.execute(select(keys).where(keys.c.digest == digest)).one_or_none()
        now = datetime.now(UTC)
        if row is None or not compare_digest(row.digest, digest):
            raise NotSignedIn()
        key = _key(row)
        if key.expires_at is not None and key.expires_at <= now:
            raise NotSignedIn()
        if key.last_used_at is None or now - key.last_used_at >= _USE_NOTED:
            self._note_use(key, now)
        return key

    def revoke(self, id_: str) -> Key:
        """Remove a key, and with it the sessions it opened. Raises NotInCatalogue."""
        if is_storable(id_):
            gone = delete(keys).where(keys.c.id == id_).returning(*keys.c)
            with self._database.writing() as connection:
                row = connection.execute(gone).one_or_none()
            if row is not None:
                return _key(row)
        raise NotInCatalogue("key", id_)

    def _note_use(self, key: Key, now: datetime) -> None:
        """Note the use, unless somebody is writing just now: then a later use is noted.

        So it is where the database is only read."""
        noted = update(keys).where(keys.c.id == key.id).values(last_used_at=now)
        with self._database.faults(), self._database.engine.connect() as plain:
            driver: Any = plain.connection.driver_connection
            if self._database.is_sqlite:
                driver.execute("PRAGMA busy_timeout = 0").close()
            connection = plain.execution_options(writes=True)
            try:
                with connection.begin():
                    connection.execute(noted)
            except DBAPIError as problem:
                if not self._database.is_busy(problem):
                    raise
            finally:
                if self._database.is_sqlite:
                    driver.execute(f"PRAGMA busy_timeout = {PATIENCE_S * 1000}").close()


def _key(row: Row[Any]) -> Key:
    facts = row._mapping
    return Key(
        id=facts["id"],
        name=facts["name"],
        role=Role(facts["role"]),
        created_at=facts["created_at"],
        expires_at=facts["expires_at"],
        last_used_at=facts["last_used_at"],
    )
