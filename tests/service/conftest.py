"""The application over the small world, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.opened import Opened
from tests.service import world


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return world.opened(tmp_path_factory.mktemp("index"), world.participants())


@pytest.fixture(scope="session")
def client(opened: Opened) -> Iterator[TestClient]:
    with TestClient(world.application(opened), raise_server_exceptions=False) as client:
        yield client
