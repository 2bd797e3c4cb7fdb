"""What Prometheus reads. Labels have few values, none of which somebody outside chooses."""

from __future__ import annotations

import math
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from reviewbot.errors import ReviewbotError
from reviewbot.github.events import EVENTS

OTHER = "other"
_ACKNOWLEDGED = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # GitHub waits for 10 seconds
_EVALUATION = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)


class Metrics:
    """The numbers of this process. Each field is one metric, named reviewbot_FIELD."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self.deliveries = Counter("reviewbot_deliveries", "Webhooks received", ["event", "outcome"], registry=registry)
        self.acknowledged_seconds = Histogram(
            "reviewbot_acknowledged_seconds", "From request to answer", buckets=_ACKNOWLEDGED, registry=registry
        )
        self.evaluations = Counter("reviewbot_evaluations", "Looks, by how they ended", ["outcome"], registry=registry)
        self.evaluation_seconds = Histogram(
            "reviewbot_evaluation_seconds", "One look", buckets=_EVALUATION, registry=registry
        )
        self.lanes_waiting = Gauge("reviewbot_lanes_waiting", "What is to be looked at", registry=registry)
        self.dead_letters = Gauge("reviewbot_dead_letters", "Looks that were given up", registry=registry)
        self.github_requests = Counter(
            "reviewbot_github_requests", "Requests to GitHub, by how they ended", ["outcome"], registry=registry
        )
        self.redelivered = Counter(
            "reviewbot_redelivered", "Deliveries that GitHub was asked to make again", registry=registry
        )
        self.reconciled = Counter("reviewbot_reconciled", "Pull requests found without their check", registry=registry)
        ProcessCollector(registry=registry)

    def delivery(self, event: str, outcome: str, seconds: float) -> None:
        """One webhook. event: the header as it came. outcome: one of a few words of ours."""
        self.deliveries.labels(event if event in EVENTS else OTHER, outcome).inc()
        self.acknowledged_seconds.observe(seconds)

    def evaluation(self, outcome: str, seconds: float) -> None:
        """One look. outcome: as in `Outcome.ending`."""
        self.evaluations.labels(outcome).inc()
        self.evaluation_seconds.observe(seconds)

    def watch(self, lanes_waiting: Callable[[], int], dead_letters: Callable[[], int]) -> None:
        """Ask these whenever somebody reads. What cannot be told is NaN: the rest is told all the same."""
        self.lanes_waiting.set_function(lambda: _or_unknown(lanes_waiting))
        self.dead_letters.set_function(lambda: _or_unknown(dead_letters))

    def text(self) -> tuple[bytes, str]:
        """What is answered to Prometheus: the content, and its type."""
        return generate_latest(self._registry), CONTENT_TYPE_LATEST


def _or_unknown(count: Callable[[], int]) -> float:
    try:
        return float(count())
    except ReviewbotError:
        return math.nan
