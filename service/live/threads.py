"""One thread a request for numeric libraries: requests run beside each other already.

FAISS and numpy would each take all cores for every request; on small searches their threads
then spend far more time waiting for each other than computing.
"""

from __future__ import annotations

import threading

from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]


class OneThreadEach:
    """Holds the numeric libraries of this process to one thread for every thread that asks."""

    def __init__(self) -> None:
        """To be made after the libraries are loaded; holds BLAS down for the whole process."""
        controller = ThreadpoolController()
        controller.limit(limits=1, user_api="blas")
        self._openmp = controller.select(user_api="openmp")
        self._done = threading.local()

    def here(self) -> None:
        """Hold OpenMP down in the calling thread, for which alone the setting counts."""
        if not getattr(self._done, "yes", False):
            self._openmp.limit(limits=1)
            self._done.yes = True
