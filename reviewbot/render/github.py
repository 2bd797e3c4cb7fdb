"""GitHub workflow commands: printed in a job, each line becomes an annotation of the pull request.

GitHub shows 10 errors, 10 warnings and 10 notices of a step, so the worst come first
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands).
"""

from __future__ import annotations

from reviewbot.model.report import Finding, Report, Severity
from reviewbot.render import Style
from reviewbot.render.text.escape import exact_path, shown
from reviewbot.render.text.findings import sentences, worst_first
from reviewbot.render.text.title import title

COMMAND = {Severity.BLOCK: "error", Severity.REVIEW: "warning", Severity.WARN: "notice"}


def render(report: Report, _style: Style) -> str:
    lines = [annotation(finding) for finding in worst_first(report.findings)]
    lines += [f"::notice title=reviewbot::{data(shown(note))}" for note in report.notes]
    return "\n".join([*lines, f"reviewbot: {title(report)}"]) + "\n"


def annotation(finding: Finding) -> str:
    """One command, of one line."""
    heading = finding.rule if finding.waived is None else f"{finding.rule} (waived)"
    properties = [f"title={property_value(heading)}"]
    if finding.path is not None:
        line = [] if finding.line is None else [f"line={finding.line}"]
        properties = [f"file={property_value(exact_path(finding.path))}", *line, *properties]
    command = COMMAND[finding.severity] if finding.waived is None else "notice"
    return f"::{command} {','.join(properties)}::{data(chr(10).join(sentences(finding)))}"


# Both as in https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts


def data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(text: str) -> str:
    return data(text).replace(":", "%3A").replace(",", "%2C")
