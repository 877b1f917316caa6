"""judge, as somebody at a terminal or a pipe uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from matcher.reading.qrels import read_qrels
from matcher.writing.check_report import width_of
from tests.cli.conftest import Matcher

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "fiches"


def judge(typed: str, *arguments: object, columns: int = 80) -> subprocess.CompletedProcess[str]:
    """Run the program with `typed` on its stdin."""
    return subprocess.run(
        [sys.executable, "-m", "matcher", "judge", *map(str, arguments)],
        input=typed,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "COLUMNS": str(columns), "LC_ALL": "C.UTF-8"},
    )


def test_grades_are_kept_and_the_next_session_goes_on(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "juge 1.fr-jp.qrels"
    first = judge("3\ns\nz\n0\n", folder, "-o", file, "--lang", "fr")
    assert (first.returncode, first.stderr) == (0, "")
    assert "exemplaire" in first.stdout
    assert [line.split()[-1] for line in file.read_text("utf-8").splitlines()] == ["3", "0"]
    assert first.stdout.endswith("Paires notées\u00a0: 2 sur 16.\n")
    second = judge("１\nＱ\n", folder, "-o", file, "--lang", "ja")
    assert "16組中2組を評価済み" in second.stdout
    assert second.stdout.endswith("16組中3組を評価済み\n")
    assert [line.split()[-1] for line in file.read_text("utf-8").splitlines()] == ["3", "0", "1"]


def test_undo_takes_the_line_back_even_after_the_last_pair(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.qrels"
    ran = judge("u\n3\nu\n2\n\n", folder, "-o", file, "--for", "Tours", "--number", 1)
    assert ran.returncode == 0
    assert "No grade was given in this session." in ran.stdout
    assert "Taken back: Tours – " in ran.stdout
    (line,) = file.read_text("utf-8").splitlines()
    assert line.startswith("fr-commune-37261 0 jp-")
    assert line.endswith(" 2")
    assert ran.stdout.endswith("1 of 4 pairs judged.\n")


@pytest.mark.parametrize("columns", [60, 100])
def test_both_fiches_are_shown_whole_within_the_terminal(
    folder: Path, tmp_path: Path, columns: int
) -> None:
    ran = judge("", folder, "-o", tmp_path / "a", "--for", "横浜", "--number", 4, columns=columns)
    rows = [line.split("│") for line in ran.stdout.splitlines() if "│" in line]
    assert all(width_of("│".join(row)) <= columns for row in rows)
    right = "".join(row[1].strip() for row in rows).replace(" ", "")
    assert "再生可能エネルギー,情報通信" in right
    assert "3,770,000inhabitants" in right
    assert "スマートシティ実証：住宅とビルのエネルギーを管理し、太陽光と蓄電池を" in right
    assert "地域の電力網で使う。" in right
    assert "core" not in ran.stdout


def test_the_example_fiches_can_be_judged(tmp_path: Path) -> None:
    file = tmp_path / "a.fr-jp.qrels"
    ran = judge("2\n1\n", EXAMPLES, "-o", file, "--for", "fr-tours", "--seed", 5)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.endswith("2 of 30 pairs judged.\n")
    ids = [line.split() for line in file.read_text("utf-8").splitlines()]
    assert [row[0] for row in ids] == ["fr-tours", "fr-tours"]
    assert len(read_qrels(file, {"fr-tours"}, {row[2] for row in ids})) == 2


def test_a_file_with_faults_is_refused_with_its_lines(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.qrels"
    file.write_text("fr-tours 0 jp-sendai\nfr-tours 0 jp-nowhere 1\n", encoding="utf-8")
    before = file.read_bytes()
    ran = matcher("judge", folder, "-o", file, "--lang", "fr")
    assert (ran.status, ran.out) == (1, "")
    assert "ligne 1" in ran.err
    assert "ligne 2" in ran.err
    assert "jp-nowhere, attendu un identifiant présent parmi les fiches" in ran.err
    assert file.read_bytes() == before


def test_nobody_grades_in_vain_where_nothing_can_be_written(
    matcher: Matcher, folder: Path, tmp_path: Path
) -> None:
    ran = matcher("judge", folder, "-o", tmp_path / "no folder" / "a.qrels")
    assert (ran.status, ran.out) == (1, "")
    assert "no folder" in ran.err
    assert matcher("judge", folder, "-o", tmp_path / "a", "--for", "Atlantis").status == 1
    assert matcher("judge", folder / "fr-tours.yaml", "-o", tmp_path / "a").status == 1
    assert list(tmp_path.iterdir()) == []
