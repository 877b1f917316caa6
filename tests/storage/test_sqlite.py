"""The catalogue in a file."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from matcher.errors import CatalogueUnusable
from service.storage import engine
from service.storage.opening import open_catalogue
from tests.contracts.catalogue import CatalogueContract
from tests.storage.samples import SECRET, SPACE, fiche, vectors


class TestInAFile(CatalogueContract):
    """Everything a catalogue must do."""

    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return str(tmp_path / "a folder" / "catalogue.db")


def test_what_was_removed_cannot_be_read_from_the_disk(tmp_path: Path) -> None:
    catalogue = open_catalogue(str(tmp_path / "catalogue.db"))
    catalogue.store({"f-1": fiche()}, {"f-1": vectors(1)})
    assert any(SECRET.encode() in file.read_bytes() for file in tmp_path.iterdir())
    catalogue.remove(["f-1"])
    for file in tmp_path.iterdir():
        data = file.read_bytes()
        assert SECRET.encode() not in data, file.name
        assert b"Tramway" not in data, file.name
    catalogue.close()


def test_a_reader_at_work_does_not_keep_a_removal_waiting(tmp_path: Path) -> None:
    catalogue = open_catalogue(str(tmp_path / "catalogue.db"))
    catalogue.store({f"f-{i}": fiche() for i in range(600)}, {})
    reading = catalogue.fiches(contacts=True)
    next(reading)
    catalogue.remove(["f-1"])
    assert len(list(reading)) == 599
    assert len(catalogue.changes(0, SPACE).changed) == 599
    catalogue.close()


def test_a_writer_that_others_keep_waiting_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE_S", 0.2)
    with closing(open_catalogue(str(tmp_path / "c.db"))) as catalogue:
        with ThreadPoolExecutor(1) as threads, catalogue.database.writing():
            late = threads.submit(catalogue.store, {"f-1": fiche()}, {})
            with pytest.raises(CatalogueUnusable):
                late.result(timeout=30)
        catalogue.store({"f-1": fiche()}, {})
        assert catalogue.fiche("f-1").version == 1
