"""Which catalogue is opened beside an index."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from matcher.settings import Settings
from matcher.workflow.build_index import build_index
from matcher.workflow.opening import LazyEncoder, open_knowledge, open_profile
from matcher.workflow.take_part import take_part
from service.opened import open_all
from tests.workflow.small_folder import write_folder

DEFAULT = Settings().catalogue


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_folder(tmp_path_factory.mktemp("opened") / "fiches")
    knowledge, encoder = open_knowledge(), LazyEncoder("default")
    people = take_part([folder], encoder, knowledge).participants
    return build_index(
        people, folder.parent / "index", encoder, open_profile(knowledge), knowledge
    ).path


@pytest.mark.parametrize("named", [DEFAULT, f"./{DEFAULT}", "other.db"])
def test_a_catalogue_that_is_named_is_kept(
    index: Path, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    variables = {"MATCHER_INDEX": str(index), "MATCHER_CATALOGUE": named}
    with closing(open_all(Settings.of(variables))) as opened:
        expected = opened.follower.now().fiche_ids
    assert (tmp_path / named).is_file()
    with closing(open_all(Settings.of({"MATCHER_CATALOGUE": named}))) as opened:
        assert opened.follower.now().fiche_ids == expected != ()


def test_without_a_name_nothing_is_left_behind(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(open_all(Settings.of({"MATCHER_INDEX": str(index)}))) as opened:
        file = opened.catalogue.database.place.file
        assert file is not None
        assert file.is_file()
    assert not file.exists()
    assert list(tmp_path.iterdir()) == []
