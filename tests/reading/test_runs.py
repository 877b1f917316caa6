"""Runs are read in the order of their scores, or refused with every faulty line."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import DataFileError
from matcher.reading.runs import RunLine, read_run
from matcher.workflow.rank_all import Ranked
from matcher.writing.trec import run_lines


def test_scores_decide_and_ids_where_they_are_equal(tmp_path: Path) -> None:
    path = tmp_path / "a.run"
    path.write_text(
        "q Q0 c 1 0.5 t\nr Q0 a 1 -1 t\nq Q0 b 2 .5 t\nq Q0 a 3 6e-1 t\n", encoding="utf-8"
    )
    assert read_run(path, {"q", "r"}, {"a", "b", "c"}) == (
        RunLine("q", "a", 3, 0.6, "t"),
        RunLine("q", "b", 2, 0.5, "t"),
        RunLine("q", "c", 1, 0.5, "t"),
        RunLine("r", "a", 1, -1.0, "t"),
    )


def test_what_we_write_is_read_back_in_our_order(tmp_path: Path) -> None:
    ranking = [Ranked("q", "b", 1, 0.25), Ranked("q", "a", 2, 0.25), Ranked("q", "c", 3, -2.0)]
    path = tmp_path / "own.run"
    path.write_text("\n".join(run_lines(ranking, "matcher-all")), encoding="utf-8")
    found = read_run(path, {"q"}, {"a", "b", "c"})
    assert [(each.document, each.rank) for each in found] == [("b", 1), ("a", 2), ("c", 3)]


def test_faulty_runs_are_refused_all_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "bad.run"
    path.write_text(
        "q Q0 a 1 1.0 t\nx Q0 y 1 1 t\nq Q0 b 0 1 t\nq Q0 c 1.5 nan t\nq Q0 d 1 1e999 t\n"
        "q Q0 a 9 0 t\nq Q0 b 2 1\nq Q0 e 1 1_0 t\n",
        encoding="utf-8",
    )
    with pytest.raises(DataFileError) as caught:
        read_run(path, {"q"}, set("abcde"))
    assert [(fault.line, fault.place) for fault in caught.value.faults] == [
        (2, "query"), (2, "document"), (3, "rank"), (4, "rank"), (4, "score"), (5, "score"),
        (6, "pair"), (7, "line"), (8, "score"),
    ]  # fmt: skip
