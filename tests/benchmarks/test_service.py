"""The benchmark of the service: at a tiny size every group runs and nothing is lost (how fast, is not asked); what is
lost or too slow is told.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from reviewbot.github.events import hints
from tests.benchmarks.measuring.benchmark import conclude
from tests.benchmarks.service_groups import acknowledged, completed, jobs, queued
from tests.benchmarks.service_groups.deliverer import EVENT, Burst, Deliverer, bodies_that_are_kept
from tests.benchmarks.service_groups.jobs import Worked
from tests.benchmarks.service_groups.queued import Held
from tests.github_peer.git_server import TokenServer
from tests.github_peer.installed import missing
from tests.github_peer.wire import Answer, listening

ROOT = Path(__file__).parent.parent.parent
LOST = (
    "not acknowledged",
    "acknowledged and lost",
    r"acknowledged until kill -9 \([\d,]+\) and lost",
    "acknowledged and not on the disk after kill -9",
    "pull requests that were never looked at",
    "given up",
    "still waiting, or given up",
    "looks too many or too few",
    "pull requests without a completed check",
)
HELD = Held(at_rest=100.0, waiting=120.0, peak=150.0)
with_examples = pytest.mark.skipif(bool(missing()), reason="GitHub's peer is not installed")


@pytest.mark.skipif(bool(missing() or TokenServer.missing()), reason="GitHub's peer is not installed")
def test_every_group_runs():
    command = (sys.executable, "-m", "tests.benchmarks", "service", "--scale", "0.005", "--repetitions", "1")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not run" not in done.stdout
    for method in ("reviewbot's endpoint, durable", "reviewbot serve, while its worker works"):
        assert re.search(rf"{method} .*<= 2\.22222, aim 1\.25", done.stdout)
    for claim in LOST:
        assert re.search(rf"^  {claim} +0 +<= 0 +met$", done.stdout, re.MULTILINE), claim
    assert re.search(r"one after the other, p99 +[\d.]+ ms +<= 100 ms ", done.stdout)
    assert re.search(r"p50 +[\d.]+ s +<= 1 s ", done.stdout)


def test_nothing_lost_and_all_in_time_is_met():
    tables = [
        queued.of_loss(10, 0, 0, 0, 0),
        queued.of_time_and_memory([0.01, 0.02], HELD),
        jobs.of_loss(10, [Worked(1.0, 1.0, 10, 0)]),
        completed.judged([0.5, 0.6], 2),
    ]
    assert conclude(tables, check=True) == 0


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param(queued.of_loss(10, 1, 0, 0, 0), id="not acknowledged"),
        pytest.param(queued.of_loss(10, 0, 1, 0, 0), id="acknowledged and lost"),
        pytest.param(queued.of_loss(10, 0, 0, 1, 0), id="never looked at"),
        pytest.param(queued.of_loss(10, 0, 0, 0, 1), id="given up"),
        pytest.param(queued.of_time_and_memory([0.01], HELD._replace(peak=165.0)), id="memory"),
        pytest.param(queued.of_time_and_memory([0.2, 11.0], HELD), id="too late for GitHub"),
        pytest.param(jobs.of_loss(10, [Worked(1.0, 1.0, 10, 0), Worked(1.0, 1.0, 9, 1)]), id="a look too few"),
        pytest.param(jobs.of_loss(10, [Worked(1.0, 1.0, 11, 0)]), id="a look too many"),
        pytest.param(completed.judged([0.5], 2), id="no check"),
        pytest.param(completed.judged([], 2), id="no check at all"),
        pytest.param(completed.judged([0.5, 1.5], 2), id="the median too late"),
    ],
)
def test_what_is_lost_or_too_slow_fails_the_check(claims, capsys):
    assert conclude([claims], check=True) == 1
    assert claims.title in capsys.readouterr().out


def test_what_is_acknowledged_and_not_on_the_disk_is_lost():
    assert acknowledged.missing([["a", "b"], ["b", "c"]], frozenset("ab")) == 1


@with_examples
def test_only_what_is_kept_is_delivered():
    bodies = bodies_that_are_kept()
    assert len(bodies) > 10
    assert all(hints(EVENT, body) for body in bodies)


@with_examples
@pytest.mark.parametrize(
    ("answers", "acknowledged_ones"),
    [pytest.param(202, 5, id="taken"), pytest.param(503, 0, id="refused"), pytest.param(None, 0, id="hangs up")],
)
def test_who_delivers_tells_what_was_not_acknowledged(answers, acknowledged_ones):
    def answer(_exchange):
        if answers is None:
            raise ConnectionResetError
        return Answer(answers)

    with listening(answer) as port:
        burst = Deliverer(port, 5, connections=2).burst()
    assert isinstance(burst, Burst)
    assert (len(burst.acknowledged), len(burst.each), burst.refused) == (
        acknowledged_ones,
        acknowledged_ones,
        5 - acknowledged_ones,
    )
