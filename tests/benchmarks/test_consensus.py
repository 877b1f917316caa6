"""The consensus is the median of the judges, written as the benchmark reads it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.consensus import consensus
from matcher.reading.qrels import Judgment

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "benchmarks" / "data" / "development"


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "consensus.py"), "--qrels", str(folder)]
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=120)


def test_three_judges_alone_give_all_the_files_of_the_benchmark(tmp_path: Path) -> None:
    for judge in sorted(DATA.glob("judge*.fr-jp.qrels")):
        shutil.copy(judge, tmp_path)
    ended = run(tmp_path)
    assert ended.returncode == 0, ended.stderr
    expected = {path.name: path.read_bytes() for path in DATA.glob("*.qrels")}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == expected


def test_two_judges_agree_on_the_lower_grade() -> None:
    one = [Judgment("a", "x", 3), Judgment("a", "y", 1)]
    other = [Judgment("a", "x", 2), Judgment("b", "y", 3)]
    assert consensus([one, other]) == (Judgment("a", "x", 2),)


def test_a_judge_with_faults_is_refused_by_file_and_line_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    (tmp_path / "judge1.fr-jp.qrels").write_text("fr-nobody 0 jp-nobody 9\n", encoding="utf-8")
    ended = run(tmp_path)
    assert ended.returncode == 1
    assert "judge1.fr-jp.qrels" in ended.stderr
    assert "line 1, grade: found 9" in ended.stderr
    assert len(list(tmp_path.iterdir())) == 1
