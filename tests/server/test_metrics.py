"""What Prometheus reads, in its own client's eyes."""

from __future__ import annotations

import math

import pytest
from prometheus_client.parser import text_string_to_metric_families

from reviewbot.errors import ReviewbotError
from reviewbot.server.metrics import Metrics


def read(metrics):
    """All samples, by name and labels."""
    content, kind = metrics.text()
    assert kind.startswith("text/plain")
    families = text_string_to_metric_families(content.decode())
    return {(each.name, *sorted(each.labels.values())): each.value for family in families for each in family.samples}


def test_webhooks_are_counted_and_timed():
    metrics = Metrics()
    metrics.delivery("pull_request", "accepted", 0.003)
    metrics.delivery("pull_request", "accepted", 0.2)
    samples = read(metrics)
    assert samples["reviewbot_deliveries_total", "accepted", "pull_request"] == 2
    assert samples["reviewbot_acknowledged_seconds_count",] == 2
    assert samples["reviewbot_acknowledged_seconds_bucket", "0.005"] == 1


def test_an_event_of_somebody_else_makes_no_new_series():
    metrics = Metrics()
    for number in range(1000):
        metrics.delivery(f"event_{number}", "ignored", 0.001)
    samples = read(metrics)
    assert [name for name in samples if name[0] == "reviewbot_deliveries_total"] == [
        ("reviewbot_deliveries_total", "ignored", "other")
    ]


def test_looks_are_counted_by_how_they_ended():
    metrics = Metrics()
    metrics.evaluation("done", 1.5)
    metrics.github_requests.labels("limited").inc()
    metrics.redelivered.inc(3)
    metrics.reconciled.inc()
    samples = read(metrics)
    assert samples["reviewbot_evaluations_total", "done"] == 1
    assert samples["reviewbot_evaluation_seconds_sum",] == 1.5
    assert samples["reviewbot_github_requests_total", "limited"] == 1
    assert samples["reviewbot_redelivered_total",] == 3
    assert samples["reviewbot_reconciled_total",] == 1


def test_what_waits_is_asked_for_when_somebody_reads():
    metrics = Metrics()
    waiting = [1]
    metrics.watch(lambda: waiting[0], lambda: 2)
    waiting[0] = 7
    samples = read(metrics)
    assert (samples["reviewbot_lanes_waiting",], samples["reviewbot_dead_letters",]) == (7, 2)


def test_a_database_that_does_not_answer_takes_nothing_from_the_rest():
    def locked():
        raise ReviewbotError("locked")

    metrics = Metrics()
    metrics.watch(locked, lambda: 2)
    samples = read(metrics)
    assert math.isnan(samples["reviewbot_lanes_waiting",])
    assert samples["reviewbot_dead_letters",] == 2


def test_two_do_not_share_their_numbers():
    Metrics().delivery("push", "accepted", 0.1)
    assert not [name for name in read(Metrics()) if name[0] == "reviewbot_deliveries_total"]


@pytest.mark.parametrize("name", ["process_resident_memory_bytes", "process_open_fds"])
def test_the_process_is_measured(name):
    assert read(Metrics())[name,] > 0
