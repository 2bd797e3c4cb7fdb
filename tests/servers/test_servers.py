"""What every server does with a push."""

from __future__ import annotations

import random
import socket
from urllib.parse import urlsplit

import pytest

from tests.servers.client import push
from tests.servers.gitolite import GitoliteServer
from tests.servers.http import HttpServer
from tests.servers.kinds import on
from tests.servers.plain import DaemonServer
from tests.servers.processes import LOOPBACK
from tests.servers.scripts import ACCEPT, REFUSE, REFUSE_VREF, shows
from tests.servers.ssh import SshServer


def test_an_accepted_push_arrives(hosted, client):
    hosted.install("pre-receive", ACCEPT)
    pushed = push(client, hosted, "main", "topic")
    assert pushed.exit == 0, pushed.stderr
    assert pushed.remote_lines == []
    assert pushed.refs_after == {name: client.id(name) for name in ("refs/heads/main", "refs/heads/topic")}


def test_a_refused_push_leaves_nothing(hosted, client):
    push(client, hosted, "main")
    before = hosted.stored()
    hosted.install("pre-receive", REFUSE)
    pushed = push(client, hosted, "topic")
    assert pushed.exit == 1
    assert pushed.remote_lines == ["reviewbot: no", "reviewbot:  because"]
    assert "topic -> topic (pre-receive hook declined)" in pushed.stderr
    assert pushed.refs_after == {"refs/heads/main": client.id("refs/heads/main")}
    assert hosted.stored() == before


def test_push_options_arrive(hosted, client):
    hosted.install("pre-receive", shows("GIT_PUSH_OPTION_COUNT", "GIT_PUSH_OPTION_0", "GIT_PUSH_OPTION_1"))
    pushed = push(client, hosted, "main", options=["waive=max-files", "two words"])
    values = ["GIT_PUSH_OPTION_COUNT=2", "GIT_PUSH_OPTION_0=waive=max-files", "GIT_PUSH_OPTION_1=two words"]
    assert pushed.remote_lines == values


@on(HttpServer, GitoliteServer)
@pytest.mark.parametrize("user", ["alice", "bob"])
def test_the_hook_sees_who_pushes(hosted, client, user):
    name = "REMOTE_USER" if isinstance(hosted.server, HttpServer) else "GL_USER"
    hosted.install("pre-receive", shows(name))
    assert push(client, hosted, "main", user=user).remote_lines == [f"{name}={user}"]


@on(HttpServer)
def test_a_push_that_is_sent_in_chunks_arrives(hosted, client):
    client.commit({"large": random.Random(1).randbytes(2_000_000)}, branch="main")  # git's http.postBuffer is 1 MiB
    pushed = push(client, hosted, "main")
    assert pushed.refs_after == {"refs/heads/main": client.id("refs/heads/main")}, pushed.stderr


@on(HttpServer, GitoliteServer)
def test_nobody_else_is_let_in(hosted, client):
    pushed = push(client, hosted, "main", user="mallory")
    assert (pushed.exit, pushed.refs_after) == (128, {})


@on(GitoliteServer)
def test_a_vref_refuses_a_ref(hosted, client):
    hosted.install("vref", REFUSE_VREF)
    pushed = push(client, hosted, "main")
    assert pushed.exit == 1
    assert "reviewbot: no" in pushed.remote_lines
    assert any("DENIED by VREF/REVIEWBOT" in line for line in pushed.remote_lines)
    assert pushed.refs_after == {}


@on(GitoliteServer)
def test_a_vref_that_says_nothing_accepts(hosted, client):
    hosted.install("vref", ACCEPT)
    pushed = push(client, hosted, "main")
    assert (pushed.exit, pushed.remote_lines) == (0, []), pushed.stderr
    assert pushed.refs_after == {"refs/heads/main": client.id("refs/heads/main")}


@on(DaemonServer, HttpServer, SshServer)
def test_nothing_listens_or_stays_after_the_end(server, client):
    with type(server)() as another:
        hosted = another.create()
        assert push(client, hosted, "main").exit == 0
    assert not another.folder.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, urlsplit(hosted.url).port))
