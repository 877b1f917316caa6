"""An empty catalogue on each of the databases it may lie in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from tests.postgres import new_database

PLACES = ("sqlite", "postgresql")


def new_place(kind: str, folder: Path) -> str:
    """The address of a catalogue that is not there yet."""
    return str(folder / "catalogue.db") if kind == "sqlite" else new_database()


@pytest.fixture(params=PLACES)
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue in a file, and one on a server."""
    catalogue = open_catalogue(new_place(request.param, tmp_path))
    yield catalogue
    catalogue.close()
