"""Waivers: who may make an exception from a rule, recorded with who and why, for one head and no other.

A comment counts for a head only when reviewbot had seen that head before it was written, by GitHub's clock on both
sides: otherwise a push just before or after it would be covered by what was said about another change. What was decided
of a comment stays decided, so that nobody is asked for again: whoever may waive since, or means a newer head, says it
in a new comment. A comment that was edited or deleted waives nothing any more. (GitHub's times are whole seconds: an
edit in the very second in which a comment was written cannot be told from none.)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from reviewbot.github.values import PullRequest
from reviewbot.model.facts import Person, Waiver
from reviewbot.model.policy import Instance, Policy
from reviewbot.policy.wording import did_you_mean
from reviewbot.server.people.answers import Answer
from reviewbot.server.people.persons import People
from reviewbot.server.people.records import Record, WaiverRecords
from reviewbot.server.people.said import Said, said_at
from reviewbot.server.people.waiver_answers import EDITED, accepted_text, refused_text, unwaived_text

__all__ = ["Record", "Said", "WaiverRecords", "Waivers", "read_waivers", "said_at"]

TOO_EARLY = "it was written before reviewbot had looked at the newest head; say it again if you mean that one"
OWN = "whoever made some of the change may not waive a rule for it"


class Waivers(NamedTuple):
    """accepted: what holds for the head as it is now. answers: to those who asked."""

    accepted: tuple[Waiver, ...]
    answers: tuple[Answer, ...] = ()


def read_waivers(
    pull: PullRequest, policy: Policy, said: Sequence[Said], people: People, records: WaiverRecords, head_seen_at: str
) -> Waivers:
    """What holds for the head, and what is answered; each decision is in `records` before this returns.

    head_seen_at: by GitHub's clock, ISO: when we knew that this is the head, and there was no other one since. Without
    it nothing new is decided.
    """
    return _Reading(pull, policy, people, records).read(said, head_seen_at)


class _Reading:
    def __init__(self, pull: PullRequest, policy: Policy, people: People, records: WaiverRecords) -> None:
        self._pull, self._policy, self._people, self._records = pull, policy, people, records
        self._known = {each.place: each for each in records.of(pull.repository.id, pull.number)}

    def read(self, said: Sequence[Said], head_seen_at: str) -> Waivers:
        asked = [each for each in said if each.command.verb in ("waive", "unwaive") and not each.command.mistake]
        answers: list[Answer] = []
        standing: dict[tuple[int, int], Record] = {}
        for each in asked:
            if each.comment.is_edited:
                answers.append(each.answer(EDITED, "-edited"))
                continue
            record = self._known.get(each.place) or self._decide(each, standing, head_seen_at)
            if record is not None:
                standing[each.place] = record
                answers += self._answer(each, record)
        waivers = (
            self._waiver(record) for record in standing.values() if self._holds(record) and self._is_other(record)
        )
        return Waivers(tuple(waiver for waiver in waivers if self._may(waiver.rule, waiver.by)), tuple(answers))

    def _holds(self, record: Record) -> bool:
        """Whether it waives something still. Who takes it back need not leave their comment there."""
        head = self._pull.head_sha
        ends = (each for each in self._known.values() if each.holds_for(head, "unwaive") and each.rule == record.rule)
        return record.holds_for(head, "waive") and not any(end.place > record.place for end in ends)

    def _is_other(self, record: Record) -> bool:
        """Whether it is somebody else's change, as of now: GitHub tells of who pushed some time after the push."""
        return not self._people.makers.may_include(record.login)

    def _decide(self, said: Said, standing: dict[tuple[int, int], Record], head_seen_at: str) -> Record | None:
        if not head_seen_at:
            return None
        comment, command = said
        if command.verb == "waive":
            refused = self._refuses(said, head_seen_at)
        else:
            given = {
                each.login.lower() for each in standing.values() if each.rule == command.subject and self._holds(each)
            }
            refused = "" if comment.author.lower() in given else self._bars(command.subject, comment.author)
        record = Record(
            comment.id,
            command.position,
            command.subject,
            comment.author,
            command.reason,
            self._pull.head_sha,
            comment.created_at,
            refused,
            command.verb,
        )
        self._records.record(self._pull.repository.id, self._pull.number, record)
        self._known[record.place] = record
        return record

    def _refuses(self, said: Said, head_seen_at: str) -> str:
        """Why a waiver does not hold, "" when it does. Whom GitHub must be asked about comes last."""
        written_at = said.comment.created_at
        if not _is_later(written_at, head_seen_at):
            return TOO_EARLY
        return self._bars(said.command.subject, said.comment.author) or (
            "" if _is_later(written_at, self._people.makers.pushed_at or head_seen_at) else TOO_EARLY
        )

    def _bars(self, rule: str, login: str) -> str:
        """Why somebody may not waive a rule here, "" when they may."""
        instances = self._instances(rule)
        names = _names(instances)
        if not instances:
            rules = sorted({each.rule for each in self._policy.instances})
            return f"the policy here has no `{rule}`; {did_you_mean(rule, rules, 'it has')}"
        if not names:
            return f"nobody may waive {rule} here"
        if self._people.makers.unknown:
            return self._people.makers.unknown
        if self._people.makers.may_include(login):
            return OWN
        if not self._may(rule, self._people.person(login, names)):
            return f"{rule} may be waived here by {' or '.join(f'`{name}`' for name in names)}"
        return ""

    def _instances(self, rule: str) -> list[Instance]:
        return [each for each in self._policy.instances if each.rule == rule]

    def _may(self, rule: str, person: Person) -> bool:
        return any(person.is_one_of(each.waivable_by) for each in self._instances(rule))

    def _waiver(self, record: Record) -> Waiver:
        """With what the person is called as of now: who is named no longer lifts nothing."""
        person = self._people.person(record.login, _names(self._instances(record.rule)))
        return Waiver(record.rule, person, record.reason, record.head)

    def _answer(self, said: Said, record: Record) -> list[Answer]:
        if record.refused:
            return [said.answer(refused_text(record))]
        if record.head != self._pull.head_sha:
            return []  # it was answered when it held
        if record.verb == "unwaive":
            return [said.answer(unwaived_text(record))]
        person = self._waiver(record).by
        return [said.answer(accepted_text(record, person, self._instances(record.rule)))]


def _names(instances: Sequence[Instance]) -> list[str]:
    return sorted({name for each in instances for name in each.waivable_by})


def _is_later(written_at: str, than: str) -> bool:
    """Whether one ISO time is after another; equal ones are not, and what is no time is not either."""
    try:
        return datetime.fromisoformat(written_at) > datetime.fromisoformat(than)
    except (ValueError, TypeError):  # also one with an offset and one without
        return False
