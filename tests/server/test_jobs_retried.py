"""The job engine: a look that failed is had again, sooner when something comes, never before GitHub's pause ends."""

from __future__ import annotations

import time

import pytest

from reviewbot.server import jobs as jobs_module
from reviewbot.server.outcome import DONE, Outcome
from tests.server.builders import a_hint
from tests.server.working import Looks, working


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(jobs_module, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(jobs_module, "POLL_SECONDS", 0.02)


def test_a_look_that_fails_is_had_again(tmp_path):
    looks = Looks(outcome=lambda look: DONE if look.attempts == 3 else Outcome("again", "no answer"))
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        worker.wait()
        assert worker.lanes.dead() == []
    assert len(looks.had) == 4


def test_a_look_that_always_fails_is_given_up_and_can_be_woken(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs_module, "MOST_ATTEMPTS", 3)
    looks = Looks(outcome=lambda _look: Outcome("again", "no answer"))
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        worker.wait()
        assert [why for _, why in worker.lanes.dead()] == ["no answer"]
        assert len(looks.had) == 3
        looks.outcome = lambda _look: DONE
        worker.want(a_hint())
        worker.wait()
        assert worker.lanes.dead() == []


def test_nothing_of_an_installation_is_looked_at_before_its_pause_ends(tmp_path):
    times = []

    def limited(look):
        times.append(time.time())
        if len(times) > 1:
            return DONE
        until = time.time() + 1.0
        worker.lanes.pause(look.lane.installation, until)
        return Outcome("limited", None, until)

    with working(tmp_path, limited) as worker:
        worker.want(a_hint(1))
        worker.wait()
    assert times[1] - times[0] >= 1.0


def test_what_comes_while_a_look_rests_hurries_it(tmp_path, monkeypatch):
    answers = []
    looks = Looks(outcome=lambda _look: DONE if answers else Outcome("again", "no answer"))
    monkeypatch.setattr(jobs_module, "_backoff", lambda attempts: 0.2 if attempts == 1 else 600.0)
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        while len(looks.had) < 2:
            time.sleep(0.01)
        time.sleep(0.2)  # now it rests for long
        answers.append(True)
        worker.want(a_hint())
        worker.wait()
    assert len(looks.had) == 3


def test_hints_do_not_hurry_a_look_below_its_first_rest(tmp_path, monkeypatch):
    looks = Looks(seconds=0, outcome=lambda _look: Outcome("again", "no answer"))
    monkeypatch.setattr(jobs_module, "_backoff", lambda _attempts: 1.0)
    with working(tmp_path, looks) as worker:
        began = time.monotonic()
        while time.monotonic() - began < 4:
            worker.want(a_hint())
            time.sleep(0.02)
        assert 2 <= len(looks.had) <= 5
        assert worker.lanes.dead() == []


def test_nothing_that_comes_hurries_a_look_before_githubs_pause_ends(tmp_path, monkeypatch):
    times = []

    def limited_at_the_second_time(look):
        times.append(time.time())
        if len(times) == 1:
            return Outcome("again", "no answer")
        if len(times) > 2:
            return DONE
        until = time.time() + 3.0
        worker.lanes.pause(look.lane.installation, until)
        return Outcome("limited", None, until)

    with working(tmp_path, limited_at_the_second_time) as worker:
        worker.want(a_hint(1))
        while len(times) < 2:
            time.sleep(0.01)
        while time.time() < times[1] + 2.5:
            worker.want(a_hint(1))
            time.sleep(0.05)
        worker.wait()
    assert times[2] - times[1] >= 3.0


def test_one_that_stopped_rests_until_something_comes(tmp_path):
    looks = Looks(outcome=lambda _look: Outcome("stopped", "suspended"))
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        worker.wait()
        assert len(looks.had) == 1
        worker.want(a_hint())
        worker.wait()
    assert len(looks.had) == 2
