"""What a run tells: to the screen and to a file."""

from __future__ import annotations

import time
from pathlib import Path


class Log:
    """Lines with the seconds since the start."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start = time.monotonic()

    def __call__(self, line: str) -> None:
        """Show `line` and add it to the file."""
        line = f"{time.monotonic() - self._start:7.0f} s  {line}"
        print(line, flush=True)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(line + "\n")


def shown(figures: dict[str, float]) -> str:
    """Figures by name, with four places."""
    return ", ".join(f"{name} {value:.4f}" for name, value in figures.items())
