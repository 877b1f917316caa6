"""Places for catalogues, one on each database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.either import PLACES, new_place


@pytest.fixture(params=PLACES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place where no catalogue is yet."""
    return new_place(request.param, tmp_path)
