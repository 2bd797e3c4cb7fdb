from __future__ import annotations

import pytest

from reviewbot.github.values import Output
from tests.github_peer.peer import INSTALLATION, REPOSITORY

OUTPUT = Output("reading", "reads the change")


@pytest.fixture
def client(peer):
    return peer.app().installation(INSTALLATION)


@pytest.fixture
def shop(client):
    return next(each for each in client.repositories() if each.full_name == REPOSITORY)


def test_a_repository_is_found_by_its_id(client, shop):
    assert shop.default_branch == "main"
    assert client.repository(shop.id) == shop


def test_a_pull_request(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n")
    number = peer.open_pull_request("feature", title="a change", body="of a file", draft=True)
    pull = client.pull_request(shop.id, number)
    assert (pull.repository, pull.number, pull.state, pull.author) == (shop, number, "open", "alice")
    assert (pull.head_sha, pull.head_ref, pull.base_ref, pull.final_base_ref) == (head, "feature", "main", "main")
    assert client.open_pull_requests(shop.id) == (pull,)


def test_a_check_run(peer, client, shop):
    head = peer.write("feature", "src/a.py", "1\n")
    made = client.create_check_run(shop.id, head, "reviewbot", "e" * 64, OUTPUT)
    assert (made.status, made.conclusion, made.external_id) == ("in_progress", None, "e" * 64)
    done = client.update_check_run(shop.id, made.id, OUTPUT, conclusion="success")
    assert (done.id, done.status, done.conclusion) == (made.id, "completed", "success")
    assert client.check_runs(shop.id, head, "reviewbot") == (done,)
    assert client.check_runs(shop.id, head, "another") == ()
