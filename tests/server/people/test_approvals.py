from __future__ import annotations

import pytest

from reviewbot.engine import evaluate
from reviewbot.github.errors import Refused
from reviewbot.github.values import Commit
from reviewbot.model.facts import Facts
from reviewbot.model.report import Severity, Verdict
from reviewbot.server.people.approvals import approvals
from reviewbot.server.people.persons import People
from tests.builders import a_change, a_file
from tests.policies import a_policy, budget, rule
from tests.server.people.conversation import HEAD, OLD, PULL, GitHub, a_push, approves

REVIEWERS = ("@acme/dba", "dave")


def protected(*reviewers, **options):
    options = {"reviewers": reviewers or REVIEWERS, **options}
    return a_policy(rule("protected-path", options, match=("deploy/",), severity=Severity.REVIEW))


def approving(*reviews, policy=None, **github):
    """The logins of those whose approval counts."""
    around = GitHub(reviews=reviews, teams={"acme/dba": ["bob", "alice"]}, **github)
    return [each.login for each in approvals(around, PULL, policy or protected(), People(around, PULL))]


def test_where_no_path_is_protected_nobody_is_asked():
    github = GitHub(reviews=[approves("bob")])
    assert approvals(github, PULL, a_policy(budget(300)), People(github, PULL)) == ()
    assert github.asked == []


def test_where_nobody_approved_nobody_is_asked_about():
    github = GitHub(reviews=[approves("bob", state="COMMENTED")])
    assert approvals(github, PULL, protected(), People(github, PULL)) == ()
    assert github.asked == ["reviews"]


def test_an_approval_of_this_head_with_the_names_that_the_policy_means():
    github = GitHub(reviews=[approves("bob")], teams={"acme/dba": ["bob"], "acme/web": ["bob"]})
    (person,) = approvals(github, PULL, protected("@acme/dba", "@acme/ops"), People(github, PULL))
    assert (person.login, person.names) == ("bob", {"@acme/dba"})
    assert "permission bob" not in github.asked


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        pytest.param([approves("bob", head=OLD)], [], id="of an old head"),
        pytest.param([approves("bob", head=OLD), approves("bob")], ["bob"], id="of the old one, then of this one"),
        pytest.param([approves("bob"), approves("bob", head=OLD)], ["bob"], id="of this one, then of the old one"),
        pytest.param([approves("bob", state="DISMISSED")], [], id="dismissed"),
        pytest.param([approves("bob"), approves("bob", state="COMMENTED")], ["bob"], id="commented since"),
        pytest.param([approves("bob"), approves("bob", state="PENDING")], ["bob"], id="is writing another review"),
        pytest.param([approves("bob"), approves("BOB", state="CHANGES_REQUESTED")], [], id="objected since"),
        pytest.param(
            [approves("bob"), approves("bob", head=OLD, state="CHANGES_REQUESTED")],
            [],
            id="objected to an old head since",
        ),
        pytest.param([approves("bob", state="CHANGES_REQUESTED"), approves("bob")], ["bob"], id="objected before"),
        pytest.param([approves("bob"), approves("dave", state="CHANGES_REQUESTED")], ["bob"], id="another objected"),
        pytest.param([approves("bob"), approves("Bob")], ["Bob"], id="twice"),
        pytest.param([approves("review-app[bot]"), approves("")], [], id="an App, a deleted account"),
        pytest.param([approves("alice")], [], id="the author"),
    ],
)
def test_what_counts(reviews, expected):
    assert approving(*reviews) == expected


def test_whoever_made_some_of_the_change_does_not_count():
    commits = [Commit(OLD, "bob", "web-flow"), Commit(HEAD, "alice", "dave")]
    assert approving(approves("bob"), approves("dave"), approves("carol"), commits=commits) == ["carol"]
    assert approving(approves("bob"), pushes=[a_push("bob")]) == []


@pytest.mark.parametrize(
    "github", [{"commits": Refused("too many")}, {"commits": [Commit(HEAD, None, None)], "pushes": []}]
)
def test_where_it_is_not_known_who_made_it_approvals_are_not_known_either(github):
    around = GitHub(reviews=[approves("bob")], teams={"acme/dba": ["bob"]}, **github)
    assert approvals(around, PULL, protected(), People(around, PULL)) is None


@pytest.mark.parametrize(
    ("logins", "verdict"),
    [
        ((), Verdict.REVIEW),
        (("bob",), Verdict.REVIEW),
        (("bob", "carol"), Verdict.REVIEW),
        (("bob", "dave"), Verdict.PASS),
    ],
)
def test_a_protected_path_is_free_once_enough_of_its_reviewers_approved(logins, verdict):
    policy = protected(approvals=2)
    github = GitHub(reviews=[approves(login) for login in logins], teams={"acme/dba": ["bob"]})
    found = approvals(github, PULL, policy, People(github, PULL))
    change = a_change(a_file("deploy/schema.sql"), head=HEAD)
    assert evaluate(change, policy, Facts(author="alice", approvals=found)).verdict is verdict
