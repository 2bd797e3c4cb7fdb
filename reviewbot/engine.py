"""evaluate(change, policy, facts) -> Report: a pure function, so that every surface gives the same verdict.

Each instance of the policy sees the files in its scope and says what it finds; nothing is merged and nothing
cancels anything, except a waiver by somebody whom the instance names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reviewbot.diff.path_patterns import covers, guarding_pattern, is_in_scope
from reviewbot.model.change import MODE_ABSENT, Change, ChangedFile, FileStatus, Needs, PathScope
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import BudgetUse, Finding, Report, Severity, Verdict, Waived
from reviewbot.model.rule import Found, MatchUse, NotJudged, Rule, Scope, Spent
from reviewbot.rules import load_rule

_HISTORY_HELP = "take it out of that commit (git rebase -i), since history keeps what a later one takes back"
MAX_FINDINGS = 1000  # of one instance
_WEIGHT = {Severity.BLOCK: 0, Severity.REVIEW: 1, Severity.WARN: 2}
_VERDICT = {Severity.BLOCK: Verdict.BLOCK, Severity.REVIEW: Verdict.REVIEW, Severity.WARN: Verdict.WARN}


def needs_of(policy: Policy) -> Needs:
    """What must be read of a change so that every instance of the policy can judge it."""
    needs = Needs()
    for instance in policy.instances:
        rule = load_rule(instance.rule)
        needs |= rule.needs(instance.options)
        if instance.authors:
            needs |= Needs(commit_texts=True)
        if rule.measures and (instance.match or instance.ignore):
            needs |= Needs(unpaired_across=(PathScope(instance.match, instance.ignore),))
    return needs


def evaluate(change: Change, policy: Policy, facts: Facts) -> Report:
    """Judge a change that was read with `needs_of(policy)`. Equal arguments give equal reports, in a fixed order."""
    instances = applying(policy, facts)
    guarding = tuple(instance for instance in instances if load_rule(instance.rule).guards)
    findings: list[Finding] = []
    budgets: list[BudgetUse] = []
    notes = list(change.notes)
    for instance in instances:
        found: list[Finding] = []
        for statement in _statements(change, instance, facts, guarding):
            if isinstance(statement, Found):
                found.append(_finding(statement, instance, change, facts))
            elif isinstance(statement, Spent):
                budgets.append(
                    BudgetUse(instance.rule, instance.number, statement.limit, statement.used, statement.unit)
                )
            else:
                notes.append(f"not judged: {instance.rule} ({statement.why})")
        findings += _worst_first(found, notes)
    findings.sort(key=_order)
    return Report(
        verdict=_worst(findings),
        base=change.base,
        merge_base=change.merge_base,
        head=change.head,
        policies=policy.sources,
        totals=change.totals,
        budgets=tuple(sorted(budgets, key=lambda budget: (budget.rule, budget.instance))),
        files=change.files,
        findings=tuple(findings),
        notes=tuple(dict.fromkeys(notes)),
    )


def lasting(policy: Policy) -> Policy:
    """The part of a policy that is about what stays in the history, see `Rule.lasting`."""
    return policy._replace(instances=tuple(each for each in policy.instances if load_rule(each.rule).lasting))


def budgets_of(policy: Policy) -> Policy:
    """The part of a policy that is about budgets, see `Rule.budget`."""
    return policy._replace(instances=tuple(each for each in policy.instances if load_rule(each.rule).budget))


def with_history(report: Report, commit: str, alone: Report) -> Report:
    """The report with what one of its commits does by itself and the net change does not show any more."""
    seen = {(each.rule, each.instance, each.path, each.fingerprint) for each in report.findings}
    taken_back = [
        finding._replace(message=f"{finding.message} in commit {commit[:12]}", help=_HISTORY_HELP)
        for finding in alone.findings
        if (finding.rule, finding.instance, finding.path, finding.fingerprint) not in seen
    ]
    findings = sorted([*report.findings, *taken_back], key=_order)
    return report._replace(findings=tuple(findings), verdict=_worst(findings)) if taken_back else report


def _statements(
    change: Change, instance: Instance, facts: Facts, guarding: tuple[Instance, ...]
) -> Iterator[Found | Spent | NotJudged]:
    """What the instance says, and what it could not see."""
    rule = load_rule(instance.rule)
    crossing = (file for file in change.files if file.status is FileStatus.RENAMED and file.unpaired is None)
    if rule.measures and any(_crosses(file, instance, rule) for file in crossing):
        yield NotJudged("a file was moved into or out of what it sees, and a patch does not hold all of such a file")
    scope = Scope(files_in_scope(change, instance, rule), instance, change, facts, guarding)
    yield from rule.check(scope, instance.options)


def _worst_first(found: list[Finding], notes: list[str]) -> list[Finding]:
    """At most `MAX_FINDINGS` of one instance: a report that nobody can open says less than one that is cut."""
    found.sort(key=_order)
    if len(found) > MAX_FINDINGS:
        hidden = len(found) - MAX_FINDINGS
        notes.append(f"{found[0].rule}: {hidden:,} more findings are not listed")
    return found[:MAX_FINDINGS]


def _worst(findings: list[Finding]) -> Verdict:
    open_severities = [finding.severity for finding in findings if finding.waived is None]
    return _VERDICT[min(open_severities, key=_WEIGHT.__getitem__)] if open_severities else Verdict.PASS


def _order(finding: Finding) -> tuple[int, bytes, int, str, int, str]:
    place = (finding.path or b"", finding.line or 0)
    return (_WEIGHT[finding.severity], *place, finding.rule, finding.instance, finding.message)


def applying(policy: Policy, facts: Facts) -> tuple[Instance, ...]:
    """The instances that are about this branch, repository and author."""
    return tuple(instance for instance in policy.instances if applies(instance, facts))


def applies(instance: Instance, facts: Facts) -> bool:
    """Whether the instance is about this branch, repository and author. What is unknown does not exempt."""
    return (
        _is_meant(instance.branches, facts.branch)
        and _is_meant(instance.repositories, facts.repository)
        and (
            _is_meant(instance.authors, facts.author)
            or any(_is_meant(instance.authors, agent) for agent in facts.agents)
        )
    )


def _is_meant(globs: tuple[str, ...], name: str | None) -> bool:
    return not globs or name is None or any(_glob(glob).match(name) for glob in globs)


@lru_cache(maxsize=1024)
def _glob(glob: str) -> re.Pattern[str]:
    """`*` and `?` only: a bracket is a bracket, as in the logins of bots ("dependabot[bot]"). Case does not count."""
    expression = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in glob)
    return re.compile(rf"(?is){expression}\Z")


def files_in_scope(change: Change, instance: Instance, rule: Rule) -> tuple[ChangedFile, ...]:
    """The changed files as the instance sees them, sorted by path: see `Scope.files`."""
    if rule.match is MatchUse.LIMITS and not instance.match and not instance.ignore:
        return change.files
    in_scope = (_in_scope(file, instance, rule) for file in change.files)
    return tuple(sorted((file for file in in_scope if file is not None), key=lambda file: file.path))


def _in_scope(file: ChangedFile, instance: Instance, rule: Rule) -> ChangedFile | None:
    """The file as this instance sees it: whole, as added or deleted when it crosses the scope, or not at all."""
    new_inside = sees(file.path, instance, rule)
    if file.old_path is None:
        return file if new_inside else None
    old_inside = sees(file.old_path, instance, rule)
    if new_inside and old_inside:
        return file
    if new_inside:
        return _moved_in(file)
    return _moved_out(file) if old_inside else None


def _crosses(file: ChangedFile, instance: Instance, rule: Rule) -> bool:
    """Whether one name of a renamed file is in the instance's scope and the other is not."""
    return file.old_path is not None and sees(file.path, instance, rule) != sees(file.old_path, instance, rule)


def sees(path: bytes, instance: Instance, rule: Rule) -> bool:
    """Whether a path is in the instance's scope."""
    if rule.match is MatchUse.ALLOWS:
        return not covers(instance.match, path) and not covers(instance.ignore, path)
    return is_in_scope(PathScope(instance.match, instance.ignore), path)


def _moved_in(file: ChangedFile) -> ChangedFile:
    whole = file.unpaired
    counts = whole.counts if whole else file.counts
    return file._replace(
        status=FileStatus.ADDED,
        old_mode=MODE_ABSENT,
        old_size=None,
        counts=counts.added_only(),
        added=whole.added if whole else file.added,
        was_generated=False,
        removed=(),
    )


def _moved_out(file: ChangedFile) -> ChangedFile:
    assert file.old_path is not None  # noqa: S101 - only a renamed file can move out
    counts = file.unpaired.counts if file.unpaired else file.counts
    return ChangedFile(
        path=file.old_path,
        status=FileStatus.DELETED,
        old_mode=file.old_mode,
        new_mode=MODE_ABSENT,
        old_id=file.old_id,
        old_size=file.old_size,
        counts=counts.removed_only(),
        generated=file.was_generated,
    )


def _finding(found: Found, instance: Instance, change: Change, facts: Facts) -> Finding:
    return Finding(
        rule=instance.rule,
        instance=instance.number,
        severity=found.severity or instance.severity,
        message=found.message,
        path=found.path,
        line=found.line,
        reason=instance.reason,
        help=found.help,
        fingerprint=_fingerprint(instance.rule, found),
        waived=_waived(instance, change, facts),
        pattern=_pattern(instance, found.path),
    )


def _pattern(instance: Instance, path: bytes | None) -> str:
    if path is None or load_rule(instance.rule).match is not MatchUse.REQUIRED:
        return ""
    return guarding_pattern(instance.match, path) or ""


def _fingerprint(rule: str, found: Found) -> str:
    from hashlib import sha256  # a change without findings does not pay for it

    parts = (rule.encode(), found.path or b"", found.text)
    digest = sha256(b"".join(b"%d:%s" % (len(part), part) for part in parts))
    return digest.hexdigest()[:32]


def _waived(instance: Instance, change: Change, facts: Facts) -> Waived | None:
    """The waiver that lifts this instance's findings: for its rule, for this very head, by somebody it names.

    Nobody waives for a change of their own, unless the waiver says that they may.
    """
    for waiver in facts.waivers:
        bound = waiver.rule == instance.rule and change.head is not None and waiver.head == change.head
        own = facts.author is not None and facts.author.lower() == waiver.by.login.lower()
        if bound and (waiver.own_too or not own) and waiver.by.is_one_of(instance.waivable_by):
            return Waived(waiver.by.login, waiver.reason)
    return None
