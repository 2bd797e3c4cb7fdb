"""What git promises to a hook about objects in quarantine (the ideas of git's own t5547), for any hook."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewbot.hooks.installation import script
from tests.servers.client import push
from tests.servers.kinds import on
from tests.servers.plain import FileServer
from tests.servers.scripts import ACCEPT, REFUSE, UPDATE_A_REF

NOTHING = Path(__file__).with_name("data") / "nothing.toml"
ACCEPTING = {"trivial": ACCEPT, "reviewbot": script("pre-receive", [], chained=False)}
REFUSING = {"trivial": REFUSE, "reviewbot": script("pre-receive", ["--policy", str(NOTHING)], chained=False)}
pytestmark = on(FileServer)


def each(scripts):
    return pytest.mark.parametrize("hook", scripts.values(), ids=scripts.keys())


def reachable(client, *arguments):
    return client.git(*arguments, "rev-list", "--objects", "main")


@each(ACCEPTING)
def test_accepted_objects_arrive(hook, hosted, client):
    hosted.install("pre-receive", hook)
    assert push(client, hosted, "main").refs_after == {"refs/heads/main": client.id("refs/heads/main")}
    assert reachable(client, f"--git-dir={hosted.path}") == reachable(client)


@each(REFUSING)
def test_refused_objects_leave_nothing(hook, hosted, client):
    before = hosted.stored()
    hosted.install("pre-receive", hook)
    assert push(client, hosted, "main").exit == 1
    assert hosted.stored() == before


@each(ACCEPTING)
def test_a_path_with_a_separator_in_it_works(hook, server, client, request):
    hosted = server.create(f"one:{request.node.name}")
    hosted.install("pre-receive", hook)
    for branch in ("main", "topic"):
        pushed = push(client, hosted, branch)
        assert pushed.exit == 0, pushed.stderr


def test_a_hook_cannot_update_refs(hosted, client):
    hosted.install("pre-receive", UPDATE_A_REF)
    pushed = push(client, hosted, "main")
    assert any("forbidden inside quarantine" in line for line in pushed.remote_lines), pushed
    assert pushed.refs_after == {}
