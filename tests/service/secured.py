"""Applications over a small world with keys, for the tests of security and operation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from starlette.testclient import TestClient

from matcher.fiche import read
from matcher.settings import Settings
from service.opened import Opened
from service.storage.keys import Keys
from service.storage.records import Role
from service.storage.sessions import Sessions
from tests.service import world


@dataclass(frozen=True)
class Secured:
    """A service with one key of each role."""

    opened: Opened
    reading: str
    curating: str

    @property
    def keys(self) -> Keys:
        return Keys(self.opened.catalogue.database)

    @property
    def sessions(self) -> Sessions:
        return Sessions(self.opened.catalogue.database)

    @contextmanager
    def client(
        self,
        settings: Settings = world.SETTINGS,
        base_url: str = "http://testserver",
        address: str = "203.0.113.9",
    ) -> Iterator[TestClient]:
        """Somebody who asks from `address`."""
        with TestClient(
            world.application(self.opened, settings),
            base_url=base_url,
            client=(address, 50000),
            raise_server_exceptions=False,
            follow_redirects=False,
        ) as client:
            yield client


def secured(folder: Path) -> Secured:
    """A new one, with fiches of thirty participants."""
    opened = world.opened(folder, world.participants()[:30])
    opened.registrar.store(
        {
            id_: replace(each.fiche, contact=read(world.CONTACT))
            for id_, each in opened.follower.now().stored.items()
        }
    )
    keys = Keys(opened.catalogue.database)
    return Secured(
        opened,
        reading=keys.create("Reader Rémi", Role.READ).secret,
        curating=keys.create("Curator Kazu", Role.CURATE).secret,
    )


def bearing(secret: str) -> dict[str, str]:
    """The header of a request with a key."""
    return {"Authorization": f"Bearer {secret}"}


NOBODY = replace(world.SETTINGS, anonymous="none")
