"""The rig itself: what it must notice, and what it fills in."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.github_peer.description import Exchange, wrong_answer, wrong_request
from tests.github_peer.fixtures import peer
from tests.github_peer.overlay import lines_of
from tests.github_peer.peer import running_peer

__all__ = ["peer"]

RUNS = "/repos/acme/shop/check-runs"
GOOD = {"name": "reviewbot", "head_sha": "a" * 40}


def request(method, target, value=None):
    body = b"" if value is None else json.dumps(value).encode()
    return Exchange(method, target, {"content-type": "application/json"}, body)


@pytest.mark.usefixtures("peer")
@pytest.mark.parametrize(
    "exchange",
    [
        request("POST", RUNS, GOOD),
        request("GET", "/repos/acme/shop/contents/a/b%20c/d.toml?ref=main"),
        request("GET", "/repos/acme/shop/git/matching-refs/heads/gh-readonly-queue/"),
        request("GET", "/installation/repositories?per_page=100"),
    ],
)
def test_what_github_describes_is_right(exchange):
    assert wrong_request(exchange) == ""


@pytest.mark.usefixtures("peer")
@pytest.mark.parametrize(
    "exchange",
    [
        pytest.param(request("GET", "/repositories/1"), id="an address that is not described"),
        pytest.param(request("DELETE", RUNS), id="a method"),
        pytest.param(request("POST", RUNS, {"name": "x"}), id="a field that is missing"),
        pytest.param(request("POST", RUNS, {**GOOD, "status": "completed", "conclusion": "fine"}), id="a conclusion"),
        pytest.param(
            request("POST", RUNS, {**GOOD, "actions": [{"label": "x" * 21, "description": "x", "identifier": "x"}]}),
            id="a label that is too long",
        ),
        pytest.param(
            request("POST", RUNS, {**GOOD, "actions": [{"label": "x", "description": "x", "identifier": "x"}] * 4}),
            id="too many buttons",
        ),
        pytest.param(request("GET", "/installation/repositories?per_page=x"), id="a parameter"),
    ],
)
def test_what_github_does_not_describe_is_noticed(exchange):
    assert wrong_request(exchange)


@pytest.mark.usefixtures("peer")
def test_an_answer_that_github_would_not_give_is_noticed():
    exchange = request("GET", "/installation/repositories")._replace(status=200, answer=b'{"total_count": 1}')
    assert "repositories" in wrong_answer(exchange)


@pytest.mark.usefixtures("peer")
def test_a_wrong_request_fails_the_test(tmp_path):
    folder = tmp_path / "another"
    folder.mkdir()
    with pytest.raises(AssertionError, match="/no/such/address"), running_peer(folder) as other:
        other.answer(request("GET", "/no/such/address"))


def test_lines_that_a_patch_shows():
    assert lines_of("") == set()
    patch = "@@ -1,2 +1,3 @@\n a\n-b\n+c\n+d\n@@ -9 +10 @@\n-x\n+y\n\\ No newline at end of file"
    assert lines_of(patch) == {1, 2, 3, 10}


def test_what_was_started_has_ended_afterwards(tmp_path):
    with running_peer(tmp_path) as running:
        assert running.as_alice("GET", "/meta") is not None
    left = subprocess.run(["pgrep", "-f", str(tmp_path / "seed.json")], capture_output=True, text=True, check=False)
    assert left.stdout == ""
