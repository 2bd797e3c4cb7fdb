"""Nothing that somebody wrote is live in what they are answered, whatever it is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.github.errors import Refused
from reviewbot.github.values import Commit
from reviewbot.server.people.answers import Answer, bodies
from reviewbot.server.people.commands import VERBS, Command, parse_commands
from reviewbot.server.people.explaining import answers_to
from reviewbot.server.people.said import Said
from reviewbot.server.people.waivers import Record
from tests.policies import a_policy, budget, forbidden
from tests.publish.test_author_text import assert_not_live, plans
from tests.render.strategies import few, reports, texts
from tests.server.people.conversation import HEAD, Conversation, says


def assert_harmless(body):
    assert_not_live(body)
    assert parse_commands(body) == ()  # what we say asks nothing of us


NAMES = few(texts.filter(bool))
commands = st.builds(
    Command,
    st.just(0),
    st.sampled_from(VERBS),
    st.sampled_from(["max-diff-lines", "forbidden-path", "max-files", ""]) | texts,
    texts,
    st.just("") | texts,
    texts,
)
logins = st.just("bob") | texts.filter(lambda text: text and not text.endswith("]"))


@settings(deadline=None, max_examples=150)
@given(commands, logins, reports, st.none() | plans, NAMES)
def test_in_an_answer(command, login, report, plan, names):
    said = [Said(says(login, ""), command)]
    policy = a_policy(budget(300, waivable_by=names), forbidden(waivable_by=names))
    for answer in answers_to(said, policy, report._replace(split_plan=plan)):
        assert_harmless(answer.body)


@settings(deadline=None, max_examples=150)
@given(commands, logins, NAMES, st.sampled_from([None, "commits", "pushes"]))
def test_in_what_is_said_of_a_waiver(command, login, names, unknown):
    policy = a_policy(budget(300, waivable_by=names), budget(10, number=2, waivable_by=(login,)), forbidden())
    commits = Refused("GitHub tells of 250 commits") if unknown == "commits" else [Commit(HEAD, None, "alice")]
    conversation = Conversation(policy, commits=commits, pushes=[] if unknown else None)
    for is_edited in (False, True):
        said = Said(says(login, "", is_edited=is_edited), command._replace(mistake="", verb="waive"))
        for answer in conversation.read_said([said]).answers:
            assert_harmless(answer.body)


@settings(deadline=None)
@given(texts, texts, st.sampled_from(["waive", "unwaive"]))
def test_in_what_was_recorded(reason, refused, verb):
    conversation = Conversation()
    conversation.records.kept.append(Record(1, 0, "max-files", "bob", reason, HEAD, "", refused, verb))
    said = Said(says("bob", ""), Command(0, verb, "max-files", reason))
    for answer in conversation.read_said([said]).answers:
        assert_harmless(answer.body)


def test_in_a_whole_comment():
    (body,) = bodies([Answer("answer-1-0", "one", 1), Answer("answer-1-1", "two", 1)])
    assert_harmless(body)
