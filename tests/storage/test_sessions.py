"""A browser that signed in stays so for a while, and no longer than its key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, update

from matcher.errors import NotSignedIn
from service.storage.catalogue import Catalogue
from service.storage.keys import Keys
from service.storage.records import Role
from service.storage.sessions import OpenedSession, Sessions
from service.storage.tables import sessions as table
from service.storage.tables import tickets
from tests.storage.either import either  # noqa: F401


def test_a_session_knows_its_key_until_it_is_ended(either: Catalogue) -> None:  # noqa: F811
    key = Keys(either.database).create("Orléans", Role.CURATE).key
    sessions = Sessions(either.database)
    opened, other = sessions.open(key), sessions.open(key)
    session = sessions.of(opened.token)
    assert (session.key_name, session.role) == ("Orléans", Role.CURATE)
    assert session.csrf == opened.csrf != other.csrf
    sessions.end(opened.token)
    sessions.end(opened.token)
    with pytest.raises(NotSignedIn):
        sessions.of(opened.token)
    assert sessions.of(other.token)


@pytest.mark.parametrize("token", ["", "A" * 43, "A" * 42, "é" * 43, "\0"])
def test_what_is_no_token_is_nobody(either: Catalogue, token: str) -> None:  # noqa: F811
    sessions = Sessions(either.database)
    with pytest.raises(NotSignedIn):
        sessions.of(token)
    with pytest.raises(NotSignedIn):
        sessions.open_by(token)
    sessions.end(token)


def test_revoking_a_key_ends_its_sessions_alone(either: Catalogue) -> None:  # noqa: F811
    keys, sessions = Keys(either.database), Sessions(either.database)
    gone, stays = keys.create("a", Role.READ).key, keys.create("b", Role.READ).key
    ended, goes_on = sessions.open(gone), sessions.open(stays)
    keys.revoke(gone.id)
    with pytest.raises(NotSignedIn):
        sessions.of(ended.token)
    with pytest.raises(NotSignedIn):
        sessions.open(gone)
    assert sessions.of(goes_on.token)


def test_a_session_lasts_twelve_hours_and_no_longer_than_its_key(
    either: Catalogue,  # noqa: F811
) -> None:
    key = Keys(either.database).create("a", Role.READ).key
    sessions = Sessions(either.database)
    before = datetime.now(UTC)
    opened = sessions.open(key)
    assert timedelta(hours=12) <= opened.expires_at - before < timedelta(hours=12, minutes=5)
    ends = before + timedelta(minutes=5)
    short = sessions.open(replace(key, expires_at=ends))
    assert short.expires_at == ends
    with either.database.writing() as connection:
        connection.execute(update(table).values(expires_at=before))
    for each in (opened, short):
        with pytest.raises(NotSignedIn):
            sessions.of(each.token)
    sessions.open(key)  # and what is over is swept out
    with either.database.reading() as connection:
        assert len(connection.execute(select(table)).all()) == 1


def test_a_ticket_signs_one_browser_in(either: Catalogue) -> None:  # noqa: F811
    sessions = Sessions(either.database)
    ticket = sessions.issue("au guichet", Role.CURATE)
    opened = sessions.open_by(ticket.secret)
    session = sessions.of(opened.token)
    assert (session.key_name, session.role) == ("au guichet", Role.CURATE)
    with pytest.raises(NotSignedIn):
        sessions.open_by(ticket.secret)
    assert sessions.of(opened.token)


def test_a_ticket_is_good_for_ten_minutes(either: Catalogue) -> None:  # noqa: F811
    sessions = Sessions(either.database)
    before = datetime.now(UTC)
    ticket = sessions.issue("a", Role.READ)
    assert timedelta(minutes=10) <= ticket.expires_at - before < timedelta(minutes=12)
    with either.database.writing() as connection:
        connection.execute(update(tickets).values(expires_at=before))
    with pytest.raises(NotSignedIn):
        sessions.open_by(ticket.secret)


def test_of_several_browsers_with_one_ticket_one_gets_in(either: Catalogue) -> None:  # noqa: F811
    sessions = Sessions(either.database)
    secret = sessions.issue("a", Role.READ).secret
    start, opened, refused = Barrier(6), list[OpenedSession](), list[NotSignedIn]()

    def come() -> None:
        start.wait()
        try:
            opened.append(sessions.open_by(secret))
        except NotSignedIn as problem:
            refused.append(problem)

    threads = [Thread(target=come) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(opened), len(refused)) == (1, 5)


def test_no_token_is_stored_or_shown(either: Catalogue) -> None:  # noqa: F811
    key = Keys(either.database).create("a", Role.READ).key
    sessions = Sessions(either.database)
    opened, ticket = sessions.open(key), sessions.issue("a", Role.READ)
    with either.database.reading() as connection:
        kept = [*connection.execute(select(table)), *connection.execute(select(tickets))]
    told = repr(kept) + repr((opened, ticket, sessions.of(opened.token)))
    assert opened.token not in told
    assert ticket.secret not in told
    assert opened.csrf not in repr(sessions.of(opened.token))
