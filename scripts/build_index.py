"""Fiches → an index directory: the same as `matcher index`, for those who start from scripts.

python scripts/build_index.py examples/fiches -o out/index
"""

from __future__ import annotations

import sys

from matcher.cli.running import run

if __name__ == "__main__":
    sys.exit(run(["index", *sys.argv[1:]]))
