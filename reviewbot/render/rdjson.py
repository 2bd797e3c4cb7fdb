"""Reviewdog's diagnostic format, https://github.com/reviewdog/reviewdog/tree/master/proto/rdf.

reviewdog reads it strictly: an unknown field or a lone surrogate is an error, a missing location a crash. It posts
the message as Markdown.
"""

from __future__ import annotations

from typing import Any

from reviewbot.model.report import Finding, Report, Severity
from reviewbot.render import Style
from reviewbot.render.text.document import json_text
from reviewbot.render.text.escape import exact_path
from reviewbot.render.text.findings import path_or_policy, sentences, worst_first
from reviewbot.render.text.markup import prose

SEVERITY = {Severity.BLOCK: "ERROR", Severity.REVIEW: "WARNING", Severity.WARN: "INFO"}


def render(report: Report, _style: Style) -> str:
    diagnostics = [diagnostic(finding) for finding in worst_first(report.findings)]
    return json_text({"source": {"name": "reviewbot"}, "diagnostics": diagnostics})


def diagnostic(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {"path": exact_path(path_or_policy(finding))}
    if finding.line is not None:
        location["range"] = {"start": {"line": finding.line}}
    return {
        "message": "\n".join(map(prose, sentences(finding))),
        "location": location,
        "severity": SEVERITY[finding.severity] if finding.waived is None else "INFO",
        "code": {"value": finding.rule},
    }
