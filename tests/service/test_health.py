"""Whether it runs, and whether it can answer."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from service.storage.catalogue import Catalogue
from tests.service import world
from tests.service.secured import secured


def test_health_and_readiness_tell_what_is_answered_from(client: TestClient) -> None:
    health, ready = client.get("/healthz").json(), client.get("/readyz").json()
    assert (health["status"], ready["status"]) == ("ok", "ready")
    assert health["version"] == ready["version"]
    assert health["index"]["fingerprint"] == ready["fingerprint"]
    assert health["index"]["revision"] == ready["revision"] > 0


def test_both_follow_the_catalogue(tmp_path: Path) -> None:
    place = secured(tmp_path)
    with place.client() as client:
        before = client.get("/readyz").json()
        place.opened.catalogue.remove(["f-000000000001"])
        after, health = client.get("/readyz").json(), client.get("/healthz").json()
    assert after["revision"] == before["revision"] + 1 == health["index"]["revision"]
    assert after["fingerprint"] != before["fingerprint"]


def test_without_its_catalogue_it_lives_but_is_not_ready(tmp_path: Path) -> None:
    opened = world.opened(tmp_path, world.participants()[:4])
    with TestClient(world.application(opened), raise_server_exceptions=False) as client:
        assert client.get("/readyz").status_code == 200
        Catalogue.close(opened.catalogue)
        with opened.catalogue.database.engine.connect() as connection:
            connection.exec_driver_sql("DROP TABLE state")
        (tmp_path / "catalogue.db").write_bytes(b"damaged")
        unready = client.get("/readyz")
        assert unready.status_code == 503
        assert unready.headers["content-type"] == "application/problem+json"
        assert "catalogue.db" not in unready.text
        alive = client.get("/healthz")
        assert alive.status_code == 200, alive.text
