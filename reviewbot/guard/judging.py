"""What the policy says of what an agent asks: of the paths first, then of the change that it would lead to.

An edit answers for what it causes: a path it touches, a line it adds, a budget it uses more of. What was wrong before
stays for the commit to find, so that an agent can always take back what is too much.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import cast

from reviewbot.diff.path_patterns import guards
from reviewbot.engine import applying, evaluate, needs_of
from reviewbot.errors import SourceError
from reviewbot.guard.agents import agent_names, load_agent
from reviewbot.guard.asked import Answer, Asked, Decision
from reviewbot.guard.causing import caused, is_about_paths
from reviewbot.guard.drafts import Drafts
from reviewbot.guard.places import Place, place_of
from reviewbot.guard.wording import Cause, worded
from reviewbot.installed import HOOK_MARK
from reviewbot.judgement import governing_texts, local_facts
from reviewbot.model.change import MODE_ABSENT, Change, ChangedFile, FileStatus
from reviewbot.model.facts import SCOPE_PATH, Facts
from reviewbot.model.policy import Policy
from reviewbot.model.report import Finding, Report, Severity
from reviewbot.policy import load_policy
from reviewbot.render.text.escape import shown
from reviewbot.rules import load_rule
from reviewbot.rules.unsafe_path import GIT_FOLDER
from reviewbot.sources.snapshot import Written
from reviewbot.sources.working import WorkingChange

_ANSWERS = {Severity.BLOCK: Answer.DENY, Severity.REVIEW: Answer.ASK, Severity.WARN: Answer.ALLOW}
# What a file that is written may be to the change as a whole: it may be there at base or not.
_WRITTEN, _GONE = (FileStatus.ADDED, FileStatus.MODIFIED), (FileStatus.DELETED,)
_OUTSIDE = "is outside of this repository, and its policy is about this repository only"
_NESTED = "is in another repository within this one, and the policy is about this repository only"
_DECLARED = "says what this work is about; a person decides whether it becomes about more"
_SCOPE = ("/" + SCOPE_PATH.decode(),)
_OWN_HOOK = "is a hook that holds changes to the policy; only a person changes it"
_OWN_SETTINGS = "holds the settings that keep this agent within the policy; only a person changes it"


def judge(asked: Asked, agent: str, working: WorkingChange, *, floor: str | None, author: str | None) -> Decision:
    """The decision on all that one use of a tool would do: the heaviest on any part of it.

    Raises ReviewbotError when it cannot be decided.
    """
    texts, _ = governing_texts(working.base, floor, working.repository.git_dir)
    policy = load_policy(texts)
    facts = local_facts(working.base, policy, author)
    facts = facts._replace(agents=(*facts.agents, f"agent:{agent}"))
    causes = [*_of_commands(asked.commands, policy, facts)]
    if asked.edits:
        causes += _of_edits(asked, working, policy, facts, floor)
    return worded(causes, texts)


def _of_commands(commands: Sequence[str], policy: Policy, facts: Facts) -> Iterator[Cause]:
    if not commands:
        return
    for instance in applying(policy, facts):
        if instance.rule == "forbidden-command":
            from reviewbot.rules.forbidden_command import Options, decide  # only commands wait for the parser

            options = cast("Options", instance.options)
            for decision in (decide(options, command) for command in commands):
                answer = _of_command(decision.kind.value, instance.severity)
                if answer is not Answer.ALLOW:
                    yield Cause(answer, f"{instance.rule}: {shown(decision.why)}", instance.reason)


def _of_command(kind: str, severity: Severity) -> Answer:
    """A severity lightens what is denied, and what is only warned of is not even asked."""
    if kind == Answer.DENY:
        return _ANSWERS[severity]
    return Answer.ALLOW if severity is Severity.WARN else Answer(kind)


def _of_edits(asked: Asked, working: WorkingChange, policy: Policy, facts: Facts, floor: str | None) -> list[Cause]:
    top = working.repository.work_tree
    if top is None:
        raise SourceError("a bare repository has no working tree", where=working.repository.git_dir)
    named = {path for edit in asked.edits for path in (edit.path, edit.source) if path is not None}
    places = {path: place_of(path, asked.folder, top) for path in sorted(named)}
    causes = [_outside(path, asked.folder) for path, place in places.items() if place is None]
    drafts = Drafts()
    touched: dict[str, Place] = {}
    for edit in asked.edits:
        place, source = places[edit.path], places[edit.source or edit.path]
        if place is not None and source is not None:
            drafts.make(edit, place, source)
            touched[edit.path] = place
        elif place is not None:  # what comes from outside is not known, where it goes is
            causes += [*_of_keepers(place, None), *_of_place(place, False, policy, facts)]
    for path in sorted(named):
        if floor is not None and os.path.realpath(os.path.join(asked.folder, path)) == os.path.realpath(floor):
            causes.append(Cause(Answer.DENY, f"{shown(path)} {_OWN_SETTINGS}"))
    for place in touched.values():
        causes += _of_keepers(place, drafts.before(place))
        causes += _of_place(place, drafts.is_gone(place), policy, facts)
    if any(cause.answer is Answer.DENY for cause in causes) or not drafts.writes():
        return causes  # what may not be touched at all need not be measured
    return causes + _of_change(drafts.writes(), working, policy, facts)


def _outside(path: str, folder: str) -> Cause:
    """A person decides, but not of what would take the guard away: settings for all of a user's work, a .git there."""
    landing = os.fsencode(os.path.realpath(os.path.join(folder, path)).lstrip("/"))
    if guards(_own_settings(), landing):
        return Cause(Answer.DENY, f"{shown(path)} {_OWN_SETTINGS}")
    if guards(GIT_FOLDER, landing):
        return Cause(Answer.DENY, f"{shown(path)} is in git's own folder")
    return Cause(Answer.ASK, f"{shown(path)} {_OUTSIDE}")


def _own_settings() -> tuple[str, ...]:
    """Patterns for the settings of all agents, in every folder that one may be started in."""
    return tuple(f"**/{name}" for agent in agent_names() for name in load_agent(agent).guarded)


def _of_keepers(place: Place, content: bytes | None) -> Iterator[Cause]:
    """What is said of files that hold an agent to something, which it must not loosen by itself. content: as it is."""
    for name in place.named:
        if guards(_own_settings(), name):
            yield Cause(Answer.DENY, f"{shown(os.fsdecode(name))} {_OWN_SETTINGS}")
        if guards(_SCOPE, name) and content is not None:
            yield Cause(Answer.ASK, f"{shown(os.fsdecode(name))} {_DECLARED}")
    if content is not None and HOOK_MARK.encode() in content:
        yield Cause(Answer.DENY, f"{shown(os.fsdecode(place.file))} {_OWN_HOOK}")


def _of_place(place: Place, gone: bool, policy: Policy, facts: Facts) -> Iterator[Cause]:
    """What is said of the paths alone, whatever the file is at base."""
    if place.nested:
        yield Cause(Answer.ASK, f"{shown(os.fsdecode(place.file))} {_NESTED}")
    for name in place.named:
        by_status = [
            {(finding.rule, finding.instance): finding for finding in _about(name, status, policy, facts)}
            for status in (_GONE if gone else _WRITTEN)
        ]
        for key, finding in by_status[-1 if os.path.lexists(place.full) else 0].items():
            if all(key in findings for findings in by_status):
                yield _cause(finding)


def _about(path: bytes, status: FileStatus, policy: Policy, facts: Facts) -> Iterator[Finding]:
    """The findings on a path. What is always on is about what happens now, and not about what base makes of it."""
    file = ChangedFile(path, status=status)
    if status is FileStatus.ADDED:
        file = file._replace(old_mode=MODE_ABSENT)
    elif status is FileStatus.DELETED:
        file = file._replace(new_mode=MODE_ABSENT)
    for finding in _open(evaluate(Change(files=(file,), commits=1), policy, facts)):
        if finding.path is not None and finding.line is None and is_about_paths(finding.rule):
            yield finding
    if status is FileStatus.DELETED:
        yield from (each for each in _about(path, FileStatus.MODIFIED, policy, facts) if load_rule(each.rule).always_on)


def _of_change(
    writes: dict[bytes, Written | None], working: WorkingChange, policy: Policy, facts: Facts
) -> list[Cause]:
    """What is said of the whole change with the edit in it, as far as the edit causes it."""
    needs = needs_of(policy)
    with working.with_writes(writes) as found:
        after = evaluate(found.read(needs), policy, facts)
    findings = [finding for finding in _open(after) if not load_rule(finding.rule).at_the_end]
    if all(_ANSWERS[finding.severity] is Answer.ALLOW for finding in findings):
        return []
    with working.with_writes({}) as found:
        before = evaluate(found.read(needs), policy, facts)
    causes = [_cause(finding, before, after) for finding in caused(findings, before, after, writes.keys())]
    if any(cause.answer is not Answer.ALLOW for cause in causes) and (ignored := working.ignored(writes)):
        kept = {path: written for path, written in writes.items() if path not in ignored}
        return _of_change(kept, working, policy, facts) if kept else []  # git takes no ignored file into a change
    return causes


def _open(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.waived is None]


def _cause(finding: Finding, before: Report | None = None, after: Report | None = None) -> Cause:
    place = "" if finding.path is None else f"{shown(os.fsdecode(finding.path))}: "
    if finding.line is not None:
        place = f"{place[:-2]}:{finding.line}: "
    said = f"{finding.rule}: {place}{shown(finding.message)}"
    answer = _ANSWERS[finding.severity]
    for old, new in zip(before.budgets if before else (), after.budgets if after else (), strict=False):
        if (new.rule, new.instance) == (finding.rule, finding.instance) and finding.path is None:
            return Cause(answer, said, finding.reason, finding.help, left=max(0, old.limit - old.used), unit=new.unit)
    return Cause(answer, said, finding.reason, finding.help)
