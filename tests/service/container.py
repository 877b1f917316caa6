"""A container file, read and carried out without an engine.

Its paths lie below a folder that stands for the root of the image; what a stage does not take over
from the one before is gone. Users are not made: that is the engine's work.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = ROOT / "Containerfile"

_ABSOLUTE = re.compile(r"(?<![\w./:-])/(?:opt|build|data)\b")


@dataclass(frozen=True)
class Step:
    """One instruction: its word and the rest of its line."""

    word: str
    rest: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.rest)

    @property
    def arguments(self) -> list[str]:
        """The JSON list of CMD and HEALTHCHECK."""
        found: list[str] = json.loads(self.rest[self.rest.index("[") :])
        return found


def steps() -> list[Step]:
    """All instructions of the file."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            found.append(Step(word, rest.strip()))
    return found


def stages() -> list[list[Step]]:
    """The instructions of each stage, FROM first."""
    found: list[list[Step]] = []
    for step in steps():
        if step.word == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def kept_by_ignore() -> set[str]:
    """The names at the root of the checkout that are sent to the engine."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    return {line.removeprefix("!") for line in lines if line.startswith("!")}


@dataclass
class Machine:
    """Carries out the stages of a container file below `root`."""

    root: Path
    variables: dict[str, str] = field(default_factory=dict)
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        bin_ = self.root / "base" / "bin"
        bin_.mkdir(parents=True)
        real = Path(getattr(sys, "_base_executable", sys.executable))
        (bin_ / "python").symlink_to(real)
        kept = {
            k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_", "HOME", "LANG"))
        }
        self.base = {**kept, "PATH": f"{bin_}:/usr/local/bin:/usr/bin:/bin"}
        self.variables = dict(self.base)
        self.folder = self.root

    def build(self) -> None:
        """All stages, one after the other."""
        for number, stage in enumerate(stages()):
            if number:
                self._next_stage(stage)
            for step in stage:
                self._do(step)

    def start(self, arguments: list[str], **options: object) -> subprocess.Popen[bytes]:
        """Run a command as the engine would."""
        found = shutil.which(arguments[0], path=self.variables["PATH"])
        assert found, arguments
        return subprocess.Popen(
            [found, *arguments[1:]],
            env=self.variables,
            cwd=self.folder,
            **options,  # type: ignore[call-overload]
        )

    def _next_stage(self, stage: list[Step]) -> None:
        taken = {step.words[1] for step in stage if step.rest.startswith("--from=")}
        for place in self.root.iterdir():
            name = f"/{place.name}"
            if place.name != "base" and not any(each.startswith(name) for each in taken):
                shutil.rmtree(place)
        self.variables, self.folder = dict(self.base), self.root

    def _do(self, step: Step) -> None:
        match step.word:
            case "ARG":
                name, _, value = step.rest.partition("=")
                value = os.environ.get(name, value.strip('"'))
                if value:
                    self.variables[name] = value
            case "ENV":
                for each in step.words:
                    name, _, value = each.partition("=")
                    value = value.replace("$PATH", self.variables["PATH"])
                    self.variables[name] = self._here(value)
            case "WORKDIR":
                self.folder = Path(self._here(step.rest))
                self.folder.mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(step.words)
            case "RUN" if not step.rest.startswith("useradd "):
                subprocess.run(
                    ["/bin/sh", "-ec", self._here(step.rest)],
                    env=self.variables,
                    cwd=self.folder,
                    check=True,
                    timeout=900,
                )

    def _copy(self, words: list[str]) -> None:
        if words[0].startswith("--from="):
            assert words[1] == words[2]
            assert Path(self._here(words[1])).is_dir()
            return
        *sources, target = words
        for source in sources:
            assert source in kept_by_ignore()
            place = self.folder / target
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)

    def _here(self, text: str) -> str:
        return _ABSOLUTE.sub(lambda found: f"{self.root}{found[0]}", text)
