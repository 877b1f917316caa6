"""Where the catalogue fails us, the answer says so, and the service lives on."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.errors import CatalogueUnusable
from service.storage.catalogue import Catalogue
from tests.service import world


def test_a_catalogue_out_of_reach_is_told_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = world.opened(tmp_path, world.participants()[:8])
    address = "/v1/collectivities/fr-elan/partners"

    def gone(self: Catalogue) -> int:
        raise CatalogueUnusable("postgresql://someone@db.example/matcher", "unreachable")

    app = world.application(opened, world.CURATING)
    with TestClient(app, raise_server_exceptions=False) as client:
        before = client.get(address)
        with monkeypatch.context() as patch:
            patch.setattr(Catalogue, "revision", gone)
            for asked in (address, "/v1/collectivities", "/v1/fiches"):
                answer = client.get(asked)
                assert answer.status_code == 503
                assert answer.json()["type"] == "/problems/catalogue-not-usable"
                assert "db.example" not in answer.text
            assert client.get("/healthz").status_code == 200
        assert client.get(address).json() == before.json()
