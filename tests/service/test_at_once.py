"""Many readers at once get what one reader gets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from starlette.testclient import TestClient

FICHE = {"name": "Ville", "country": "JP", "language": "ja", "key_points": ["energy#1", "spa#2"]}


def test_answers_do_not_mix(client: TestClient) -> None:
    ids = [f"fr-{number:03}" for number in range(12)] + [f"jp-{number:03}" for number in range(12)]

    def partners(id_: str) -> object:
        return client.get(f"/v1/collectivities/{id_}/partners?limit=5").json()

    def suggested(_: str) -> object:
        return client.post("/v1/suggestions?limit=5", json=FICHE).json()

    alone = [partners(id_) for id_ in ids]
    alone_posted = suggested("")
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(partners, ids)
        posted = pool.map(suggested, ids)
        assert list(together) == alone
        assert all(each == alone_posted for each in posted)
