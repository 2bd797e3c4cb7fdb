"""Findings in the order and the words in which the formats show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from reviewbot.model.policy import POLICY_PATH
from reviewbot.model.report import Finding, Report, Severity
from reviewbot.render.text.escape import shown, shown_path

RANK = {severity: rank for rank, severity in enumerate(Severity)}
WHOLE_CHANGE = "the whole change"


class Group(NamedTuple):
    """Findings that say the same of several places. first: what they say. places: all of them, in order."""

    first: Finding
    places: tuple[Finding, ...]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, the heaviest first and the waived last; otherwise in the order given."""
    return sorted(findings, key=lambda finding: (finding.waived is not None, RANK[finding.severity]))


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The findings, worst first, with those that differ only in their place put together."""
    groups: dict[object, list[Finding]] = {}
    for finding in worst_first(findings):
        said = (finding.severity, finding.rule, finding.instance, finding.message, finding.reason, finding.help)
        groups.setdefault((said, finding.waived), []).append(finding)
    return [Group(places[0], tuple(places)) for places in groups.values()]


def place(finding: Finding) -> str:
    """Path and line as shown to people, `WHOLE_CHANGE` for a finding without a path."""
    if finding.path is None:
        return WHOLE_CHANGE
    return shown_path(finding.path) + ("" if finding.line is None else f":{finding.line}")


def path_or_policy(finding: Finding) -> bytes:
    """Where a format puts a finding that demands a file for each one.

    The policy file stands for the whole change: that is where the budget is written. Without a path GitHub's code
    scanning refuses all results of a file (https://github.com/github/codeql-action/issues/2459) and reviewdog crashes
    (https://github.com/reviewdog/reviewdog/blob/master/filter/filter.go).
    """
    return POLICY_PATH if finding.path is None else finding.path


def waived_by(finding: Finding) -> str:
    """Who lifted the finding and why, as shown to people; "" for an open one."""
    if finding.waived is None:
        return ""
    by, reason = shown(finding.waived.by), shown(finding.waived.reason)
    return f"{by}: {reason}" if reason else by


def sentences(finding: Finding) -> list[str]:
    """All that a finding says besides its rule and its place, one line each, safe to show."""
    said = [shown(finding.message)]
    if finding.reason:
        said.append(f"Why: {shown(finding.reason)}")
    if finding.waived is not None:
        said.append(f"Waived by {waived_by(finding)}")
    elif finding.help:
        said.append(f"Help: {shown(finding.help)}")
    return said


def several_instances(report: Report) -> frozenset[str]:
    """The rules of which the report names more than one instance, or not the first one."""
    seen = {(item.rule, item.instance) for items in (report.findings, report.budgets) for item in items}
    return frozenset(rule for rule, instance in seen if instance != 1)


def rule_label(rule: str, instance: int, numbered: frozenset[str]) -> str:
    """The rule's name, with the instance's number where the reader needs it to tell two apart."""
    return f"{rule} #{instance}" if rule in numbered else rule


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One fingerprint for each finding, in order, unique among them.

    The second of two equal ones gets ":2", and so on: GitLab shows only the first finding of one fingerprint.
    """
    return told_apart(finding.fingerprint or f"{finding.rule}-{finding.instance}" for finding in findings)


def told_apart(texts: Iterable[str]) -> list[str]:
    """The same texts; where one comes again, with a number that makes it differ."""
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    result = []
    for text in texts:
        seen[text] += 1
        unique = text if seen[text] == 1 else f"{text}:{seen[text]}"
        while unique in taken:
            seen[text] += 1
            unique = f"{text}:{seen[text]}"
        taken.add(unique)
        result.append(unique)
    return result
