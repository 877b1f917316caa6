"""Fiches in their tables: statements within a transaction that somebody else began."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from service.storage.codec import (
    contact_text,
    fiche_of,
    fiche_text,
    is_storable,
    with_contact,
)
from service.storage.records import StoredFiche
from service.storage.tables import contacts, fiches, removed, state

#: Rows fetched at once, and ids asked for at once.
BATCH = 500

_READ = select(fiches.c.id, fiches.c.version, fiches.c.stored_at, fiches.c.by, fiches.c.content)
_READ_ALL = _READ.add_columns(contacts.c.content.label("contact")).outerjoin_from(
    fiches, contacts, contacts.c.fiche_id == fiches.c.id
)


def batches(ids: Collection[str]) -> Iterator[list[str]]:
    """Those ids that can be there at all, in order, some at a time."""
    ordered = sorted(id_ for id_ in set(ids) if is_storable(id_))
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def revision(connection: Connection) -> int:
    """The revision this transaction sees."""
    return int(connection.execute(select(state.c.revision)).scalar_one())


def take_turn(connection: Connection) -> None:
    """Wait until no other writer of fiches is at work."""
    connection.execute(select(state.c.revision).with_for_update())


def next_revision(connection: Connection) -> int:
    """Take the turn as `take_turn` does, and count a change."""
    counted = update(state).values(revision=state.c.revision + 1).returning(state.c.revision)
    return int(connection.execute(counted).scalar_one())


def versions(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The versions of those of `ids` that are there."""
    found: dict[str, int] = {}
    for some in batches(ids):
        asked = select(fiches.c.id, fiches.c.version).where(fiches.c.id.in_(some))
        found.update((row.id, row.version) for row in connection.execute(asked))
    return found


def read(
    connection: Connection, ids: Collection[str] | None, *, contacts: bool
) -> Iterator[StoredFiche]:
    """Those fiches, or all, in order of id, fetched as they are asked for."""
    statement = _READ_ALL if contacts else _READ
    if ids is None:
        yield from _stored(connection, statement.order_by(fiches.c.id))
        return
    for some in batches(ids):
        asked = statement.where(fiches.c.id.in_(some)).order_by(fiches.c.id)
        yield from _stored(connection, asked)


def read_changed(connection: Connection, since: int) -> tuple[StoredFiche, ...]:
    """The fiches stored after revision `since`, without contacts, in order of id."""
    # Asked in order of id, SQLite would walk through all of them.
    asked = _READ.where(fiches.c.revision > since)
    return tuple(sorted(_stored(connection, asked), key=attrgetter("id")))


def read_removed(connection: Connection, since: int) -> tuple[str, ...]:
    """The ids removed after revision `since` and not there again."""
    asked = select(removed.c.id).where(removed.c.revision > since).order_by(removed.c.id)
    return tuple(connection.execute(asked).scalars())


def write(connection: Connection, stored: Sequence[StoredFiche], revision: int) -> None:
    """Put fiches in place of those of the same ids, of which nothing remains."""
    _delete(connection, [each.id for each in stored])
    for some in batches([each.id for each in stored]):
        connection.execute(delete(removed).where(removed.c.id.in_(some)))
    rows = [
        {
            "id": each.id,
            "version": each.version,
            "revision": revision,
            "stored_at": each.stored_at,
            "by": each.by,
            "content": fiche_text(each.fiche),
        }
        for each in stored
    ]
    apart = [
        {"fiche_id": each.id, "content": text}
        for each in stored
        if (text := contact_text(each.fiche)) is not None
    ]
    if rows:
        connection.execute(insert(fiches), rows)
    if apart:
        connection.execute(insert(contacts), apart)


def remove(connection: Connection, ids: Collection[str], revision: int) -> None:
    """Delete fiches that are there, and keep their ids for those who knew them."""
    _delete(connection, ids)
    rows = [{"id": id_, "revision": revision} for id_ in sorted(ids)]
    if rows:
        connection.execute(insert(removed), rows)


def _delete(connection: Connection, ids: Collection[str]) -> None:
    # Contacts and embeddings go with them: ON DELETE CASCADE.
    for some in batches(ids):
        connection.execute(delete(fiches).where(fiches.c.id.in_(some)))


def _stored(connection: Connection, statement: Select[Any]) -> Iterator[StoredFiche]:
    with connection.execute(statement.execution_options(yield_per=BATCH)) as rows:
        for row in rows:
            yield _fiche(row)


def _fiche(row: Row[Any]) -> StoredFiche:
    facts = row._mapping
    fiche = fiche_of(facts["content"])
    contact = facts.get("contact")
    return StoredFiche(
        id=facts["id"],
        version=facts["version"],
        fiche=fiche if contact is None else with_contact(fiche, contact),
        stored_at=facts["stored_at"],
        by=facts["by"],
    )
