"""Shortlists and their history: statements within a transaction that somebody else began."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from matcher.errors import ChangedMeanwhile, NotInCatalogue
from matcher.shortlist.decision import Decision
from service.storage.codec import (
    decision_of,
    decision_text,
    is_storable,
    shortlist_of,
    shortlist_text,
)
from service.storage.records import Event, StoredShortlist, Wishes
from service.storage.tables import events, shortlists

_KIND = "shortlist"
_ID_BYTES = 6


def read_all(connection: Connection) -> tuple[StoredShortlist, ...]:
    """All shortlists, the latest changed first."""
    asked = select(shortlists).order_by(shortlists.c.changed_at.desc(), shortlists.c.id)
    return tuple(_stored(connection, row) for row in connection.execute(asked).all())


def read(connection: Connection, id_: str) -> StoredShortlist:
    """One shortlist. Raises NotInCatalogue."""
    return _stored(connection, _row(connection, id_))


def take(connection: Connection, id_: str, expected: int | None) -> StoredShortlist:
    """One shortlist, kept from other writers. Raises NotInCatalogue, ChangedMeanwhile."""
    row = _row(connection, id_, taken=True)
    if expected is not None and row.version != expected:
        raise ChangedMeanwhile(_KIND, id_, found=row.version, expected=expected)
    return _stored(connection, row)


def add(connection: Connection, name: str, wishes: Wishes, at: datetime) -> str:
    """A new shortlist; its id."""
    id_ = f"s-{secrets.token_hex(_ID_BYTES)}"
    row = {
        "id": id_,
        "version": 1,
        "created_at": at,
        "changed_at": at,
        "content": shortlist_text(name, wishes),
    }
    connection.execute(insert(shortlists), row)
    return id_


def change(
    connection: Connection, before: StoredShortlist, name: str, wishes: Wishes, at: datetime
) -> None:
    """Count a change of the shortlist, which is now called `name` and wishes `wishes`."""
    connection.execute(
        update(shortlists)
        .where(shortlists.c.id == before.id)
        .values(version=before.version + 1, changed_at=at, content=shortlist_text(name, wishes))
    )


def remove(connection: Connection, id_: str) -> None:
    """Delete a shortlist that is there, with its history."""
    connection.execute(delete(shortlists).where(shortlists.c.id == id_))


def decide(
    connection: Connection,
    shortlist: StoredShortlist,
    decisions: Sequence[Decision],
    by: str,
    at: datetime,
) -> bool:
    """Add an event for each decision that says something else than before; whether any did."""
    standing = {decision.pair: decision for decision in shortlist.decisions}
    number = connection.execute(
        select(func.coalesce(func.max(events.c.number), 0)).where(
            events.c.shortlist_id == shortlist.id
        )
    ).scalar_one()
    rows = list[dict[str, object]]()
    for decision in decisions:
        before = standing.get(decision.pair, Decision(fr=decision.fr, jp=decision.jp))
        if decision == before:
            continue
        standing[decision.pair] = decision
        rows.append(
            {
                "shortlist_id": shortlist.id,
                "number": number + len(rows) + 1,
                "at": at,
                "by": by,
                "fr": decision.fr,
                "jp": decision.jp,
                "before": decision_text(before),
                "after": decision_text(decision),
            }
        )
    if rows:
        connection.execute(insert(events), rows)
    return bool(rows)


def undo(connection: Connection, id_: str, by: str, at: datetime) -> bool:
    """Mark the last event that stands as undone; whether there was one."""
    last = connection.execute(
        select(func.max(events.c.number)).where(
            events.c.shortlist_id == id_, events.c.undone_at.is_(None)
        )
    ).scalar_one()
    if last is None:
        return False
    connection.execute(
        update(events)
        .where(events.c.shortlist_id == id_, events.c.number == last)
        .values(undone_at=at, undone_by=by)
    )
    return True


def history(connection: Connection, id_: str) -> tuple[Event, ...]:
    """The events of a shortlist, the first one first. Raises NotInCatalogue."""
    _row(connection, id_)
    asked = select(events).where(events.c.shortlist_id == id_).order_by(events.c.number)
    return tuple(
        Event(
            number=row.number,
            at=row.at,
            by=row.by,
            before=decision_of(row.before),
            after=decision_of(row.after),
            undone=row.undone_at is not None,
        )
        for row in connection.execute(asked)
    )


def forget(connection: Connection, collectivity: str, at: datetime) -> None:
    """Strike `collectivity` out of all wishes and histories."""
    named = or_(events.c.fr == collectivity, events.c.jp == collectivity)
    for row in connection.execute(
        select(shortlists).order_by(shortlists.c.id).with_for_update()
    ).all():
        before = _stored(connection, row)
        wishes = _without(before.wishes, collectivity)
        gone = connection.execute(delete(events).where(events.c.shortlist_id == before.id, named))
        if gone.rowcount or wishes != before.wishes:
            change(connection, before, before.name, wishes, at)


def _without(wishes: Wishes, collectivity: str) -> Wishes:
    return dataclasses.replace(
        wishes,
        pins=frozenset(pair for pair in wishes.pins if collectivity not in pair),
        vetoes=frozenset(pair for pair in wishes.vetoes if collectivity not in pair),
        meetings={id_: n for id_, n in wishes.meetings.items() if id_ != collectivity},
        participants=None if wishes.participants is None else wishes.participants - {collectivity},
    )


def _row(connection: Connection, id_: str, *, taken: bool = False) -> Row[Any]:
    if not is_storable(id_):
        raise NotInCatalogue(_KIND, id_)
    asked = select(shortlists).where(shortlists.c.id == id_)
    row = connection.execute(asked.with_for_update() if taken else asked).one_or_none()
    if row is None:
        raise NotInCatalogue(_KIND, id_)
    return row


def _stored(connection: Connection, row: Row[Any]) -> StoredShortlist:
    facts = row._mapping
    name, wishes = shortlist_of(facts["content"])
    return StoredShortlist(
        id=facts["id"],
        version=facts["version"],
        name=name,
        wishes=wishes,
        decisions=_standing(connection, facts["id"]),
        created_at=facts["created_at"],
        changed_at=facts["changed_at"],
    )


def _standing(connection: Connection, id_: str) -> tuple[Decision, ...]:
    """The last word on each pair, in order of pairs."""
    stands = (
        select(func.max(events.c.number))
        .where(events.c.shortlist_id == id_, events.c.undone_at.is_(None))
        .group_by(events.c.fr, events.c.jp)
    )
    asked = (
        select(events.c.after)
        .where(events.c.shortlist_id == id_, events.c.number.in_(stands))
        .order_by(events.c.fr, events.c.jp)
    )
    decisions = (decision_of(text) for text in connection.execute(asked).scalars())
    return tuple(decision for decision in decisions if not decision.is_open)
