"""Judgments are kept line by line, never in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.reading.qrels import Judgment, read_qrels
from matcher.writing.qrels import append_judgment, withdraw_judgment

ONE, OTHER = Judgment("fr-a", "jp-x", 3), Judgment("fr-b", "jp-x", 0)


def test_what_is_appended_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "評点.qrels"
    for judgment in (ONE, OTHER):
        append_judgment(path, judgment)
    assert path.read_bytes() == b"fr-a 0 jp-x 3\nfr-b 0 jp-x 0\n"
    assert read_qrels(path, {"fr-a", "fr-b"}, {"jp-x"}) == (ONE, OTHER)


def test_a_last_line_without_end_is_not_run_into(tmp_path: Path) -> None:
    path = tmp_path / "edited.qrels"
    path.write_bytes(b"fr-b 0 jp-x 0")
    append_judgment(path, ONE)
    assert path.read_bytes() == b"fr-b 0 jp-x 0\nfr-a 0 jp-x 3\n"


def test_a_line_that_does_not_fit_on_the_disk_leaves_nothing_of_itself(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path = tmp_path / "full.qrels"
    append_judgment(path, ONE)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 5, hard))
    try:
        with pytest.raises(OSError, match=r"full\.qrels"):
            append_judgment(path, OTHER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before


def test_a_judgment_is_taken_back_and_the_rest_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.qrels"
    path.write_bytes(b"fr-b 0 jp-x 0\r\n\r\n")
    path.chmod(0o640)
    append_judgment(path, ONE)
    withdraw_judgment(path, ONE)
    assert path.read_bytes() == b"fr-b 0 jp-x 0\r\n\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    withdraw_judgment(path, ONE)
    assert path.read_bytes() == b"fr-b 0 jp-x 0\r\n\r\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.qrels"]
