"""POST /webhook: what is taken is durable before it is acknowledged, all else is refused with an exact status."""

from __future__ import annotations

import json
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from reviewbot.errors import ReviewbotError
from reviewbot.server.application import Ready, create_application
from reviewbot.server.inbox import Inbox
from reviewbot.server.store import Deliveries, Lanes, open_database
from reviewbot.server.store.tables import DELIVERIES
from reviewbot.server.webhook import MOST_BYTES, Webhook
from tests.github_peer.installed import examples, missing
from tests.github_peer.installed import signed as signed_by_octokit
from tests.server.web import SECRET, headers_of, serving, signature

OPENED = {
    "action": "opened",
    "installation": {"id": 100},
    "repository": {"id": 7},
    "pull_request": {"number": 3},
}
NEXT_SECRET = "the next secret"


class Counted:
    def __init__(self):
        self.outcomes = []

    def delivery(self, event, outcome, seconds):
        self.outcomes.append((event, outcome))


class Service:
    """The application over a real database."""

    def __init__(self, database):
        self.database, self.counted, self.woken = database, Counted(), threading.Event()
        self.inbox = Inbox(Deliveries(database), self.woken.set)
        self.webhook = Webhook(self.inbox, (SECRET, NEXT_SECRET), self.counted)
        self.wrong = None
        self.application = create_application(
            self.webhook,
            [Ready("database", database.check), Ready("other", self.check)],
            lambda: (b"m 1\n", "text/plain"),
        )

    def check(self):
        if self.wrong:
            raise ReviewbotError(self.wrong)

    def kept(self):
        with self.database.reading() as connection:
            rows = connection.execute(select(DELIVERIES.c.guid, DELIVERIES.c.event, DELIVERIES.c.hints)).all()
        return [(row.guid, row.event, json.loads(row.hints)) for row in rows]


@pytest.fixture
def service(database):
    made = Service(database)
    yield made
    made.inbox.close()


@pytest.fixture
def web(service):
    with serving(service.application) as running:
        yield running


def test_a_delivery_is_kept_and_acknowledged(web, service):
    answer = web.deliver(OPENED)
    assert (answer.status, answer.text) == (202, "accepted\n")
    assert service.kept() == [("guid-1", "pull_request", [["pull", 100, 7, 3, None, None]])]
    assert service.woken.is_set()


def test_an_event_that_changes_nothing_is_acknowledged_and_not_kept(web, service):
    assert web.deliver({"zen": "x"}, event="ping").status == 202
    assert service.kept() == []
    assert service.counted.outcomes == [("ping", "ignored")]


def test_either_secret_signs(web):
    body = json.dumps(OPENED).encode()
    assert web.deliver(body, x_hub_signature_256=signature(body, NEXT_SECRET)).status == 202


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"x_hub_signature_256": None}, 401, id="not signed"),
        pytest.param({"x_hub_signature_256": signature(b"other")}, 401, id="another body was signed"),
        pytest.param({"x_hub_signature_256": "sha256=\xe9"}, 401, id="no ASCII"),
        pytest.param({"content_type": None}, 415, id="no type"),
        pytest.param({"content_type": "application/x-www-form-urlencoded"}, 415, id="a form"),
        pytest.param({"content_type": "multipart/form-data; boundary=x"}, 415, id="a form of parts"),
        pytest.param({"content_type": "application/json; charset=utf-8"}, 202, id="a charset"),
        pytest.param({"x_github_event": None}, 400, id="no event"),
        pytest.param({"x_github_event": "a b"}, 400, id="no event's name"),
        pytest.param({"x_github_delivery": None}, 400, id="no guid"),
        pytest.param({"x_github_delivery": "x" * 65}, 400, id="no guid of GitHub's"),
    ],
)
def test_headers(web, service, changed, status):
    assert web.deliver(OPENED, **changed).status == status
    assert len(service.kept()) == (status == 202)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_only_post_is_taken(web, method):
    assert web.ask(method, "/webhook").status == 405


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/", "/static/x", "/webhook/"])
def test_there_is_nothing_else(web, path):
    assert web.ask("GET", path).status in (404, 405, 307)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"", 400, id="nothing"),
        pytest.param(b"[]", 400, id="a list"),
        pytest.param(b"{", 400, id="broken off"),
        pytest.param(b'{"action": NaN}', 400, id="not a number"),
        pytest.param(b'{"a": "\xff"}', 400, id="not UTF-8"),
        pytest.param(b"[" * 100_000, 400, id="deep"),
        pytest.param(b'{"action": "opened", "installation": {"id": ' + b"9" * 10_000 + b"}}", 422, id="a huge number"),
        pytest.param(b'{"action": "opened"}', 422, id="a field is missing"),
    ],
)
def test_a_body_that_is_no_payload_is_refused_and_not_kept(web, service, body, status):
    answer = web.deliver(body)
    assert answer.status == status
    assert "Traceback" not in answer.text
    assert service.kept() == []


def test_a_body_that_says_to_be_too_large_is_not_read(web):
    lines = ["POST /webhook HTTP/1.1", "host: x", "content-type: application/json", f"content-length: {MOST_BYTES + 1}"]
    assert web.raw("\r\n".join([*lines, "", ""]).encode()).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_becomes_too_large_is_given_up(web, service):
    def blocks():
        for _ in range(26):
            yield b"x" * (1 << 20)

    try:
        status = web.ask("POST", "/webhook", blocks(), {"content-type": "application/json"}).status
    except (BrokenPipeError, ConnectionResetError):
        status = 413  # it did not wait for the rest
    assert status == 413
    assert service.kept() == []


def test_a_body_that_does_not_come_is_given_up_and_others_are_served_meanwhile(web, service, monkeypatch):
    monkeypatch.setattr("reviewbot.server.webhook.BODY_SECONDS", 0.5)
    head = b"POST /webhook HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"
    with ThreadPoolExecutor(20) as pool:
        slow = [pool.submit(web.raw, head) for _ in range(20)]
        assert web.ask("GET", "/health").status == 200
        assert all(each.result().startswith(b"HTTP/1.1 408 ") for each in slow)
    assert service.kept() == []


def test_the_largest_body_is_read(web):
    body = json.dumps({**OPENED, "padding": ""}).encode()
    body = body[:-2] + b"x" * (MOST_BYTES - len(body)) + body[-2:]
    assert len(body) == MOST_BYTES
    assert web.deliver(body).status == 202


def test_fifty_at_once_with_one_guid_are_one(web, service):
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: web.deliver(OPENED), range(50)))
    assert {answer.status for answer in answers} == {202}
    assert len(service.kept()) == 1


def test_many_at_once_are_all_kept(web, service):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: web.deliver(OPENED, guid=f"g{number}"), range(200)))
    assert {answer.status for answer in answers} == {202}
    assert len(service.kept()) == 200


def test_while_the_database_is_locked_nothing_is_acknowledged(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/reviewbot.db", busy_seconds=0.1)
    service = Service(database)
    other = sqlite3.connect(tmp_path / "reviewbot.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with serving(service.application) as web:
        answer = web.deliver(OPENED)
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        other.execute("ROLLBACK")
        assert web.deliver(OPENED).status == 202
    assert len(service.kept()) == 1
    service.inbox.close()
    database.close()


def test_while_the_disk_is_full_nothing_is_acknowledged_and_afterwards_all_is(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/reviewbot.db")
    service = Service(database)
    most = ["PRAGMA max_page_count = 1"]  # as SQLite itself says that there is no room

    @event.listens_for(database._engine, "checkout")
    def fill(connection, *_others):
        for pragma in most:
            connection.execute(pragma)

    with serving(service.application) as web:
        payload = {**OPENED, "padding": "x"}
        answers = [web.deliver(payload, guid=f"{number}-{'g' * 50}").status for number in range(200)]
        assert answers[-1] == 503
        acknowledged = answers.count(202)
        assert len(service.kept()) == acknowledged
        most[:] = ["PRAGMA max_page_count = 1073741823"]
        assert web.deliver(payload, guid="afterwards").status == 202
    assert len(service.kept()) == acknowledged + 1
    service.inbox.close()
    database.close()


def test_whether_it_lives_and_is_ready(web, service):
    assert web.ask("GET", "/health").status == 200
    assert web.ask("GET", "/ready").status == 200
    service.wrong = "no answer"
    answer = web.ask("GET", "/ready")
    assert (answer.status, answer.text) == (503, "other: no answer")
    assert web.ask("GET", "/health").status == 200


def test_what_is_measured(web):
    assert web.ask("GET", "/metrics").text == "m 1\n"


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_every_example_of_octokits_own_library_is_acknowledged(web, service):
    secrets = signed_by_octokit(SECRET, [each.raw_body.decode() for each in examples()])
    refused = []
    for number, (each, header) in enumerate(zip(examples(), secrets, strict=True)):
        answer = web.deliver(each.raw_body, each.event, f"guid-{number}", x_hub_signature_256=header)
        # An App's own events tell of no installation where an organisation's webhook sent them.
        if answer.status not in (202, 422):
            refused.append((each.name, answer))
    assert not refused
    kept = {event for _, event, _ in service.kept()}
    assert {"pull_request", "check_run", "check_suite", "merge_group", "installation", "push"} <= kept
    lanes = Lanes(service.database)
    assert lanes.take_deliveries() == len(service.kept())


@given(st.binary(max_size=200), st.text(max_size=20), st.text(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_whatever_comes_is_answered(web, body, event, guid):
    sent = {
        name: value for name, value in headers_of(body).items() if name not in ("x-github-event", "x-github-delivery")
    }
    sent |= {"x-github-event": event.encode("utf-8", "replace"), "x-github-delivery": guid.encode("utf-8", "replace")}
    try:
        answer = web.ask("POST", "/webhook", body, sent)
    except ValueError:
        return  # the client itself refuses such a header
    assert answer.status in (202, 400, 422)
