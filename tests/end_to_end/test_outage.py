"""An outage of GitHub: what piled up meanwhile is worked off once it answers again, soon, once, and all of it."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.github_peer.fixtures import peer
from tests.github_peer.wire import Answer
from tests.server.conftest import git_server, world
from tests.server.service import eventually, running

__all__ = ["git_server", "peer", "world"]

PULLS = 6
MOST_LOOKS = 2  # at each pull request after the outage: what was wanted, and what came while that was looked at


def bad_gateway(_exchange):
    return Answer(502, b"<html>Bad Gateway</html>", {"content-type": "text/html"})


def hangs_up(_exchange):
    raise ConnectionResetError  # the peer closes the connection without a word


class Outage:
    """From now on GitHub does not answer, neither the App nor an installation, until `over` is called."""

    def __init__(self, world, how):
        self.world, self.is_over = world, False
        self.failed = 0
        world.peer.spoil = lambda exchange: None if self.is_over else self._fail(how, exchange)

    def _fail(self, how, exchange):
        self.failed += 1
        return how(exchange)

    def over(self):
        self.is_over = True


def failures(service):
    """How often a look at each lane failed."""
    return Counter(each["lane"] for each in service.log if each.get("ending") == "again")


def looks(service, since):
    """How often each lane was looked at after so many lines of the log."""
    return Counter(each["lane"] for each in service.log[since:] if each["event"] == "looked")


def waiting(service):
    """The service's own count of lanes, as Prometheus reads it."""
    told = service.web.ask("GET", "/metrics").text
    return {state: f'reviewbot_lanes{{state="{state}"}} 0.0' not in told for state in ("waiting", "dead")}


def opened(world):
    """Numbers and heads of pull requests."""
    return dict(world.pull({f"f{each}.py": "x = 1\n"}, branch=f"b{each}") for each in range(PULLS))


def checked_once(world, heads):
    for head in heads:
        (check,) = eventually(lambda head=head: world.checks(head))
        eventually(lambda head=head: world.conclusion(head))
        (check,) = world.checks(head)
        assert (check["status"], check["conclusion"]) == ("completed", "success")


@pytest.mark.parametrize("how", [bad_gateway, hangs_up])
def test_each_head_has_one_check_soon_after_it_and_nothing_was_given_up(world, tmp_path, how):
    heads = opened(world)
    outage = Outage(world, how)
    with running(world, tmp_path) as service:
        for number in heads:
            assert service.pull_request(number) == 202
        eventually(lambda: len(failures(service)) == PULLS and min(failures(service).values()) >= 2)
        assert not any(world.checks(head) for head in heads.values())
        outage.over()
        since = len(service.log)
        checked_once(world, heads.values())
        eventually(lambda: not waiting(service)["waiting"])
        assert not waiting(service)["dead"]
        assert max(looks(service, since).values()) <= MOST_LOOKS
    assert outage.failed


def test_what_waits_is_worked_off_by_one_that_was_killed_and_started_again(world, tmp_path):
    heads = opened(world)
    outage = Outage(world, bad_gateway)
    with running(world, tmp_path) as service:
        for number in heads:
            assert service.pull_request(number) == 202
        eventually(lambda: len(failures(service)) == PULLS)
        service.kill()
        service.start()
        outage.over()
        checked_once(world, heads.values())
        eventually(lambda: not waiting(service)["waiting"])
        assert not waiting(service)["dead"]


def test_a_push_after_it_does_not_wait_for_the_rest_that_the_outage_has_earned(world, tmp_path):
    number, _ = world.pull({"f.py": "x = 1\n"})
    outage = Outage(world, bad_gateway)
    with running(world, tmp_path) as service:
        service.pull_request(number)
        eventually(lambda: failures(service).total() >= 4)  # the next one comes 8 to 16 seconds later
        outage.over()
        head = world.push(number, {"f.py": "x = 2\n"})
        service.pull_request(number)
        began = time.monotonic()
        checked_once(world, [head])
        assert time.monotonic() - began < 7
