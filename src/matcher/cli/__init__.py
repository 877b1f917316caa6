"""The command line: arguments in, text and exit status out. See `docs/cli.md`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The entry point: run the command in `sys.argv` and exit with its status."""
    # Matrices here are small: a second thread of the linear algebra costs more than it brings,
    # and much more on a busy machine. To be said before numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from matcher.cli.running import run

    sys.exit(run(sys.argv[1:]))
