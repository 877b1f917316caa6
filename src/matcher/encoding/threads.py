"""The threads that an encoder works in."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

_MOST = 4


def several_threads() -> ThreadPoolExecutor:
    """As many threads as there are processors, a few at most; to be given back by `with`."""
    return ThreadPoolExecutor(min(_MOST, os.cpu_count() or 1))
