"""What can be pushed, and what the pusher is told."""

from __future__ import annotations

import pytest

from tests.servers.client import push, remote_lines
from tests.servers.plain import FileServer
from tests.servers.scripts import REFUSE_TOPIC, shows

MAIN, TOPIC = "refs/heads/main", "refs/heads/topic"


@pytest.fixture
def hosted():
    with FileServer() as server:
        yield server.create()


def test_reads_what_the_server_said():
    stderr = "remote: one  \nremote:   indented\nremote: \nremote:\nTo x\n ! [remote rejected] a -> a\n"
    assert remote_lines(stderr) == ["one", "  indented", "", ""]


def test_the_hook_of_a_folder_sees_the_environment_of_the_pusher(hosted, client):
    hosted.install("pre-receive", shows("HOME", "EXTRA"))
    assert push(client, hosted, "main", EXTRA="1").remote_lines == ["HOME=/nonexistent", "EXTRA=1"]


def test_forces_and_deletes(hosted, client):
    push(client, hosted, "topic:main")
    assert push(client, hosted, "main").exit == 1
    assert push(client, hosted, "--force", "main").refs_after == {MAIN: client.id(MAIN)}
    assert push(client, hosted, "main:topic").refs_after == {MAIN: client.id(MAIN), TOPIC: client.id(MAIN)}
    assert push(client, hosted, ":topic").refs_after == {MAIN: client.id(MAIN)}


def test_pushes_tags(hosted, client):
    tag = client.tag("v1", client.id(MAIN))
    assert push(client, hosted, "v1").refs_after == {"refs/tags/v1": tag}


def test_an_update_hook_refuses_one_ref_of_two(hosted, client):
    hosted.install("update", REFUSE_TOPIC)
    pushed = push(client, hosted, "main", "topic")
    assert pushed.exit == 1
    assert pushed.remote_lines == ["reviewbot: not refs/heads/topic", "error: hook declined to update refs/heads/topic"]
    assert pushed.refs_after == {MAIN: client.id(MAIN)}


def test_an_atomic_push_is_all_or_nothing(hosted, client):
    hosted.install("update", REFUSE_TOPIC)
    assert push(client, hosted, "--atomic", "main", "topic").refs_after == {}
