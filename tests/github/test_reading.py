from __future__ import annotations

import copy

import pytest

from reviewbot.github import reading
from reviewbot.github.payload import Fields, PayloadError
from reviewbot.github.values import Commit
from tests.github_peer.installed import examples, missing

SHA = "a" * 40
READ = {
    "pull_request": reading.pull_request,
    "review": reading.review,
    "check_run": reading.check_run,
    "repository": reading.repository,
}
FOUND = [
    pytest.param(key, example.payload[key], id=f"{example.name}-{key}")
    for example in examples()
    for key in READ
    if key in example.payload and example.event in ("pull_request", "check_run", "pull_request_review", "repository")
]
WHOLE = [each for each in FOUND if each.values[0] != "pull_request" or "draft" in each.values[1]]

if not FOUND:

    def test_examples_are_installed():
        pytest.skip(missing())


@pytest.mark.parametrize(("key", "value"), WHOLE)
def test_what_github_sends_is_read(key, value):
    assert READ[key](Fields(value))


@pytest.fixture
def pull():
    if not FOUND:
        pytest.skip(missing())
    return copy.deepcopy(next(each.values[1] for each in WHOLE if each.values[0] == "pull_request"))


def test_a_pull_request_whose_fork_and_author_are_gone(pull):
    read = reading.pull_request(Fields(pull | {"user": None, "body": None, "head": {**pull["head"], "repo": None}}))
    assert (read.author, read.body, read.head_repository) == ("", "", "")


def test_a_stacked_pull_request_ends_up_at_the_base_of_its_stack(pull):
    pull["base"]["ref"] = "the-part-below"
    assert reading.pull_request(Fields(pull)).final_base_ref == "the-part-below"
    stacked = reading.pull_request(Fields(pull | {"stack": {"id": 1, "base": {"ref": "main", "sha": SHA}}}))
    assert (stacked.base_ref, stacked.final_base_ref) == ("the-part-below", "main")


def test_a_stack_without_a_base_is_no_reason_to_guess(pull):
    with pytest.raises(PayloadError, match=r"stack\.base\.ref"):
        reading.pull_request(Fields(pull | {"stack": {"base": {}}}))


def comment(**fields):
    times = {"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}
    return reading.comment(Fields({"id": 1, "user": {"login": "alice"}, "body": "x", **times, **fields}))


def test_a_comment_that_says_something_else_now():
    assert not comment().is_edited
    assert comment(updated_at="2026-01-01T00:00:01Z").is_edited


@pytest.mark.parametrize("account", [None, {}])
def test_an_address_that_belongs_to_no_account(account):
    read = reading.commit(Fields({"sha": SHA, "author": account, "committer": {"login": "web-flow"}}))
    assert read == Commit(SHA, None, "web-flow")


def test_a_comment_whose_line_is_gone():
    read = reading.review_comment(Fields({"id": 1, "user": None, "body": "x", "path": "a", "line": None}))
    assert (read.line, read.author) == (None, "")


@pytest.mark.parametrize(
    "ref", ["refs/heads/main", "refs/heads/gh-readonly-queue/main/pr-x-" + SHA, "refs/heads/x/pr-1"]
)
def test_a_branch_that_is_no_merge_group(ref):
    assert reading.merge_group(None, Fields({"ref": ref, "object": {"sha": SHA}})) is None


def test_a_merge_group_of_a_base_with_slashes():
    ref = f"refs/heads/gh-readonly-queue/release/v1/pr-104-{'b' * 40}"
    group = reading.merge_group(None, Fields({"ref": ref, "object": {"sha": SHA}}))
    assert (group.base_ref, group.base_sha, group.head_sha) == ("release/v1", "b" * 40, SHA)
