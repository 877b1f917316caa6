"""Keys open the door until they expire or are revoked, and their secrets lie nowhere."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import update

from matcher.errors import CatalogueUnusable, NotInCatalogue, NotSignedIn
from service.storage import keys as module
from service.storage.catalogue import Catalogue
from service.storage.keys import Keys
from service.storage.opening import open_catalogue
from service.storage.records import Role
from service.storage.tables import keys as table
from tests.storage.either import either  # noqa: F401


def expire(catalogue: Catalogue) -> None:
    with catalogue.database.writing() as connection:
        connection.execute(update(table).values(expires_at=datetime.now(UTC)))


def test_a_key_is_known_by_its_secret_alone(either: Catalogue) -> None:  # noqa: F811
    keys = Keys(either.database)
    reads = keys.create("  bureau\t d’Orléans\n", Role.READ)
    curates = keys.create("高松市", Role.CURATE, days=3)
    assert keys.key_of(reads.secret).role is Role.READ
    assert keys.key_of(curates.secret).role is Role.CURATE
    assert reads.secret.startswith("mk_")
    assert len(reads.secret) == 46
    assert reads.secret not in repr(reads)
    assert [(key.name, key.role) for key in keys.all()] == [
        ("bureau d’Orléans", Role.READ),
        ("高松市", Role.CURATE),
    ]
    expires = keys.all()[1].expires_at
    assert expires is not None
    assert expires - keys.all()[1].created_at == timedelta(days=3)


@pytest.mark.parametrize(
    "secret", ["", "mk_", "mk_" + "A" * 43, "mk_é", "A" * 43, "mk_" + "A" * 42 + "\n", "\ud800"]
)
def test_what_is_no_secret_opens_nothing(either: Catalogue, secret: str) -> None:  # noqa: F811
    keys = Keys(either.database)
    keys.create("someone", Role.READ)
    with pytest.raises(NotSignedIn):
        keys.key_of(secret)


def test_a_secret_changed_by_a_letter_opens_nothing(either: Catalogue) -> None:  # noqa: F811
    keys = Keys(either.database)
    secret = keys.create("someone", Role.READ).secret
    other = "B" if secret[-5] == "A" else "A"
    with pytest.raises(NotSignedIn):
        keys.key_of(secret[:-5] + other + secret[-4:])
    with pytest.raises(NotSignedIn):
        keys.key_of(secret + "A")


def test_a_key_ends_when_it_expires_or_is_revoked(either: Catalogue) -> None:  # noqa: F811
    keys = Keys(either.database)
    short, long = (keys.create("a", Role.READ, days=1), keys.create("b", Role.READ))
    assert keys.revoke(long.key.id) == long.key
    with pytest.raises(NotSignedIn):
        keys.key_of(long.secret)
    assert keys.key_of(short.secret)
    expire(either)
    with pytest.raises(NotSignedIn):
        keys.key_of(short.secret)
    for asked in (long.key.id, "", "k-\0", "a"):
        with pytest.raises(NotInCatalogue):
            keys.revoke(asked)


@pytest.mark.parametrize(("name", "days"), [("", None), (" \t", None), ("a\0b", None), ("a", 0)])
def test_a_key_without_name_or_time_is_not_made(
    either: Catalogue,  # noqa: F811
    name: str,
    days: int | None,
) -> None:
    keys = Keys(either.database)
    with pytest.raises(ValueError, match="a key"):
        keys.create(name, Role.READ, days=days)
    assert keys.all() == ()


def test_the_last_use_is_noted_once_a_minute(either: Catalogue) -> None:  # noqa: F811
    keys = Keys(either.database)
    secret = keys.create("someone", Role.READ).secret

    def used() -> datetime | None:
        return keys.all()[0].last_used_at

    assert used() is None
    keys.key_of(secret)
    first = used()
    assert first is not None
    keys.key_of(secret)
    assert used() == first
    earlier = first - timedelta(seconds=61)
    with either.database.writing() as connection:
        connection.execute(update(table).values(last_used_at=earlier))
    keys.key_of(secret)
    again = used()
    assert again is not None
    assert again >= first


def test_nobody_waits_at_the_door_for_a_long_write(either: Catalogue) -> None:  # noqa: F811
    keys = Keys(either.database)
    secret = keys.create("someone", Role.READ).secret
    answered: list[Role] = []
    with either.database.writing() as connection:
        connection.execute(update(table).values(name="renamed"))
        if either.database.is_sqlite:  # on a server, only the row itself is waited for
            thread = Thread(target=lambda: answered.append(keys.key_of(secret).role))
            thread.start()
            thread.join(20)
            assert answered == [Role.READ]
    keys.key_of(secret)
    assert keys.all()[0].last_used_at is not None


def test_a_use_that_cannot_be_noted_for_another_reason_is_told(tmp_path: Path) -> None:
    catalogue = open_catalogue(str(tmp_path / "c.db"))
    secret = Keys(catalogue.database).create("someone", Role.READ).secret
    with catalogue.database.writing() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER ill BEFORE UPDATE ON keys BEGIN SELECT RAISE(FAIL, 'full'); END"
        )
    with pytest.raises(CatalogueUnusable):
        Keys(catalogue.database).key_of(secret)
    catalogue.close()


def test_no_file_holds_a_secret(tmp_path: Path) -> None:
    catalogue = open_catalogue(str(tmp_path / "c.db"))
    keys = Keys(catalogue.database)
    secret = keys.create("someone", Role.READ).secret
    keys.key_of(secret)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    catalogue.close()
    written += (tmp_path / "c.db").read_bytes()
    assert b"someone" in written
    assert secret.encode() not in written
    assert secret.removeprefix(module.PREFIX).encode() not in written
    with sqlite3.connect(tmp_path / "c.db") as raw:
        assert len(raw.execute("SELECT digest FROM keys").fetchone()[0]) == 32
    raw.close()
