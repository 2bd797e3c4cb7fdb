"""The service from end to end: real processes, a GitHub emulator, git over smart HTTP, kill -9.

The invariant after every fault: the newest head of every open pull request has exactly one completed check run for its
base and policy, it says what the engine says, and nothing was passed that was not judged.
"""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.github_peer.fixtures import peer
from tests.github_peer.peer import REPOSITORY
from tests.github_peer.wire import Answer, answering
from tests.repositories import lines
from tests.server.conftest import git_server, world
from tests.server.service import eventually, running

__all__ = ["git_server", "peer", "world"]

GOOD, TOO_LARGE = {"src/a.py": lines(5)}, {"src/a.py": lines(30)}


def completed(world, head):
    """The conclusions of the completed check runs of a commit."""
    return [check["conclusion"] for check in world.checks(head) if check["status"] == "completed"]


def test_from_a_signed_webhook_to_a_check_and_back_to_green(world, tmp_path):
    world.hosting.teams["dba"] = {"bob"}
    number, head = world.pull({"src/a.py": lines(30), "config/key": "secret\n"})
    with running(world, tmp_path) as service:
        assert service.pull_request(number, "opened", by_octokit=True) == 202
        assert eventually(lambda: completed(world, head)) == ["failure"]
        (review,) = eventually(lambda: world.reviews(number))
        assert "contains secrets" in review

        head = world.push(number, {"src/a.py": lines(5), "config/key": "secret\n"})
        service.pull_request(number)
        assert eventually(lambda: completed(world, head)) == ["failure"]
        time.sleep(1.1)  # GitHub's times are whole seconds
        world.comment("bob", number, "/reviewbot waive forbidden-path it is a test's own key")
        service.commented(number)
        assert eventually(lambda: completed(world, head) == ["success"])
        assert any("**Waived**" in each for each in eventually(lambda: world.comments(number)))

        head = world.push(number, {"src/a.py": lines(6), "config/key": "another secret\n"})
        service.pull_request(number)
        assert eventually(lambda: completed(world, head)) == ["failure"]  # a push ends every waiver
        assert service.stop() == 0


STEPS = [("GET", f"/pulls/{1}"), ("POST", "/check-runs"), ("GET", "/comments"), ("PATCH", "/1"), ("POST", "/reviews")]


@pytest.mark.parametrize("after", [False, True], ids=["before GitHub heard of it", "after GitHub heard of it"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: "-".join(step).replace("/", ""))
def test_after_kill_9_there_is_one_check_and_one_review(world, tmp_path, step, after):
    number, head = world.pull(TOO_LARGE)
    method, end = step
    killed = []
    with running(world, tmp_path) as service:

        def kill(exchange):
            path = exchange.target.partition("?")[0]
            if killed or exchange.method != method or not path.endswith(end):
                return None
            killed.append(path)
            told = world.peer._known(exchange)[0] if after else None
            os.kill(service.process.pid, signal.SIGKILL)
            return told

        world.peer.spoil = kill
        service.pull_request(number)
        service.process.wait(30)
        assert killed
        service.start()
        eventually(lambda: completed(world, head) and world.reviews(number))
        eventually(lambda: 'reviewbot_lanes{state="waiting"} 0.0' in service.web.ask("GET", "/metrics").text)
    assert completed(world, head) == ["failure"]
    assert len(world.checks(head)) == 1
    assert len(world.reviews(number)) == 1


def test_what_was_acknowledged_survives_kill_9_at_any_time(world, tmp_path):
    pulls = [world.pull({f"f{each}.py": lines(5)}, branch=f"b{each}") for each in range(4)]
    with running(world, tmp_path, concurrency=2) as service:
        for number, _ in pulls:
            assert service.pull_request(number) == 202
        service.kill()
        service.start()
        for _, head in pulls:
            assert eventually(lambda head=head: completed(world, head)) == ["success"]


def test_a_lost_event_is_found_by_the_reconciler(world, tmp_path):
    number, head = world.pull(TOO_LARGE)
    with running(world, tmp_path, reconcile_seconds=1):
        assert eventually(lambda: completed(world, head)) == ["failure"]
        head = world.push(number, GOOD)
        assert eventually(lambda: completed(world, head)) == ["success"]
        world.merge({".reviewbot.toml": "version = 1\n[rules.max-files]\nlimit = 0\n"})
        assert eventually(lambda: completed(world, head) == ["success", "failure"])


def test_what_github_could_not_deliver_is_asked_for_again(world, tmp_path):
    failed = {
        "id": 12,
        "guid": "g",
        "event": "pull_request",
        "delivered_at": "2999-01-01T00:00:00Z",
        "status_code": 503,
    }
    world.peer.overlay.deliveries.append(_delivery(failed))
    with running(world, tmp_path):
        assert eventually(lambda: world.peer.overlay.redelivered) == [12]


def _delivery(fields):
    usual = {"redelivery": False, "duration": 0.1, "status": "failed", "action": "opened"}
    return {**usual, "installation_id": 1, "repository_id": 1, "throttled_at": None, **fields}


def test_while_github_fails_the_check_waits_and_then_comes(world, tmp_path):
    number, head = world.pull(GOOD)
    failing = [True]

    def fail(exchange):
        return Answer(502, b"{}") if failing[0] and "/repos/" in exchange.target else None

    world.peer.spoil = fail
    with running(world, tmp_path) as service:
        service.pull_request(number)
        eventually(lambda: any(each.get("ending") == "again" for each in service.log))
        assert completed(world, head) == []
        failing[0] = False
        assert eventually(lambda: completed(world, head)) == ["success"]


def test_nothing_is_asked_before_a_limit_ends(world, tmp_path):
    number, head = world.pull(GOOD)
    world.peer.spoil = answering("/check-runs", 429, {"message": "slow down"}, 1, retry_after="3")
    with running(world, tmp_path) as service:
        service.pull_request(number)
        eventually(lambda: any(each.get("ending") == "limited" for each in service.log))
        asked, began = len(world.peer.log), time.monotonic()
        assert eventually(lambda: len(world.peer.log) > asked)
        assert time.monotonic() - began > 2
        assert eventually(lambda: completed(world, head)) == ["success"]


def test_a_suspended_installation_is_left_alone_until_it_is_back(world, tmp_path):
    number, head = world.pull(GOOD)
    world.peer.spoil = answering("/access_tokens", 403, {"message": "This installation has been suspended"})
    with running(world, tmp_path) as service:
        service.pull_request(number)
        eventually(lambda: any(each.get("ending") == "stopped" for each in service.log))
        world.peer.spoil = lambda _exchange: None
        assert service.deliver("installation", action="unsuspend") == 202
        assert eventually(lambda: completed(world, head)) == ["success"]


def test_another_worker_does_its_share(world, tmp_path):
    from tests.server.service import Service

    pulls = [world.pull({f"f{each}.py": lines(5)}, branch=f"b{each}") for each in range(3)]
    with running(world, tmp_path, concurrency=1) as service:
        other = Service(world, tmp_path, concurrency=1).start("worker")
        for number, _ in pulls:
            service.pull_request(number)
        for _, head in pulls:
            assert eventually(lambda head=head: completed(world, head)) == ["success"]
        assert other.stop() == 0
        assert [each for each in other.log if each["event"] == "looked"]


def test_no_token_key_or_secret_is_in_the_log(world, tmp_path):
    number, head = world.pull(TOO_LARGE)
    with running(world, tmp_path) as service:
        service.pull_request(number)
        eventually(lambda: completed(world, head))
        service.stop()
    log = "\n".join(map(str, service.log))
    tokens = [each for each in (tmp_path / "data").rglob("*") if each.is_file()]
    assert tokens
    for secret in ("ghs_", "PRIVATE KEY", "a secret of the tests", "x-access-token"):
        assert secret not in log


def test_where_it_runs_twice_on_one_address_the_second_says_so(world, tmp_path):
    import subprocess
    import sys

    with running(world, tmp_path) as service:
        taken = service.environment() | {"REVIEWBOT_PORT": str(service.web.port)}
        command = [sys.executable, "-m", "reviewbot", "serve"]
        second = subprocess.run(command, env=taken, capture_output=True, text=True, check=False, timeout=60)
    assert second.returncode == 2
    assert "nothing can listen" in second.stderr
    assert "Traceback" not in second.stderr


assert REPOSITORY
