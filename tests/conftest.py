"""What every test run needs."""

from __future__ import annotations

import os

# As the command line does: a second thread of the linear algebra brings nothing for small
# matrices, and several test processes with threads of their own stand in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
