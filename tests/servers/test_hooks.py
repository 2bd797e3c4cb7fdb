"""reviewbot's hooks on real servers: what is pushed, what arrives, and what the client saw."""

from __future__ import annotations

import pytest

from reviewbot.hooks.installation import script
from tests.repositories import Repository, lines
from tests.servers.client import push
from tests.servers.gitolite import GitoliteServer
from tests.servers.http import HttpServer
from tests.servers.kinds import on
from tests.servers.plain import FileServer

POLICY = """\
version = 1
[rules.max-diff-lines]
limit = 10
[rules.forbidden-path]
match = ["config/"]
reason = "contains secrets"
"""
NOTHING_OF_BOB = '[rules.max-files]\nlimit = 0\nauthors = ["bob"]\n'
PRE_RECEIVE = script("pre-receive", [], chained=False)
UPDATE = script("update", [], chained=False)
VREF = script("update", ["--host", "gitolite-vref"], chained=False)
REFUSED = [
    "reviewbot: refs/heads/large refused: 32 of 10 lines, config/ touched",
    "reviewbot:   max-diff-lines: 32 of 10 lines",
    "reviewbot:   forbidden-path: config/a: must not be modified (matches config/); contains secrets",
    "reviewbot:   next: reviewbot split main..large",
]


@pytest.fixture
def client(tmp_path):
    """main with a policy; small and large are branches from it."""
    made = Repository(tmp_path / "client")
    main = made.commit({".reviewbot.toml": POLICY, "config/a": "0\n"}, branch="main")
    made.commit({"small.py": lines(3)}, main, branch="small")
    made.commit({"large.py": lines(30), "config/a": "1\n"}, main, branch="large")
    return made


@pytest.fixture
def guarded(hosted, client):
    """A repository that has main."""
    assert push(client, hosted, "main").exit == 0
    return hosted


def test_a_small_change_arrives_in_silence(guarded, client):
    guarded.install("pre-receive", PRE_RECEIVE)
    pushed = push(client, guarded, "small")
    assert (pushed.exit, pushed.remote_lines) == (0, [])
    assert pushed.refs_after["refs/heads/small"] == client.id("refs/heads/small")


@on(HttpServer, GitoliteServer)
def test_who_pushes_is_the_author(guarded, client):
    client.commit({".reviewbot.toml": POLICY + NOTHING_OF_BOB}, client.id("refs/heads/main"), branch="main")
    assert push(client, guarded, "main").exit == 0
    guarded.install("pre-receive", PRE_RECEIVE)
    assert push(client, guarded, "small", user="bob").exit == 1
    assert push(client, guarded, "small", user="alice").exit == 0


def test_a_large_change_leaves_nothing(guarded, client):
    guarded.install("pre-receive", PRE_RECEIVE)
    before = guarded.stored()
    pushed = push(client, guarded, "large")
    assert pushed.exit == 1
    assert "pre-receive hook declined" in pushed.stderr
    assert pushed.remote_lines == REFUSED
    assert set(pushed.refs_after) == {"refs/heads/main"}
    assert guarded.stored() == before


@on(FileServer)
def test_the_update_hook_refuses_one_ref_and_takes_the_other(guarded, client):
    guarded.install("update", UPDATE)
    pushed = push(client, guarded, "small", "large")
    assert pushed.exit == 1
    assert set(pushed.refs_after) == {"refs/heads/main", "refs/heads/small"}
    assert pushed.remote_lines[: len(REFUSED)] == REFUSED


@on(GitoliteServer)
def test_a_vref_denies_with_the_reason(guarded, client):
    guarded.install("vref", VREF)
    assert push(client, guarded, "small").exit == 0
    pushed = push(client, guarded, "large")
    assert pushed.exit == 1
    assert pushed.remote_lines[: len(REFUSED)] == REFUSED
    assert any("DENIED by VREF/REVIEWBOT" in line for line in pushed.remote_lines)
    assert set(pushed.refs_after) == {"refs/heads/main", "refs/heads/small"}


@on(GitoliteServer)
def test_a_vref_that_cannot_decide_denies(guarded, client):
    guarded.install("vref", VREF.replace("gitolite-vref", "nobody"))
    pushed = push(client, guarded, "small")
    assert (pushed.exit, set(pushed.refs_after)) == (1, {"refs/heads/main"})
    assert any("there is no host 'nobody'" in line for line in pushed.remote_lines)


@on(HttpServer, GitoliteServer)
def test_a_waiver_by_push_option_is_honoured_and_written_down(guarded, client, tmp_path):
    audit = tmp_path / "waivers.jsonl"
    configuration = tmp_path / "hooks.toml"
    configuration.write_text(
        f'version = 1\nwaivers = ["maintainers"]\naudit-file = "{audit}"\n[teams]\nmaintainers = ["alice"]\n'
    )
    host = "gitolite" if isinstance(guarded.server, GitoliteServer) else "plain"
    options = ["--config", str(configuration), "--host", host]
    guarded.install("pre-receive", script("pre-receive", options, chained=False))
    client.commit({"large.py": lines(30)}, client.id("refs/heads/main"), branch="generated")
    option = "reviewbot.waive=max-diff-lines:generated"
    assert push(client, guarded, "generated").exit == 1
    assert push(client, guarded, "generated", options=(option,), user="bob").exit == 1
    assert not audit.exists()
    pushed = push(client, guarded, "generated", options=(option,))
    assert (pushed.exit, "refs/heads/generated" in pushed.refs_after) == (0, True)
    assert '"by": "alice"' in audit.read_text()
