"""What Prometheus reads at /metrics: how much comes, how it ends, how long it takes, what waits.

Labels have few values, none of which somebody outside chooses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from reviewbot.errors import ReviewbotError
from reviewbot.github.events import EVENTS

OTHER = "other"
_REQUEST_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # GitHub waits for 10
_LOOK_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """The numbers of one process."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._deliveries = Counter("reviewbot_deliveries", "Webhook requests.", ("event", "outcome"), registry=registry)
        self._request_seconds = Histogram(
            "reviewbot_delivery_seconds",
            "From a webhook request to its answer.",
            buckets=_REQUEST_SECONDS,
            registry=registry,
        )
        self._looks = Counter(
            "reviewbot_looks", "Looks at pull requests and what holds them.", ("kind", "ending"), registry=registry
        )
        self._look_seconds = Histogram(
            "reviewbot_look_seconds", "Of one look.", ("kind",), buckets=_LOOK_SECONDS, registry=registry
        )
        self._redelivered = Counter(
            "reviewbot_redelivered", "Deliveries that GitHub was asked for again.", registry=registry
        )
        self._lanes = Gauge("reviewbot_lanes", "What waits for a look or was given up.", ("state",), registry=registry)
        self._inbox = Gauge(
            "reviewbot_inbox", "Deliveries that were acknowledged and not handed on.", registry=registry
        )
        ProcessCollector(registry=registry)

    def delivery(self, event: str, outcome: str, seconds: float) -> None:
        """A webhook request was answered. event: as it said itself; what is not known counts as "other"."""
        self._deliveries.labels(event if event in EVENTS else OTHER, outcome).inc()
        self._request_seconds.observe(seconds)

    def looked(self, kind: str, ending: str, seconds: float) -> None:
        """A look has ended. kind: as in `Hint`. ending: as in `Outcome`."""
        self._looks.labels(kind, ending).inc()
        self._look_seconds.labels(kind).observe(seconds)

    def redelivered(self, count: int) -> None:
        self._redelivered.inc(count)

    def watch(self, lanes: Callable[[], Mapping[str, int]], inbox: Callable[[], int]) -> None:
        """Ask these whenever somebody looks. lanes: by state, "waiting" and "dead". What cannot be told is NaN."""
        self._lanes.labels("waiting").set_function(lambda: _or_unknown(lambda: lanes()["waiting"]))
        self._lanes.labels("dead").set_function(lambda: _or_unknown(lambda: lanes()["dead"]))
        self._inbox.set_function(lambda: _or_unknown(inbox))

    def page(self) -> tuple[bytes, str]:
        """The page, and its content type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST


def _or_unknown(count: Callable[[], int]) -> float:
    try:
        return float(count())
    except ReviewbotError:
        return math.nan
