"""SARIF 2.1.0, for code scanning and other tools that gather results.

Written for what GitHub's code scanning demands beyond the standard
(https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning):
every rule has help, every result a location (see `path_or_policy`) and the fingerprint that it looks at.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_from_bytes

from reviewbot.model.report import Finding, Report, Severity
from reviewbot.render import Style
from reviewbot.render.text.document import json_text
from reviewbot.render.text.escape import shown
from reviewbot.render.text.findings import WHOLE_CHANGE, fingerprints, path_or_policy, sentences, waived_by, worst_first

LEVEL = {Severity.BLOCK: "error", Severity.REVIEW: "warning", Severity.WARN: "note"}


def render(report: Report, _style: Style) -> str:
    findings = worst_first(report.findings)  # code scanning takes the top 5,000 of a run
    rules = sorted({item.rule for items in (findings, report.budgets) for item in items})
    results = [
        result(finding, rules.index(finding.rule), fingerprint)
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
    ]
    run = {
        "tool": {"driver": {"name": "reviewbot", "rules": [rule_object(rule) for rule in rules]}},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": shown(note)}} for note in report.notes
                ],
            }
        ],
        "columnKind": "utf16CodeUnits",
        "results": results,
        "properties": properties(report),
    }
    return json_text({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def rule_object(rule: str) -> dict[str, Any]:
    words = rule.replace("-", " ")
    return {
        "id": rule,
        "shortDescription": {"text": words},
        "fullDescription": {"text": f"The policy's rule {rule}."},
        "help": {"text": f"`reviewbot explain {rule}` says what the rule finds, why, and what to do instead."},
    }


def result(finding: Finding, rule_index: int, fingerprint: str) -> dict[str, Any]:
    level = LEVEL[finding.severity]
    parts: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": level,
        "message": {"text": without_links(". ".join(sentences(finding)))},
        "locations": [location(finding)],
        # The first is the only one that GitHub looks at.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "reviewbotFinding/v1": fingerprint},
        "properties": {"instance": finding.instance, "severity": finding.severity.value},
    }
    if finding.waived is not None:
        parts["suppressions"] = [{"kind": "external", "status": "accepted", "justification": waived_by(finding)}]
    return parts


def without_links(text: str) -> str:
    """`[text](address)` would be a link, also in plain text: SARIF 2.1.0, section 3.11.6."""
    return text.replace("](", "] (")


def location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote_from_bytes(path_or_policy(finding)), "uriBaseId": "%SRCROOT%"}
    }
    if finding.line is not None:
        physical["region"] = {"startLine": finding.line}
    if finding.path is None:
        return {"physicalLocation": physical, "message": {"text": f"about {WHOLE_CHANGE}, measured by this policy"}}
    return {"physicalLocation": physical}


def properties(report: Report) -> dict[str, Any]:
    return {
        "verdict": report.verdict.value,
        "base": report.base,
        "mergeBase": report.merge_base,
        "head": report.head,
        "policies": [{"source": shown(policy.source), "sha256": policy.sha256} for policy in report.policies],
        "totals": {
            "files": len(report.files),
            "addedLines": report.totals.added_lines,
            "removedLines": report.totals.removed_lines,
            "changedLines": report.totals.changed_lines,
            "countedLines": report.totals.counted_lines,
        },
        "budgets": [
            {"rule": use.rule, "instance": use.instance, "limit": use.limit, "used": use.used, "unit": use.unit}
            for use in report.budgets
        ],
    }
