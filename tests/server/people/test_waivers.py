from __future__ import annotations

import pytest

from reviewbot.engine import evaluate
from reviewbot.github.errors import Refused, Unavailable
from reviewbot.github.values import Commit
from reviewbot.model.facts import Facts
from reviewbot.server.people.waivers import OWN, TOO_EARLY, Record
from tests.builders import a_change, a_file
from tests.policies import a_policy, budget, forbidden
from tests.server.people.conversation import (
    HEAD,
    LATER,
    OLD,
    PULL,
    Conversation,
    a_push,
    says,
)

WAIVE = "/reviewbot waive max-diff-lines it was agreed"
UNWAIVE = "/reviewbot unwaive max-diff-lines"


def test_nobody_says_anything():
    conversation = Conversation()
    waivers = conversation.read(says("bob", "looks good"), says("bob", "/reviewbot help"))
    assert (waivers.accepted, waivers.answers, conversation.records.kept) == ((), (), [])
    assert conversation.github.asked == []


def test_a_maintainer_waives_a_rule_for_this_head():
    conversation = Conversation()
    (waiver,) = conversation.read(says("bob", WAIVE)).accepted
    assert (waiver.rule, waiver.by.login, waiver.reason, waiver.head) == (
        "max-diff-lines",
        "bob",
        "it was agreed",
        HEAD,
    )
    assert waiver.own_too is False
    assert conversation.records.kept == [Record(1, 0, "max-diff-lines", "bob", "it was agreed", HEAD, LATER)]


@pytest.mark.parametrize("role", ["admin", "maintain"])
def test_whom_maintainers_means(role):
    assert Conversation(roles={"bob": role}).accepts(says("bob", WAIVE)) == ["bob"]


@pytest.mark.parametrize("role", ["write", "triage", "read", "none", "Maintain", "maintain-docs"])
def test_whom_it_does_not_mean(role):
    conversation = Conversation(roles={"carol": role})
    assert "max-diff-lines may be waived here by `maintainers`." in conversation.refusal(says("carol", WAIVE))


def test_the_author_of_the_pull_request_may_not():
    """Though she owns the repository."""
    conversation = Conversation(commits=[Commit(HEAD, "dave", "dave")])
    assert OWN in conversation.refusal(says("alice", WAIVE))


@pytest.mark.parametrize("names", [("bob", "alice"), ("alice", "bob"), ("BOB", "web-flow")])
def test_whom_a_commit_names_may_not(names):
    conversation = Conversation(commits=[Commit(OLD, *names), Commit(HEAD, "alice", "alice")])
    assert OWN in conversation.refusal(says("bob", WAIVE))


def test_who_pushed_may_not_whatever_the_commits_say():
    conversation = Conversation(pushes=[a_push("bob")])
    assert OWN in conversation.refusal(says("bob", WAIVE))


def test_where_github_cannot_tell_of_all_commits_nobody_may():
    conversation = Conversation(commits=Refused("GitHub tells of 250 commits, and there may be more"))
    assert "250 commits" in conversation.refusal(says("bob", WAIVE))


UNKNOWN = [Commit(HEAD, None, None)]


def test_a_commit_of_nobodys_address_is_fine_where_it_is_known_who_pushed_it():
    assert Conversation(commits=UNKNOWN).accepts(says("bob", WAIVE)) == ["bob"]


@pytest.mark.parametrize("commit", [Commit(HEAD, None, None), Commit(HEAD, "alice", None), Commit(HEAD, None, "alice")])
def test_where_it_is_not_known_who_pushed_it_it_could_be_anybodys(commit):
    conversation = Conversation(commits=[commit], pushes=[])
    assert "nobody can say who made commit" in conversation.refusal(says("bob", WAIVE))


def test_where_nobody_tells_who_pushed_known_commits_will_do():
    assert Conversation(pushes=[]).accepts(says("bob", WAIVE)) == ["bob"]


def test_while_the_head_moves_nothing_is_decided():
    conversation = Conversation(commits=[Commit(OLD, "alice", "alice")])
    with pytest.raises(Unavailable, match="another head"):
        conversation.read(says("bob", WAIVE))
    assert conversation.records.kept == []


@pytest.mark.parametrize("login", ["dependabot[bot]", "Reviewbot[BOT]", ""])
def test_apps_and_deleted_accounts_are_not_listened_to(login):
    conversation = Conversation(a_policy(budget(300, waivable_by=(login or "x",))))
    assert conversation.read(says(login, WAIVE)) == ((), ())
    assert conversation.github.asked == []


DBA = a_policy(budget(300, waivable_by=("@acme/dba", "dave")))


def test_a_member_of_the_right_team():
    assert Conversation(DBA, teams={"acme/dba": ["carol"]}).accepts(says("carol", WAIVE)) == ["carol"]


def test_somebody_named_by_login():
    assert Conversation(DBA).accepts(says("Dave", WAIVE)) == ["Dave"]


def test_who_owns_the_repository_may_not_where_it_is_not_said():
    conversation = Conversation(DBA, teams={"acme/web": ["bob"]}, roles={"bob": "admin"})
    assert "`@acme/dba` or `dave`" in conversation.refusal(says("bob", WAIVE))
    assert "permission bob" not in conversation.github.asked


def test_somebody_who_is_called_like_a_name_of_a_policy_is_not_meant():
    assert Conversation(roles={"maintainers": "read"}).accepts(says("maintainers", WAIVE)) == []


@pytest.mark.parametrize("name", ["acme/dba", "@acme", "@acme/", "@"])
def test_a_name_that_is_no_team_means_nobody(name):
    conversation = Conversation(
        a_policy(budget(300, waivable_by=(name,))), teams={"acme/dba": ["carol"], "acme/": ["carol"]}
    )
    assert conversation.accepts(says("carol", WAIVE)) == []


def test_nobody_may_where_the_list_is_empty():
    conversation = Conversation(a_policy(budget(300, waivable_by=())))
    assert "nobody may waive" in conversation.refusal(says("bob", WAIVE))
    assert conversation.github.asked == []


def test_a_rule_that_the_policy_does_not_have():
    answer = Conversation().refusal(says("bob", "/reviewbot waive max-file-lines x"))
    assert "the policy here has no `max-file-lines`; did you mean `max-diff-lines`?" in answer


TWO = a_policy(forbidden("config/", waivable_by=("bob",)), forbidden("migrations/", number=2, waivable_by=("dave",)))
TOUCHED = a_change(a_file("config/a"), a_file("migrations/b"), head=HEAD)


def test_of_two_instances_only_those_are_lifted_that_name_who_waives():
    conversation = Conversation(TWO)
    waive = "/reviewbot waive forbidden-path agreed"
    waivers = conversation.read(says("bob", waive))
    report = evaluate(TOUCHED, TWO, Facts(author="alice", waivers=waivers.accepted))
    assert [(each.path, each.waived is not None) for each in report.findings] == [
        (b"config/a", True),
        (b"migrations/b", False),
    ]
    assert "The policy has the rule 2 times; 1 of these may be waived by `dave`." in waivers.answers[0].body
    both = conversation.read(says("bob", waive), says("dave", waive))
    report = evaluate(TOUCHED, TWO, Facts(author="alice", waivers=both.accepted))
    assert [each.waived.by for each in report.findings] == ["bob", "dave"]


# The head: what was said about another one says nothing about this one.


@pytest.mark.parametrize(
    ("written_at", "holds"),
    [
        ("2026-01-01T11:59:59Z", False),
        ("2026-01-01T12:00:00Z", False),
        ("2026-01-01T12:00:01Z", True),
        ("2026-01-01T13:00:01+01:00", True),
        ("2026-01-01T12:00:01+01:00", False),
        ("2026-01-01T12:00:01", False),
        ("today", False),
        ("", False),
    ],
)
def test_a_comment_counts_once_the_head_was_seen_before(written_at, holds):
    conversation = Conversation()
    assert conversation.accepts(says("bob", WAIVE, at=written_at)) == (["bob"] if holds else [])
    assert holds or TOO_EARLY in conversation.refusal(says("bob", WAIVE, at=written_at))


@pytest.mark.parametrize(
    ("seen_at", "holds"), [("2026-01-01T12:00:04.999Z", True), ("2026-01-01T12:00:05.001Z", False)]
)
def test_the_time_of_a_comment_is_whole_seconds(seen_at, holds):
    assert Conversation().accepts(says("bob", WAIVE), seen_at=seen_at) == (["bob"] if holds else [])


def test_a_head_that_came_back_since_is_another_one():
    """It was seen long before; between the two there was one about which the comment was."""
    conversation = Conversation(pushes=[a_push("alice", before=OLD, kind="force_push", at=LATER), a_push("alice", OLD)])
    assert TOO_EARLY in conversation.refusal(says("bob", WAIVE))
    assert conversation.accepts(says("bob", WAIVE), says("bob", WAIVE, at="2026-01-01T12:00:06Z")) == ["bob"]


def test_where_the_head_was_not_seen_yet_nothing_is_decided():
    conversation = Conversation()
    assert conversation.read(says("bob", WAIVE), seen_at="") == ((), ())
    assert conversation.accepts(says("bob", WAIVE)) == ["bob"]


def test_a_push_ends_it():
    conversation = Conversation(commits=[Commit(HEAD, "alice", "alice"), Commit(OLD, "alice", "alice")])
    assert conversation.accepts(says("bob", WAIVE), head=OLD) == ["bob"]
    waivers = conversation.read(says("bob", WAIVE), head=HEAD)
    assert waivers == ((), ())
    assert conversation.accepts(says("bob", WAIVE), says("bob", WAIVE), head=HEAD) == ["bob"]


# What was decided stays decided.


def test_what_was_accepted_is_not_decided_again():
    conversation = Conversation()
    conversation.read(says("bob", WAIVE))
    conversation.github.asked.clear()
    assert conversation.accepts(says("bob", WAIVE), seen_at="2026-01-02T00:00:00Z") == ["bob"]
    assert conversation.github.asked == ["permission bob", "commits", "pushes acme/shop feature"]
    assert len(conversation.records.kept) == 1


def test_who_turns_out_to_have_pushed_waives_nothing_any_more():
    """GitHub tells of a push some time after it; the commits may name somebody else."""
    conversation = Conversation(pushes=[])
    assert conversation.accepts(says("bob", WAIVE)) == ["bob"]
    conversation.github._pushes = [a_push("bob")]
    assert conversation.accepts(says("bob", WAIVE)) == []


def test_where_nobody_can_say_any_more_who_made_the_change_no_waiver_holds():
    conversation = Conversation(commits=UNKNOWN)
    assert conversation.accepts(says("bob", WAIVE)) == ["bob"]
    conversation.github._pushes = []
    assert conversation.accepts(says("bob", WAIVE)) == []


def test_what_was_refused_is_not_asked_again():
    conversation = Conversation()
    first = conversation.read(says("carol", WAIVE))
    conversation.github.asked.clear()
    assert conversation.read(says("carol", WAIVE)) == first
    assert conversation.github.asked == []
    assert [each.refused for each in conversation.records.kept] == [
        "max-diff-lines may be waived here by `maintainers`"
    ]


def test_who_may_no_longer_waive_waives_nothing_any_more():
    conversation = Conversation()
    conversation.read(says("bob", WAIVE))
    conversation.github._roles["bob"] = "write"
    assert conversation.accepts(says("bob", WAIVE)) == []


def test_an_edited_comment_does_not_count():
    conversation = Conversation()
    assert "was edited" in conversation.refusal(says("bob", WAIVE, is_edited=True))
    assert conversation.github.asked == conversation.records.kept == []


def test_editing_or_deleting_the_comment_ends_it():
    conversation = Conversation()
    assert conversation.accepts(says("bob", WAIVE)) == ["bob"]
    assert "holds no longer" in conversation.refusal(says("bob", WAIVE, is_edited=True))
    assert conversation.accepts(says("bob", "never mind")) == []
    assert conversation.accepts() == []


def test_what_an_edit_is_answered_is_another_answer():
    conversation = Conversation()
    keys = {conversation.read(says("bob", WAIVE, is_edited=edited)).answers[0].key for edited in (False, True)}
    assert keys == {"answer-1-0", "answer-1-0-edited"}


# Taking back.


def test_who_may_waive_may_take_back_what_another_waived():
    conversation = Conversation(roles={"dave": "admin"})
    waivers = conversation.read(says("bob", WAIVE), says("dave", UNWAIVE))
    assert waivers.accepted == ()
    assert "Taken back" in waivers.answers[-1].body
    assert conversation.records.kept[-1].verb == "unwaive"
    assert conversation.accepts(says("bob", WAIVE), says("dave", UNWAIVE), says("bob", WAIVE)) == ["bob"]


@pytest.mark.parametrize("login", ["carol", "alice"])
def test_who_may_not_waive_may_not_take_back(login):
    conversation = Conversation()
    waivers = conversation.read(says("bob", WAIVE), says(login, UNWAIVE))
    assert [each.by.login for each in waivers.accepted] == ["bob"]
    assert "Not taken back" in waivers.answers[-1].body
    assert conversation.accepts(says("bob", WAIVE), says(login, UNWAIVE)) == ["bob"]


def test_who_was_refused_may_not_take_back_either():
    comments = (says("bob", WAIVE), says("carol", WAIVE), says("carol", UNWAIVE))
    assert Conversation().accepts(*comments) == ["bob"]


def test_who_waived_may_take_it_back_though_they_might_not_waive_now():
    conversation = Conversation()
    conversation.read(says("bob", WAIVE))
    conversation.github._roles["bob"] = "write"
    conversation.read(says("bob", WAIVE), says("bob", UNWAIVE))
    conversation.github._roles["bob"] = "maintain"
    assert conversation.accepts(says("bob", WAIVE), says("bob", UNWAIVE)) == []


def test_what_was_taken_back_stays_so_when_that_comment_is_deleted():
    conversation = Conversation()
    conversation.read(says("bob", WAIVE), says("bob", UNWAIVE))
    assert conversation.accepts(says("bob", WAIVE)) == []


def test_another_rule_is_not_taken_back():
    conversation = Conversation(a_policy(budget(300), forbidden()))
    comments = (says("bob", WAIVE), says("bob", "/reviewbot unwaive forbidden-path"))
    assert conversation.accepts(*comments) == ["bob"]


def test_within_a_comment_the_order_counts():
    assert Conversation().accepts(says("bob", f"{WAIVE}\n{UNWAIVE}")) == []
    assert Conversation().accepts(says("bob", f"{UNWAIVE}\n{WAIVE}")) == ["bob"]


def test_a_mistake_is_no_waiver():
    conversation = Conversation()
    assert conversation.read(says("bob", "/reviewbot waive max-diff-lines")) == ((), ())


def test_a_pull_request_whose_author_is_gone():
    conversation = Conversation(pull=PULL._replace(author=""))
    assert conversation.accepts(says("bob", WAIVE)) == ["bob"]


def test_several_waivers_of_a_head_stand_side_by_side():
    assert Conversation(roles={"dave": "admin"}).accepts(says("bob", WAIVE), says("dave", WAIVE)) == ["bob", "dave"]
