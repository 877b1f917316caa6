"""The shipped encoder and registers, opened once for all tests of the use cases."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.profile import Profile
from matcher.workflow.opening import Knowledge, LazyEncoder, open_profile
from matcher.workflow.take_part import Party, take_part
from tests.workflow.small_folder import write_folder


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge()


@pytest.fixture(scope="session")
def profile(knowledge: Knowledge) -> Profile:
    return open_profile(knowledge)


@pytest.fixture(scope="session")
def encoder() -> LazyEncoder:
    return LazyEncoder("default")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("fiches") / "les fiches 書類")


@pytest.fixture(scope="session")
def party(folder: Path, encoder: LazyEncoder, knowledge: Knowledge) -> Party:
    return take_part([folder], encoder, knowledge)
