"""Whoever encodes nothing does not wait for what encodes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflow.small_folder import write_folder

HEAVY = {"torch", "sentence_transformers", "transformers", "sklearn", "scipy", "pandas", "faiss"}
#: What a command that only shows help or a small table must not import either.
SERVICE = {"fastapi", "uvicorn", "numpy", "docx", "openpyxl", "pdfplumber", "jinja2", "babel"}

PROGRAM = """
import sys
from matcher.cli.running import run
status = run(sys.argv[1:])
sys.stderr.write("\\n" + " ".join(sorted({name.partition(".")[0] for name in sys.modules})))
sys.exit(status)
"""


def modules_of(*arguments: object) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stderr.rsplit("\n", 1)[-1].split())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_folder(tmp_path_factory.mktemp("light") / "fiches")
    place = folder.parent / "index"
    modules_of("index", folder, "-o", place)
    return place


@pytest.mark.parametrize("arguments", [("--help",), ("suggest", "--help"), ("version",)])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not modules_of(*arguments) & (HEAVY | SERVICE)


def test_domains_import_nothing_heavy() -> None:
    assert not modules_of("domains", "Culture") & (HEAVY | SERVICE)


def test_suggesting_and_ranking_import_neither_torch_nor_scipy(index: Path) -> None:
    for arguments in (
        ("suggest", "Tours", "--index", index),
        ("rank", "--index", index, "--direction", "jp-fr"),
    ):
        loaded = modules_of(*arguments)
        assert "faiss" in loaded
        assert not loaded & (HEAVY - {"faiss"})
        assert "tokenizers" not in loaded


def test_the_shipped_encoder_needs_no_torch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Un tramway\n")
    loaded = modules_of("encode", tmp_path / "a.txt", "-o", tmp_path / "v.npy")
    assert not loaded & HEAVY


def test_listing_models_imports_neither_torch_nor_transformers() -> None:
    assert not modules_of("models") & HEAVY


def test_the_package_itself_imports_nothing() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import matcher, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = set(ran.stdout.split())
    assert not {name.partition(".")[0] for name in loaded} & (HEAVY | SERVICE)
    assert {name for name in loaded if name.startswith("matcher")} == {"matcher"}
