"""The JSON report, version 1: the format for other programs. Fields may be added, never renamed.

A path that is not UTF-8 is written with surrogate escapes (`\\udcXX`); `os.fsencode` gives its bytes back.
"""

from __future__ import annotations

import json
from typing import Any

from reviewbot.model.change import ChangedFile, LineCounts
from reviewbot.model.report import Finding, Report
from reviewbot.render import Style
from reviewbot.render.text.document import json_text

SCHEMA = "reviewbot-report/1"


def render(report: Report, _style: Style) -> str:
    return json_text(document(report))


def parse_report(text: str) -> dict[str, Any]:
    """The document that `render` wrote. Raises ValueError when the text is not JSON or not such a document."""
    read = json.loads(text)
    if not isinstance(read, dict) or read.get("schema") != SCHEMA:
        raise ValueError(f"not a {SCHEMA} document")
    return read


def document(report: Report) -> dict[str, Any]:
    """The report as values of JSON. Every field is there; what does not apply is None."""
    return {
        "schema": SCHEMA,
        "verdict": report.verdict.value,
        "base": report.base,
        "merge_base": report.merge_base,
        "head": report.head,
        "policies": [{"source": policy.source, "sha256": policy.sha256} for policy in report.policies],
        "totals": totals(report),
        "budgets": [
            {
                "rule": budget.rule,
                "instance": budget.instance,
                "limit": budget.limit,
                "used": budget.used,
                "unit": budget.unit,
            }
            for budget in report.budgets
        ],
        "files": [file_object(file) for file in sorted(report.files, key=lambda file: file.path)],
        "findings": [finding_object(finding) for finding in report.findings],
        "notes": list(report.notes),
        "split_plan": plan_object(report),
    }


def plan_object(report: Report) -> dict[str, Any] | None:
    if report.split_plan is None:
        return None
    from reviewbot.render.split.json import split_document  # only a change over its budget has one

    return split_document(report.split_plan)


def totals(report: Report) -> dict[str, int]:
    return {
        "files": len(report.files),
        "added_lines": report.totals.added_lines,
        "removed_lines": report.totals.removed_lines,
        "changed_lines": report.totals.changed_lines,
        "counted_lines": report.totals.counted_lines,
    }


def file_object(file: ChangedFile) -> dict[str, Any]:
    counts: LineCounts = file.counts
    return {
        "path": path_text(file.path),
        "old_path": None if file.old_path is None else path_text(file.old_path),
        "status": file.status.value,
        "added_lines": counts.added_lines,
        "removed_lines": counts.removed_lines,
        "counted_lines": counts.counted_lines,
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    waived = finding.waived
    return {
        "rule": finding.rule,
        "instance": finding.instance,
        "severity": finding.severity.value,
        "path": None if finding.path is None else path_text(finding.path),
        "line": finding.line,
        "message": finding.message,
        "reason": finding.reason or None,
        "help": finding.help or None,
        "fingerprint": finding.fingerprint,
        "waived": None if waived is None else {"by": waived.by, "reason": waived.reason},
    }


def path_text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")
