"""What every test run needs."""

from __future__ import annotations

import os

# As the command line does: a second thread of the linear algebra brings nothing for small
# matrices, and several test processes with threads of their own stand in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import HealthCheck, settings

# No timed asserts: a busy machine is no fault of the code. Where a change is judged, examples are
# the same every time; elsewhere new ones are tried.
settings.register_profile(
    "matcher",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("matcher")
