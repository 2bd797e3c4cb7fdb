"""Waivers: who may make an exception from a rule, recorded with who and why, for one head and no other.

A comment counts for a head only when reviewbot had seen that head before it was written, by GitHub's clock on both
sides: otherwise a push just before or after it would be covered by what was said about another change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from reviewbot.github.values import Comment, PullRequest
from reviewbot.model.facts import Waiver
from reviewbot.model.policy import Policy
from reviewbot.policy.wording import did_you_mean
from reviewbot.render.markdown import words
from reviewbot.render.text.markup import code
from reviewbot.server.people.answers import Answer
from reviewbot.server.people.commands import Command, parse_commands
from reviewbot.server.people.persons import People, is_bot


class Record(NamedTuple):
    """What was decided of a command, once and for all.

    comment, position: which it was. accepted_at: the comment's own time, ISO. refused: why it does not hold, "" when it
    does.
    """

    comment: int
    position: int
    rule: str
    login: str
    reason: str
    head: str
    accepted_at: str
    refused: str = ""


class WaiverRecords(Protocol):
    """Where decisions are kept. `of` gives them in the order in which they were made."""

    def of(self, repository: int, number: int) -> Sequence[Record]: ...

    def record(self, repository: int, number: int, record: Record) -> None: ...


class Waivers(NamedTuple):
    """accepted: what holds for the head as it is now. answers: to those who asked."""

    accepted: tuple[Waiver, ...]
    answers: tuple[Answer, ...] = ()


class Said(NamedTuple):
    """A command and the comment that it stands in."""

    comment: Comment
    command: Command

    @property
    def key(self) -> str:
        return f"answer-{self.comment.id}-{self.command.position}"


def said_at(comments: Iterable[Comment]) -> list[Said]:
    """The commands of a conversation. What was edited does not count: others answered to what it said before."""
    return [
        Said(comment, command)
        for comment in comments
        if not comment.is_edited and not is_bot(comment.author)
        for command in parse_commands(comment.body)
    ]


def read_waivers(
    pull: PullRequest, policy: Policy, said: Sequence[Said], people: People, records: WaiverRecords, head_seen_at: str
) -> Waivers:
    """What holds for this head. head_seen_at: since when our check stands there, ISO; "" decides nothing new."""
    known = {(each.comment, each.position): each for each in records.of(pull.repository.id, pull.number)}
    holding: dict[tuple[int, int], Record] = {}
    answers: list[Answer] = []
    for each in said:
        comment, command = each
        place = (comment.id, command.position)
        if command.verb == "unwaive" and not command.mistake:
            if _may(policy, command.subject, comment.author, people):
                holding = {key: record for key, record in holding.items() if record.rule != command.subject}
            continue
        if command.verb != "waive":
            continue
        record = known.get(place)
        if record is None and head_seen_at:
            record = _decide(pull, policy, each, people, head_seen_at)
            records.record(pull.repository.id, pull.number, record)
        if record is None:
            continue
        answers.append(Answer(each.key, _answer(record)))
        if not record.refused and record.head == pull.head_sha:
            holding[place] = record
    return Waivers(tuple(_waiver(policy, record, people) for record in holding.values()), tuple(answers))


def _decide(pull: PullRequest, policy: Policy, said: Said, people: People, head_seen_at: str) -> Record:
    comment, command = said
    refused = (
        command.mistake
        or _unknown_rule(policy, command.subject)
        or ("" if _is_after(comment.created_at, head_seen_at) else _TOO_EARLY)
        or ("" if not people.made_it(comment.author) else _OWN)
        or ("" if _may(policy, command.subject, comment.author, people) else _may_not(policy, command.subject))
    )
    return Record(
        comment.id,
        command.position,
        command.subject,
        comment.author,
        command.reason,
        pull.head_sha,
        comment.created_at,
        refused,
    )


def _is_after(time: str, other: str) -> bool:
    """Whether one time (ISO) is later; of what is none, nothing is known."""
    try:
        return datetime.fromisoformat(time) > datetime.fromisoformat(other)
    except (ValueError, TypeError):
        return False


_TOO_EARLY = "it was written before reviewbot had looked at the newest head; say it again if you mean this one"
_OWN = "whoever made some of the change may not waive a rule for it"


def _unknown_rule(policy: Policy, rule: str) -> str:
    rules = sorted({instance.rule for instance in policy.instances})
    return "" if rule in rules else f"the policy has no such rule; {did_you_mean(rule, rules, 'the rules are')}"


def _may(policy: Policy, rule: str, login: str, people: People) -> bool:
    return any(
        people.person(login, instance.waivable_by).is_one_of(instance.waivable_by)
        for instance in policy.instances
        if instance.rule == rule
    )


def _may_not(policy: Policy, rule: str) -> str:
    names = sorted({name for each in policy.instances if each.rule == rule for name in each.waivable_by})
    return f"this rule may be waived by {' or '.join(names)}" if names else "nobody may waive this rule"


def _waiver(policy: Policy, record: Record, people: People) -> Waiver:
    """As it stands now: who may no longer waive is not named by any instance, and then the engine does not lift it."""
    wanted = {name for each in policy.instances if each.rule == record.rule for name in each.waivable_by}
    return Waiver(record.rule, people.person(record.login, wanted), record.reason, record.head)


def _answer(record: Record) -> str:
    who = words(record.login)
    if record.refused:
        return f"Not waived, {who}: {words(record.refused)}."
    what = f"{code(record.rule)} for head {code(record.head[:12])}, until the next push"
    return f"Waived by {who}: {what}. Reason: {words(record.reason)}"
