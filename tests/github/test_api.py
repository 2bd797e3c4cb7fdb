"""What comes of GitHub's refusals, each as its documentation words it, in place of what the emulator would answer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.errors import ReviewbotError
from reviewbot.github.api import error_of
from reviewbot.github.app import App
from reviewbot.github.errors import Gone, Limited, Missing, Refused, Unavailable
from tests.github_peer.peer import APP_ID, INSTALLATION, private_key
from tests.github_peer.wire import Answer, answering

REPOSITORIES = "/installation/repositories"
NOW = 1_800_000_000.0
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."


@pytest.fixture
def client(peer):
    return peer.app().installation(INSTALLATION)


@pytest.mark.parametrize(
    ("status", "message", "headers", "until"),
    [
        pytest.param(403, SECONDARY, {"retry-after": "30"}, 30, id="secondary, with a time"),
        pytest.param(403, SECONDARY, {}, 60, id="secondary, without"),
        pytest.param(429, "", {"retry-after": "7"}, 7, id="429"),
        pytest.param(429, "", {}, 60, id="429 without a time"),
        pytest.param(
            403,
            "API rate limit exceeded for installation ID 1.",
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 900)},
            900,
            id="primary",
        ),
        pytest.param(
            403,
            "API rate limit exceeded",
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) - 900)},
            1,
            id="a reset that is past, since clocks differ",
        ),
        pytest.param(429, "", {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 60, id="a date"),
        pytest.param(429, "", {"retry-after": "-5"}, 60, id="a negative time"),
        pytest.param(429, "", {"retry-after": "٣"}, 60, id="another script's digit"),
    ],
)
def test_until_when_github_is_left_alone(status, message, headers, until):
    error = error_of("/x", status, message, headers, NOW)
    assert isinstance(error, Limited)
    assert error.until_seconds == NOW + until


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (403, "Resource not accessible by integration", Gone),
        (403, "This installation has been suspended", Gone),
        (404, "Not Found", Missing),
        (410, "Issues are disabled for this repo", Missing),
        (451, "Repository access blocked", Gone),
        (422, "Validation Failed", Refused),
        (400, "Problems parsing JSON", Refused),
        (409, "Conflict", Refused),
        (500, "", Unavailable),
        (502, "Bad gateway", Unavailable),
        (503, "", Unavailable),
        (504, "We couldn't respond to your request in time.", Unavailable),
    ],
)
def test_kinds_of_refusal(status, message, kind):
    assert type(error_of("/x", status, message, {"x-ratelimit-remaining": "4999"}, NOW)) is kind


@given(
    st.integers(300, 599),
    st.text(),
    st.dictionaries(st.sampled_from(["retry-after", "x-ratelimit-reset", "x-ratelimit-remaining"]), st.text()),
)
def test_any_refusal_is_an_error_in_a_few_plain_lines(status, message, headers):
    error = error_of("/x", status, message, headers, NOW)
    assert isinstance(error, ReviewbotError)
    assert all(line.isprintable() for line in str(error).split("\n"))
    if isinstance(error, Limited):
        assert error.until_seconds >= NOW


def test_over_the_wire_a_limit_is_told_at_once(peer, client):
    peer.spoil = answering(REPOSITORIES, 403, {"message": SECONDARY}, retry_after="30")
    before = time.time()
    with pytest.raises(Limited) as caught:
        client.repositories()
    assert before + 29 < caught.value.until_seconds < time.time() + 31
    assert time.time() - before < 5
    assert len(peer.asked("GET", REPOSITORIES)) == 1


def test_an_error_of_github_is_not_asked_again_here(peer, client):
    peer.spoil = answering(REPOSITORIES, 502, {"message": "Bad gateway"})
    with pytest.raises(Unavailable, match="502"):
        client.repositories()
    assert len(peer.asked("GET", REPOSITORIES)) == 1


def test_a_token_that_ends_early_is_asked_for_once_more(peer, client):
    client.repositories()
    peer.spoil = answering(REPOSITORIES, 401, {"message": "Bad credentials"}, times=1)
    assert client.repositories()
    assert len(peer.asked("POST", "/access_tokens")) == 2


def test_a_second_refusal_of_the_token_is_one(peer, client):
    peer.spoil = answering(REPOSITORIES, 401, {"message": "Bad credentials"})
    with pytest.raises(Gone, match="credentials"):
        client.repositories()
    assert len(peer.asked("GET", REPOSITORIES)) == 2


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'"x"', b"null", b"{}", b'{"repositories": 3}', b'{"repositories": [{"id": "x"}]}']
)
def test_an_answer_of_another_shape(peer, client, body):
    peer.spoil = lambda exchange: Answer(200, body) if exchange.target.startswith(REPOSITORIES) else None
    with pytest.raises(ReviewbotError, match="not as expected"):
        client.repositories()


def test_nobody_listens():
    with pytest.raises(Unavailable, match="does not answer"):
        App(APP_ID, private_key(), "http://localhost:9", timeout_seconds=2).slug()


def test_github_redirects_to_another_host(peer, client):
    peer.spoil = answering(REPOSITORIES, 301, {}, location="http://127.0.0.2:1/elsewhere")
    with pytest.raises(Unavailable):
        client.repositories()


def test_all_pages_are_read(peer, client):
    shop = client.repositories()[0]
    pages = {"": [{"id": 1}], "2": [{"id": 2}]}

    def spoil(exchange):
        path, _, query = exchange.target.partition("?")
        if not path.endswith("/hook/deliveries"):
            return None
        following = {} if "cursor=2" in query else {"link": f'<{peer.url}{path}?per_page=100&cursor=2>; rel="next"'}
        page = pages["2" if "cursor=2" in query else ""]
        fixed = {"event": "push", "delivered_at": "x", "status_code": 500}
        rows = [{**each, "guid": str(each["id"]), **fixed} for each in page]
        return answering("", 200, rows, **following)(exchange)

    peer.spoil = spoil
    assert [each.id for each in peer.app().failed_deliveries()] == [1, 2]
    assert shop


def test_no_secret_is_in_what_is_told(peer, client):
    token = client.token()
    peer.spoil = answering(REPOSITORIES, 422, {"message": "x"})
    with pytest.raises(Refused) as caught:
        client.repositories()
    assert token not in f"{caught.value!r} {caught.value}"
    assert "PRIVATE" not in repr(vars(client))
