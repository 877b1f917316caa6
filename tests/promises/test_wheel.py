"""The wheel alone is the whole product: installed outside the checkout it does the main job."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pip(*arguments: str) -> None:
    """Run pip, without dependencies."""
    command = [sys.executable, "-m", "pip", "-q", *arguments, "--no-deps"]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `matcher` program of an environment that holds the built wheel.

    The libraries are those of the running environment, seen through a path file: what is tried
    is what the wheel carries, not the package registry.
    """
    place = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "-w", str(place), str(ROOT))
    (wheel,) = place.glob("*.whl")
    home = place / "environment"
    venv.create(home, with_pip=False, symlinks=os.name != "nt")
    (packages,) = home.glob("lib/python*/site-packages")
    pip("--python", str(home), "install", str(wheel))
    # Only libraries: an editable install of the checkout is a path file of its own and stays out.
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()), encoding="utf-8")
    return home / "bin" / "matcher"


def run(program: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed program in `folder`, which is not the checkout."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [str(program), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_installed_program_reads_a_folder_with_spaces_and_japanese(
    installed: Path, tmp_path: Path
) -> None:
    fiches = tmp_path / "fiches reçues 高松"
    fiches.mkdir()
    for number, name in enumerate(("fr-tours", "fr-gard", "jp-sendai", "jp-takamatsu")):
        found = next((ROOT / "examples" / "fiches").glob(f"*{name.split('-')[1]}*"))
        shutil.copy(found, fiches / f"{number} {found.name}")
    ended = run(installed, "shortlist", str(fiches), "-o", "les résultats", folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    found_files = sorted(path.suffix for path in (tmp_path / "les résultats").iterdir())
    assert found_files == [".csv", ".docx", ".html", ".json", ".xlsx"]
    listed = json.loads((tmp_path / "les résultats" / "shortlist.json").read_text("utf-8"))
    assert {"fr", "jp", "score", "parts"} <= set(listed["pairings"][0])


def test_the_wheel_carries_model_and_service(installed: Path, tmp_path: Path) -> None:
    where = tmp_path / "where.py"
    where.write_text(
        "import matcher, service.app\n"
        "from matcher.encoding.models import open_encoder\n"
        "print(matcher.__file__, service.app.__file__, open_encoder('default').dimension)\n",
        encoding="utf-8",
    )
    python = installed.with_name("python")
    ended = run(python, str(where), folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    package, service, dimension = ended.stdout.split()
    assert str(ROOT) not in package
    assert str(ROOT) not in service
    assert int(dimension) > 0
