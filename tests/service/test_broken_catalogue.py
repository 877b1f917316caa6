"""Where the catalogue fails us, the answer says so, and the service lives on."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.errors import CatalogueUnusable
from service.storage.catalogue import Catalogue
from service.storage.opening import open_catalogue
from tests.service import world


def test_a_catalogue_out_of_reach_is_told_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened = world.opened(tmp_path, world.participants()[:8])
    address = "/v1/collectivities/fr-elan/partners"

    def gone(self: Catalogue) -> int:
        place = "postgresql://someone@db.example/matcher"
        raise CatalogueUnusable(place, "unreachable", {"found": "no more room"})

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
                assert "no more room" not in answer.text
                assert "unreachable: no more room" in caplog.messages.pop()
            assert client.get("/healthz").status_code == 200
        assert client.get(address).json() == before.json()


@pytest.mark.parametrize("put_another", [True, False])
def test_a_file_moved_away_acknowledges_nothing_more(tmp_path: Path, put_another: bool) -> None:
    opened = world.opened(tmp_path, world.participants()[:8])
    file = opened.catalogue.database.place.file
    assert file is not None
    app = world.application(opened, world.CURATING)
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/readyz").status_code == 200
        file.rename(tmp_path / "moved.db")
        if put_another:
            open_catalogue(str(file)).close()
        for answer in (
            client.get("/readyz"),
            client.put("/v1/fiches/lost", json={"name": "Tours", "key_points": ["Un tram."]}),
        ):
            assert answer.status_code == 503
            assert answer.json()["type"] == "/problems/catalogue-not-usable"
