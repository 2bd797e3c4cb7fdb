from __future__ import annotations

import json

import pytest

from reviewbot.github.app import PERMISSIONS, App, git_host
from reviewbot.github.errors import Gone
from reviewbot.github.values import Delivery
from tests.github_peer.peer import APP_ID, INSTALLATION, private_key
from tests.github_peer.wire import answering

TOKEN = f"/app/installations/{INSTALLATION}/access_tokens"


def test_the_app_knows_itself(peer):
    assert peer.app().slug() == "reviewbot"
    assert peer.app().installations() == (INSTALLATION,)
    assert peer.app().permissions(INSTALLATION) == PERMISSIONS


def test_a_suspended_installation_is_left_alone(peer):
    both = [{"id": INSTALLATION, "suspended_at": "2026-01-01T00:00:00Z"}, {"id": 101, "suspended_at": None}]
    peer.spoil = answering("/app/installations", 200, both)
    assert peer.app().installations() == (101,)


def asked_permissions(peer):
    return [json.loads(each.body)["permissions"] for each in peer.asked("POST", TOKEN)]


@pytest.mark.parametrize(
    ("api_url", "host"),
    [
        ("https://api.github.com", "github.com"),
        ("https://api.acme.ghe.com", "acme.ghe.com"),
        ("https://git.example.org/api/v3", "git.example.org"),
        ("https://Git.example.org:8443/api/v3", "git.example.org:8443"),
        ("https://api.example.org/api/v3", "api.example.org"),
        ("http://localhost:4000", ""),
    ],
)
def test_where_the_repositories_of_an_api_are(api_url, host):
    assert git_host(api_url) == host


def test_a_token_may_no_more_than_is_needed(peer):
    peer.app().installation(INSTALLATION).repositories()
    assert asked_permissions(peer) == [PERMISSIONS]


def test_a_token_asks_for_nothing_that_was_not_granted(peer):
    granted = {"metadata": "read", "checks": "read", "administration": "write", "contents": "write"}
    peer.spoil = answering(f"/app/installations/{INSTALLATION}", 200, {"permissions": granted})
    peer.app().installation(INSTALLATION).repositories()
    assert asked_permissions(peer) == [{"metadata": "read", "checks": "read", "contents": "read"}]


def test_an_installation_that_is_not_there(peer):
    with pytest.raises(Gone):
        peer.app().installation(101)


def test_a_key_that_is_not_the_apps(peer):
    with pytest.raises(Gone) as caught:
        App(APP_ID + 1, private_key(), peer.url).slug()
    assert "reviewbot doctor" in str(caught.value)


def delivery(number, guid, status_code):
    return {
        "id": number,
        "guid": guid,
        "delivered_at": "2026-01-01T00:00:00Z",
        "redelivery": False,
        "duration": 0.1,
        "status": "OK" if status_code == 202 else "failed",
        "status_code": status_code,
        "event": "pull_request",
        "action": "opened",
        "installation_id": INSTALLATION,
        "repository_id": 1,
        "throttled_at": None,
    }


def test_what_could_not_be_delivered_is_delivered_again(peer):
    """Of what was tried again the newest try counts; 0 is a server that did not answer."""
    peer.overlay.deliveries = [
        delivery(5, "a", 202),
        delivery(4, "b", 503),
        delivery(3, "c", 0),
        delivery(2, "b", 503),
        delivery(1, "a", 500),
    ]
    failed = peer.app().failed_deliveries()
    assert failed[0] == Delivery(4, "b", "pull_request", "2026-01-01T00:00:00Z", 503)
    assert [each.id for each in failed] == [4, 3]
    peer.app().redeliver(4)
    assert peer.overlay.redelivered == [4]
