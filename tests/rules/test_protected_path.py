from __future__ import annotations

import pytest

from reviewbot.model.facts import Facts, Person
from reviewbot.model.report import Severity
from reviewbot.rules.protected_path import RULE, Options, check
from tests.builders import a_file, a_scope

ANN = Person("ann", frozenset({"@acme/dba"}))
BOB = Person("bob", frozenset({"@acme/dba"}))
EVE = Person("eve")
ONE = Options(reviewers=("@acme/dba",))
TWO = Options(reviewers=("@acme/dba", "@eve"), approvals=2)


def findings(options, *approvals, author=None, known=True):
    facts = Facts(author=author, approvals=approvals if known else None)
    return list(check(a_scope(a_file("deploy/a"), a_file("deploy/b"), facts=facts), options))


@pytest.mark.parametrize(
    ("options", "approvals"),
    [
        pytest.param(ONE, [ANN], id="one approval"),
        pytest.param(ONE, [EVE, BOB], id="one of several"),
        pytest.param(TWO, [ANN, BOB], id="two of one team"),
        pytest.param(TWO, [ANN, EVE], id="a team and a login"),
    ],
)
def test_says_nothing_once_enough_reviewers_approved(options, approvals):
    assert findings(options, *approvals) == []


@pytest.mark.parametrize(
    ("options", "approvals", "message"),
    [
        pytest.param(ONE, [], "needs 1 approval by @acme/dba", id="nobody"),
        pytest.param(ONE, [EVE], "needs 1 approval by @acme/dba", id="somebody else"),
        pytest.param(TWO, [], "needs 2 approvals by @acme/dba or @eve", id="nobody of two"),
        pytest.param(TWO, [BOB], "needs 1 more approval by @acme/dba or @eve", id="one of two"),
        pytest.param(TWO, [ANN, ANN], "needs 1 more approval by @acme/dba or @eve", id="the same person twice"),
    ],
)
def test_says_how_many_approvals_are_wanted(options, approvals, message):
    first, second = findings(options, *approvals)
    assert (first.path, second.path) == (b"deploy/a", b"deploy/b")
    assert first.message == message
    assert first.severity is None


def test_finds_each_file_where_approvals_are_not_known():
    first, _second = findings(ONE, known=False)
    assert first.message == "needs 1 approval by @acme/dba; who has approved is not known here"


def test_the_author_does_not_approve_the_own_change():
    assert len(findings(ONE, ANN, author="Ann")) == 2
    assert findings(ONE, ANN, BOB, author="ann") == []


def test_asks_for_review_and_guards_its_paths():
    assert RULE.severity is Severity.REVIEW
    assert RULE.guards
