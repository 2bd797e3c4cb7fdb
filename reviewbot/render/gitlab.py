"""GitLab's code quality report, https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

from typing import Any

from reviewbot.model.report import Finding, Report, Severity
from reviewbot.render import Style
from reviewbot.render.text.document import json_text
from reviewbot.render.text.escape import exact_path
from reviewbot.render.text.findings import fingerprints, path_or_policy, sentences, worst_first

SEVERITY = {Severity.BLOCK: "blocker", Severity.REVIEW: "major", Severity.WARN: "minor"}
WAIVED = "info"


def render(report: Report, _style: Style) -> str:
    findings = worst_first(report.findings)
    return json_text([issue(*pair) for pair in zip(findings, fingerprints(findings), strict=True)])


def issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    """One entry. GitLab demands a path and a line: the policy file for the whole change, the first line for a file."""
    return {
        "description": ". ".join(sentences(finding)),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": SEVERITY[finding.severity] if finding.waived is None else WAIVED,
        "location": {"path": exact_path(path_or_policy(finding)), "lines": {"begin": finding.line or 1}},
    }
