"""Which findings on a change an edit answers for: those that are worse with it than without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from reviewbot.model.change import ChangedFile
from reviewbot.model.report import Finding, Report
from reviewbot.model.rule import MatchUse
from reviewbot.rules import load_rule


def caused(findings: Sequence[Finding], before: Report, after: Report, touched: Collection[bytes]) -> list[Finding]:
    """Those of the findings on the change after the edit that the edit causes. touched: the paths that it writes."""
    lines_before, lines_after = _lines(before), _lines(after)
    earlier = Counter(_identity(finding, lines_before) for finding in before.findings)
    found = []
    for finding in findings:
        if finding.path in touched and is_about_paths(finding.rule):
            found.append(finding)  # it may not be touched, and that others have done so before changes nothing
            continue
        identity = _identity(finding, lines_after)
        earlier[identity] -= 1
        if earlier[identity] < 0 and _is_worse(finding, before, after):
            found.append(finding)
    return found


def is_about_paths(rule_name: str) -> bool:
    """Whether the rule says of a path alone that it may not be touched."""
    rule = load_rule(rule_name)
    return rule.match is not MatchUse.LIMITS or rule.always_on


def _lines(report: Report) -> dict[tuple[bytes | None, int | None], bytes]:
    """What stands in the added lines that the policy looks for, by path and number."""
    return {(file.path, line.number): line.text for file in report.files for line in file.added}


def _identity(finding: Finding, lines: dict[tuple[bytes | None, int | None], bytes]) -> tuple[object, ...]:
    """What a finding is known by when the lines around it move or change."""
    text = lines.get((finding.path, finding.line))
    return finding.rule, finding.instance, finding.path, finding.message, text


def _is_worse(finding: Finding, before: Report, after: Report) -> bool:
    """Whether what is used grew, for findings that say how much of something there is; True for all others."""
    if finding.path is None:
        return _used(finding, after) > _used(finding, before) or _used(finding, after) == 0
    known = {(each.rule, each.instance, each.path) for each in before.findings}
    if finding.line is not None or (finding.rule, finding.instance, finding.path) not in known:
        return True
    return any(now > then for now, then in zip(_sizes(finding.path, after), _sizes(finding.path, before), strict=True))


def _used(finding: Finding, report: Report) -> int:
    """How much of its budget; 0 for a finding that is about none."""
    same = (each.used for each in report.budgets if (each.rule, each.instance) == (finding.rule, finding.instance))
    return next(same, 0)


def _sizes(path: bytes, report: Report) -> tuple[int, int]:
    """(counted lines of the change in this file, bytes of the file)."""
    file = next((file for file in report.files if file.path == path), ChangedFile(path))
    return file.counts.counted_added + file.counts.counted_removed, file.new_size or 0
