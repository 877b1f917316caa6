"""The catalogue on a server."""

from __future__ import annotations

import pytest

from tests.contracts.catalogue import CatalogueContract
from tests.postgres import postgres_url  # noqa: F401  a fixture


class TestOnAServer(CatalogueContract):
    """Everything a catalogue must do."""

    @pytest.fixture
    def url(self, postgres_url: str) -> str:  # noqa: F811
        return postgres_url
