"""Numbers about the running service, for Prometheus.

Where several processes answer beside each other, all of them count into one folder
(PROMETHEUS_MULTIPROC_DIR), and whichever is asked tells the sums.
"""

from __future__ import annotations

import os

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

from service.live.moment import Moment

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

#: The environment's word for the folder of several processes.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """Counts in this process; any thread may count."""

    def __init__(self) -> None:
        # A second line for each number would tell when it began to be counted.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._several = FOLDER in os.environ
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "matcher_requests",
            "Requests answered.",
            ["route", "method", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "matcher_request_seconds",
            "Seconds from request to answer.",
            ["route", "method"],
            buckets=_BUCKETS,
            registry=registry,
        )
        self._updates = Histogram(
            "matcher_update_seconds",
            "Seconds in which the state in memory was brought to the catalogue's revision.",
            buckets=_BUCKETS,
            registry=registry,
        )
        self._answers = Counter(
            "matcher_answers",
            "Answers about fiches: made, kept ready, or unchanged since the visitor asked last.",
            ["how"],
            registry=registry,
        )
        self._revision = Gauge(
            "matcher_catalogue_revision",
            "Changes of fiches, as far as the state in memory has followed.",
            multiprocess_mode="max",
            registry=registry,
        )
        self._authorities = Gauge(
            "matcher_authorities",
            "Authorities that take part.",
            ["country"],
            multiprocess_mode="mostrecent",
            registry=registry,
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is the template of the address."""
        known = method if method in _METHODS else "other"
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route, known).observe(seconds)

    def updated(self, seconds: float) -> None:
        """The state in memory was brought to the catalogue's revision."""
        self._updates.observe(seconds)

    def told(self, how: str) -> None:
        """An answer about fiches was "made", "ready" or "unchanged"."""
        self._answers.labels(how).inc()

    def text(self, moment: Moment) -> bytes:
        """All numbers; those of the catalogue are those of `moment`."""
        self._revision.set(moment.revision)
        self._authorities.labels("FR").set(moment.snapshot.counts.fr)
        self._authorities.labels("JP").set(moment.snapshot.counts.jp)
        if not self._several:
            return generate_latest(self._registry)
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)
