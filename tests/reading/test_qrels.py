"""Judgments are read whole, or refused with every faulty line."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import DataFileError, FileRefused
from matcher.reading.qrels import Judgment, read_qrels

ROOT = Path(__file__).resolve().parents[2]


def test_a_file_from_windows_with_blank_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "juge é.qrels"
    path.write_bytes(b"\xef\xbb\xbfq 0 a 3\r\n\r\nq\t0  b 0")
    assert read_qrels(path, {"q"}, {"a", "b"}) == (Judgment("q", "a", 3), Judgment("q", "b", 0))


def test_faulty_judgments_are_refused_all_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "bad.qrels"
    path.write_bytes(
        "q 0 a 1\nx 0 y 1\nq 0 b 4\nq 0 a 2\nq a 1\nq 0 é 1\nq 0 c -1\nq 0 c ３\n".encode()
        + "q 0 é 1\n".encode("latin-1")
    )
    with pytest.raises(DataFileError) as caught:
        read_qrels(path, {"q"}, {"a", "b", "c"})
    assert [(fault.line, fault.place) for fault in caught.value.faults] == [
        (2, "query"), (2, "document"), (3, "grade"), (4, "pair"), (5, "line"), (6, "document"),
        (7, "grade"), (8, "grade"), (9, "line"),
    ]  # fmt: skip
    twice = caught.value.faults[3]
    assert "q a" in twice.found
    assert "1" in twice.found
    assert caught.value.faults[-1].expected == "UTF-8"


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "gone", "not-found"), (tmp_path, "not-readable")):
        with pytest.raises(FileRefused) as caught:
            read_qrels(path, (), ())
        assert (caught.value.source, caught.value.reason) == (str(path), reason)


def test_what_is_no_file_is_refused_and_not_read() -> None:
    with pytest.raises(FileRefused):
        read_qrels(Path("/dev/zero"), {"q"}, {"a"})
