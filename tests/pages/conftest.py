"""The pages over fiches of the examples, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from service.opened import Opened
from tests.pages import world
from tests.pages.office import Office, Premises, office
from tests.service import world as small
from tests.service.world import CURATING, SETTINGS, application


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """What the pages are made from."""
    opened = world.opened(tmp_path_factory.mktemp("pages"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reader(examples: Opened) -> Iterator[TestClient]:
    """Asks as anybody."""
    with TestClient(application(examples), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def curator(examples: Opened) -> Iterator[TestClient]:
    """Asks as who may change things and see contacts."""
    with TestClient(application(examples, CURATING), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def stranger(examples: Opened) -> Iterator[TestClient]:
    """Asks as nobody, where only who signed in may read."""
    settings = replace(SETTINGS, anonymous="none")
    with TestClient(application(examples, settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def premises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    """Gives catalogues that may be changed."""
    made = Premises(tmp_path_factory.mktemp("premises"))
    yield made
    made.close()


@pytest.fixture
def opened(premises: Premises) -> Iterator[Opened]:
    """A catalogue that one test changes."""
    with premises.opened() as made:
        yield made


@pytest.fixture
def desk(opened: Opened) -> Iterator[Office]:
    """Somebody at work who may change things in it."""
    with office(opened) as found:
        yield found


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Two hundred and thirty participants: those of the tests of the API."""
    yield small.opened(tmp_path_factory.mktemp("many"), small.participants())


@pytest.fixture(scope="session")
def client(many: Opened) -> Iterator[TestClient]:
    """Asks about many, as anybody."""
    with TestClient(application(many), raise_server_exceptions=False) as client:
        yield client
