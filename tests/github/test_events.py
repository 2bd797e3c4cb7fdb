from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.github.events import PayloadError, hints
from reviewbot.github.values import Hint
from tests.github_peer.installed import examples, missing

INSTALLATION, REPOSITORY = 7, 42
SHA = "2ffea6db159f6b6c47a24e778fb9ef40cf6b1c7d"
OURS = {
    *("pull_request", "check_run", "check_suite", "merge_group", "installation", "installation_repositories"),
    *("issue_comment", "pull_request_review", "push", "repository"),
}


def payload(**fields):
    return {"installation": {"id": INSTALLATION}, "repository": {"id": REPOSITORY}, **fields}


def hints_of(event, **fields):
    return hints(event, json.dumps(payload(**fields)).encode())


def pull(number=3, pressed=None):
    return Hint("pull", INSTALLATION, REPOSITORY, number, pressed=pressed)


WHOLE = Hint("repository", INSTALLATION, REPOSITORY)


@pytest.mark.parametrize(
    ("event", "fields"),
    [
        pytest.param("ping", {}, id="a ping"),
        pytest.param("star", {"action": "created"}, id="an event of no interest"),
        pytest.param("no_such_event", {"action": "opened"}, id="an event of the future"),
        pytest.param("", {}, id="no event"),
        pytest.param("pull_request", {"action": "no_such_action"}, id="an action of the future"),
        pytest.param("pull_request", {"action": "locked"}, id="an action of no interest"),
        pytest.param("pull_request", {"action": ["opened"]}, id="an action of another kind"),
        pytest.param("issue_comment", {"action": "created", "issue": {"number": 3}}, id="a comment at an issue"),
        pytest.param("check_run", {"action": "completed"}, id="what our own check run causes"),
        pytest.param("push", {"ref": "refs/tags/v1"}, id="a tag"),
        pytest.param("push", {"ref": "refs/heads/gh-readonly-queue/main/pr-1-x"}, id="the merge queue's branch"),
    ],
)
def test_nothing_may_have_changed(event, fields):
    assert hints_of(event, **fields) == ()


OF_OURS = {"number": 3, "base": {"repo": {"id": REPOSITORY}}}
OF_A_FORK = {"number": 9, "base": {"repo": {"id": 43}}}


@pytest.mark.parametrize(
    ("event", "fields", "expected"),
    [
        pytest.param("pull_request", {"action": "edited", "pull_request": {"number": 3}}, (pull(),), id="retargeted"),
        pytest.param("pull_request", {"action": "stacked", "pull_request": {"number": 3}}, (pull(),), id="stacked"),
        pytest.param("pull_request", {"action": "enqueued", "pull_request": {"number": 3}}, (pull(),), id="enqueued"),
        pytest.param(
            "issue_comment",
            {"action": "created", "issue": {"number": 3, "pull_request": {"url": "x"}}},
            (pull(),),
            id="a comment at a pull request",
        ),
        pytest.param(
            "check_run",
            {"action": "rerequested", "check_run": {"pull_requests": [OF_OURS, OF_A_FORK, OF_OURS]}},
            (pull(),),
            id="the same head in two repositories",
        ),
        pytest.param(
            "check_run", {"action": "rerequested", "check_run": {"pull_requests": []}}, (WHOLE,), id="a fork's check"
        ),
        pytest.param(
            "check_run",
            {
                "action": "requested_action",
                "check_run": {"head_sha": SHA, "pull_requests": []},
                "requested_action": {"identifier": "explain"},
                "sender": {"login": "alice"},
            },
            (WHOLE._replace(detail=SHA, pressed="explain alice"),),
            id="a button at a fork's head",
        ),
        pytest.param(
            "check_run",
            {
                "action": "requested_action",
                "check_run": {"pull_requests": [OF_OURS]},
                "requested_action": {"identifier": "recheck"},
            },
            (pull(pressed="recheck"),),
            id="a button",
        ),
        pytest.param(
            "check_run",
            {
                "action": "requested_action",
                "check_run": {"pull_requests": [OF_OURS]},
                "requested_action": {"identifier": "split"},
                "sender": {"login": "octo-cat_acme"},
            },
            (pull(pressed="split octo-cat_acme"),),
            id="a button, and who pressed it",
        ),
        pytest.param(
            "check_run",
            {
                "action": "requested_action",
                "check_run": {"pull_requests": [OF_OURS]},
                "requested_action": {"identifier": "split"},
                "sender": {"login": "alice bob"},
            },
            (pull(pressed="split"),),
            id="a button, pressed by what is no login",
        ),
        pytest.param(
            "check_run",
            {
                "action": "requested_action",
                "check_run": {"pull_requests": [OF_OURS]},
                "requested_action": {"identifier": "<script>"},
            },
            (pull(),),
            id="a button that is none of ours",
        ),
        pytest.param(
            "merge_group",
            {"action": "destroyed", "merge_group": {"head_sha": SHA}},
            (Hint("group", INSTALLATION, REPOSITORY, detail=SHA),),
            id="a merge group that is gone",
        ),
        pytest.param("push", {"ref": "refs/heads/main"}, (WHOLE._replace(detail="refs/heads/main"),), id="a base"),
        pytest.param("push", {"ref": "refs/heads/\u202ex"}, (WHOLE,), id="a base that cannot be shown"),
        pytest.param("push", {"ref": "refs/heads/" + "x" * 2000}, (WHOLE,), id="a base of too long a name"),
        pytest.param("repository", {"action": "renamed"}, (WHOLE,), id="a repository renamed"),
        pytest.param("installation", {"action": "unsuspend"}, (Hint("installation", INSTALLATION),), id="unsuspended"),
    ],
)
def test_what_may_have_changed(event, fields, expected):
    assert hints_of(event, **fields) == expected


@pytest.mark.parametrize(
    "raw_body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="half"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"a": NaN}', id="NaN"),
        pytest.param(b'{"a": -Infinity}', id="infinity"),
        pytest.param(b'{"a": "\xff"}', id="not UTF-8"),
        pytest.param('{"a": 1}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"a": ' * 200_000 + b"1" + b"}" * 200_000, id="nested too deep"),
        pytest.param(b"payload=%7B%7D", id="a form"),
    ],
)
def test_what_is_no_json_object_is_malformed(raw_body):
    with pytest.raises(PayloadError) as caught:
        hints("pull_request", raw_body)
    assert caught.value.status == 400


def test_a_number_of_any_length_is_json_where_it_is_not_read():
    long = b"9" * 5000
    assert hints("pull_request", b'{"action": "locked", "a": %b}' % long) == ()
    assert outcome("pull_request", b'{"action": "opened", "installation": {"id": %b}}' % long) == 422


@pytest.mark.parametrize("number", [None, "3", 3.0, True, 0, -1, 2**64, [3], {}])
def test_a_needed_field_that_is_missing_or_of_another_kind_is_named(number):
    with pytest.raises(PayloadError, match=r"pull_request\.number") as caught:
        hints_of("pull_request", action="opened", pull_request={"number": number})
    assert caught.value.status == 422


@pytest.mark.parametrize("sha", ["", "main", "A" * 40, SHA + "\n", SHA[:39], None])
def test_the_head_of_a_merge_group_is_a_full_id(sha):
    with pytest.raises(PayloadError, match=r"merge_group\.head_sha"):
        hints_of("merge_group", action="checks_requested", merge_group={"head_sha": sha})


def outcome(event, body):
    """The hints, or the status of what is said about the payload; anything else is a fault."""
    try:
        return hints(event, body if isinstance(body, bytes) else json.dumps(body).encode())
    except PayloadError as error:
        return error.status


@given(st.sampled_from(sorted(OURS)), st.binary())
def test_any_bytes(event, raw_body):
    assert outcome(event, raw_body) in (400, 422, ())


# The examples that GitHub's own library ships. A webhook of a repository, unlike one of an App, names no installation.

if not examples():  # pytest says so; in CI it is a failure

    def test_examples_are_installed():
        pytest.skip(missing())


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_every_example_is_read(example):
    body = copy.deepcopy(example.payload)
    if "installation" not in body:
        body["installation"] = {"id": INSTALLATION}
    found = outcome(example.event, body)
    assert isinstance(found, tuple)
    assert found == () or example.event in OURS
    for hint in found:
        assert hint.installation == body["installation"]["id"]
        assert hint.repository in (None, *repositories_of(body))


def repositories_of(body):
    named = [body.get("repository"), *body.get("repositories_added", ()), *body.get("repositories_removed", ())]
    return [each["id"] for each in named if each]


def test_the_examples_are_of_all_events_that_we_take():
    wanted = {example.event for example in examples()}
    assert not wanted or wanted >= OURS


@pytest.mark.parametrize(
    "example", [each for each in examples() if each.event in OURS], ids=lambda example: example.name
)
def test_any_field_may_be_missing_or_null(example):
    """One field after the other: what comes is a hint of the same repository, nothing, or a word about the field."""
    body = {"installation": {"id": INSTALLATION}, **example.payload}
    for spoilt in each_spoilt(body, depth=3):
        found = outcome(example.event, spoilt)
        assert found == 422 or isinstance(found, tuple)


def each_spoilt(value, depth):
    for key in value:
        for without in ({}, {key: None}, {key: 7}, {key: "x"}, {key: []}):
            yield {other: value[other] for other in value if other != key} | without
        if isinstance(value[key], dict) and depth > 1:
            for inner in each_spoilt(value[key], depth - 1):
                yield {**value, key: inner}
