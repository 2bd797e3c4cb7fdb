"""What the policy says of what an agent asks: of the paths first, then of the change that it would lead to.

An edit answers for what it causes: a path it touches, a line it adds, a budget it uses more of. What was wrong before
stays for the commit to find, so that an agent can always take back what is too much.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from reviewbot.diff.path_patterns import guards
from reviewbot.engine import applying, evaluate, needs_of
from reviewbot.guard.agents import agent_names, load_agent
from reviewbot.guard.asked import Answer, Asked, Decision, Edit
from reviewbot.guard.places import Place, place_of, written
from reviewbot.guard.wording import Cause, worded
from reviewbot.judgement import governing_texts
from reviewbot.model.change import MODE_ABSENT, Change, ChangedFile, FileStatus
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Policy
from reviewbot.model.report import Finding, Report, Severity
from reviewbot.model.rule import MatchUse
from reviewbot.policy import load_policy
from reviewbot.render.text.escape import shown
from reviewbot.rules import load_rule
from reviewbot.sources.git import Limits
from reviewbot.sources.repository import Repository, find_repository
from reviewbot.sources.working import WorkingChange, open_working

_ANSWERS = {Severity.BLOCK: Answer.DENY, Severity.REVIEW: Answer.ASK, Severity.WARN: Answer.ALLOW}
_OUTSIDE = "is outside of this repository, and its policy is about this repository only"
_OWN_SETTINGS = "holds the settings that keep this agent within the policy; only a person changes it"


def judge(asked: Asked, agent: str, *, floor: str | None, author: str | None, limits: Limits | None = None) -> Decision:
    """The decision on all that one use of a tool would do: the heaviest on any part of it.

    Raises ReviewbotError when it cannot be decided.
    """
    if not asked.edits and not asked.commands:
        return Decision()
    repository = find_repository(asked.folder)
    with open_working(repository, limits) as working:
        texts, _ = governing_texts(working.base, floor, repository.git_dir)
        policy = load_policy(texts)
        branch = working.branch() if any(instance.branches for instance in policy.instances) else None
        facts = Facts(author=author, agents=(f"agent:{agent}",), branch=branch)
        causes = [*_of_commands(asked.commands, policy, facts)]
        if asked.edits:
            causes += _of_edits(asked, repository, working, policy, facts)
    return worded(causes, texts)


def _of_commands(commands: Sequence[str], policy: Policy, facts: Facts) -> Iterator[Cause]:
    if not commands:
        return
    for instance in applying(policy, facts):
        if instance.rule == "forbidden-command":
            from reviewbot.rules.forbidden_command import decide  # loads the parser, which only commands wait for

            for command in commands:
                decision = decide(instance.options, command)
                if decision.kind != "allow":
                    yield Cause(Answer(decision.kind), f"{instance.rule}: {shown(decision.why)}", instance.reason)


def _of_edits(
    asked: Asked, repository: Repository, working: WorkingChange, policy: Policy, facts: Facts
) -> list[Cause]:
    top = repository.work_tree or repository.git_dir
    places: dict[Place, list[Edit]] = {}
    causes: list[Cause] = []
    for edit in asked.edits:
        place = place_of(edit.path, asked.folder, top)
        if place is None:
            causes.append(Cause(Answer.ASK, f"{shown(edit.path)} {_OUTSIDE}"))
        else:
            places.setdefault(place, []).append(edit)
    causes += [cause for place in places for cause in _of_place(place, policy, facts)]
    if any(cause.answer is Answer.DENY for cause in causes) or not places:
        return causes  # what may not be touched at all need not be measured
    return causes + _of_change(places, working, policy, facts)


def _of_place(place: Place, policy: Policy, facts: Facts) -> Iterator[Cause]:
    """What is said of the paths alone."""
    own = tuple(f"/{name}" for agent in agent_names() for name in load_agent(agent).guarded)
    for name in place.named:
        if guards(own, name):
            yield Cause(Answer.DENY, f"{shown(os.fsdecode(name))} {_OWN_SETTINGS}")
    files = tuple(_touched(name, exists=os.path.lexists(place.full)) for name in place.named)
    for finding in _open(evaluate(Change(files=files, commits=1), policy, facts)):
        if finding.path is not None and finding.line is None and _is_about_paths(finding):
            yield _cause(finding)


def _touched(path: bytes, *, exists: bool) -> ChangedFile:
    if exists:
        return ChangedFile(path)
    return ChangedFile(path, status=FileStatus.ADDED, old_mode=MODE_ABSENT)


def _is_about_paths(finding: Finding) -> bool:
    rule = load_rule(finding.rule)
    return rule.match is not MatchUse.LIMITS or rule.always_on


def _of_change(places: dict[Place, list[Edit]], working: WorkingChange, policy: Policy, facts: Facts) -> list[Cause]:
    needs = needs_of(policy)
    writes = {place.file: written(place, edits) for place, edits in places.items()}
    with working.with_writes(writes) as found:
        after = evaluate(found.read(needs), policy, facts)
    findings = [finding for finding in _open(after) if not load_rule(finding.rule).at_the_end]
    if all(_ANSWERS[finding.severity] is Answer.ALLOW for finding in findings):
        return []
    with working.with_writes({}) as found:
        before = evaluate(found.read(needs), policy, facts)
    return [_cause(finding, before, after) for finding in findings if _is_caused(finding, before, after)]


def _is_caused(finding: Finding, before: Report, after: Report) -> bool:
    used = {(each.rule, each.instance): each.used for each in before.budgets}
    for budget in after.budgets:
        if (budget.rule, budget.instance) == (finding.rule, finding.instance) and finding.path is None:
            return budget.used > used.get((budget.rule, budget.instance), 0)
    return _identity(finding) not in {_identity(each) for each in before.findings}


def _identity(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.instance, finding.path, finding.message, finding.fingerprint


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
