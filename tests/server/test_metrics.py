"""What Prometheus reads, in its own client's eyes."""

from __future__ import annotations

import math

import pytest
from prometheus_client.parser import text_string_to_metric_families

from reviewbot.errors import ReviewbotError
from reviewbot.server.metrics import Metrics


def read(metrics):
    """All samples, by name and labels."""
    content, kind = metrics.page()
    assert kind.startswith("text/plain")
    families = text_string_to_metric_families(content.decode())
    return {(each.name, *sorted(each.labels.values())): each.value for family in families for each in family.samples}


def test_webhooks_are_counted_and_timed():
    metrics = Metrics()
    metrics.delivery("pull_request", "accepted", 0.003)
    metrics.delivery("pull_request", "accepted", 0.2)
    samples = read(metrics)
    assert samples["reviewbot_deliveries_total", "accepted", "pull_request"] == 2
    assert samples["reviewbot_delivery_seconds_count",] == 2
    assert samples["reviewbot_delivery_seconds_bucket", "0.005"] == 1


def test_an_event_of_somebody_else_makes_no_new_series():
    metrics = Metrics()
    for number in range(1000):
        metrics.delivery(f"event_{number}", "ignored", 0.001)
    assert [name for name in read(metrics) if name[0] == "reviewbot_deliveries_total"] == [
        ("reviewbot_deliveries_total", "ignored", "other")
    ]


def test_looks_are_counted_by_how_they_ended():
    metrics = Metrics()
    metrics.looked("pull", "done", 1.5)
    metrics.redelivered(3)
    samples = read(metrics)
    assert samples["reviewbot_looks_total", "done", "pull"] == 1
    assert samples["reviewbot_look_seconds_sum", "pull"] == 1.5
    assert samples["reviewbot_redelivered_total",] == 3


def test_what_waits_is_asked_for_when_somebody_reads():
    metrics = Metrics()
    lanes = {"waiting": 1, "dead": 2}
    metrics.watch(lambda: lanes, lambda: 3)
    lanes["waiting"] = 7
    samples = read(metrics)
    assert [samples["reviewbot_lanes", state] for state in ("waiting", "dead")] == [7, 2]
    assert samples["reviewbot_inbox",] == 3


def test_a_database_that_does_not_answer_takes_nothing_from_the_rest():
    def locked():
        raise ReviewbotError("locked")

    metrics = Metrics()
    metrics.watch(locked, lambda: 2)
    samples = read(metrics)
    assert math.isnan(samples["reviewbot_lanes", "waiting"])
    assert samples["reviewbot_inbox",] == 2


def test_two_do_not_share_their_numbers():
    Metrics().delivery("push", "accepted", 0.1)
    assert not [name for name in read(Metrics()) if name[0] == "reviewbot_deliveries_total"]


@pytest.mark.parametrize("name", ["process_resident_memory_bytes", "process_open_fds"])
def test_the_process_is_measured(name):
    assert read(Metrics())[name,] > 0
