"""A report as a check run: the title that says it in a line, the summary, annotations at the lines, buttons."""

from __future__ import annotations

from typing import NamedTuple

from reviewbot.errors import ReviewbotError
from reviewbot.github.values import Action, Annotation
from reviewbot.model.report import Finding, Report, Severity, Verdict
from reviewbot.publish.limits import Section, fitting, one_line
from reviewbot.publish.sections import sections
from reviewbot.render.markdown import words
from reviewbot.render.text.escape import exact_path, shown
from reviewbot.render.text.findings import RANK, waived_by
from reviewbot.render.text.layout import shorten
from reviewbot.render.text.markup import prose
from reviewbot.render.text.title import title

# A required check passes on success, neutral and skipped; so an error is a failure.
# https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/troubleshooting-required-status-checks
CONCLUSIONS = {
    Verdict.PASS: "success",
    Verdict.WARN: "neutral",
    Verdict.REVIEW: "action_required",
    Verdict.BLOCK: "failure",
}
ERROR_CONCLUSION = "failure"
LEVELS = {Severity.BLOCK: "failure", Severity.REVIEW: "warning", Severity.WARN: "notice"}
MOST_ANNOTATIONS = 200  # four requests; a person looks at no more
LONGEST_MESSAGE = 1000  # characters of each sentence; GitHub takes 64 KB in all


class CheckRunText(NamedTuple):
    """All that a check run says. At most 3 actions; `reviewbot.publish.sending` sends annotations in batches."""

    title: str
    summary: str
    conclusion: str
    annotations: tuple[Annotation, ...] = ()
    actions: tuple[Action, ...] = ()


RECHECK = Action("Recheck", "Read everything again and judge it anew", "recheck")
EXPLAIN = Action("Explain", "Comment what each rule is about", "explain")
SPLIT = Action("Split", "Make the smaller parts, or show the plan", "split")


def check_run(report: Report) -> CheckRunText:
    """The check run of a report."""
    placed = sorted((each for each in report.findings if each.path is not None), key=lambda each: RANK[each.severity])
    parts = list(sections(report))
    if len(placed) > MOST_ANNOTATIONS:
        parts.insert(0, Section("a note", f"Of {len(placed):,} findings {MOST_ANNOTATIONS} are shown at their lines."))
    found = [EXPLAIN] if report.findings else []
    plan = [SPLIT] if report.split_plan is not None else []
    return CheckRunText(
        one_line(title(report)),
        fitting(parts or [Section("all", "Nothing to say: the change is empty.")]),
        CONCLUSIONS[report.verdict],
        tuple(annotation(finding) for finding in placed[:MOST_ANNOTATIONS]),
        (RECHECK, *found, *plan),
    )


def failed_check_run(error: ReviewbotError) -> CheckRunText:
    """The check run that says that reviewbot could not decide, which is never a pass."""
    lines = [f"**error**: {words(error.what)}"]
    lines += [f"Where: {words(error.where)}"] if error.where else []
    lines += [f"What to do: {words(error.help)}"] if error.help else []
    summary = fitting([Section("the error", "\n\n".join(lines))])
    return CheckRunText(one_line(f"error: {shown(error.what)}"), summary, ERROR_CONCLUSION, actions=(RECHECK,))


def annotation(finding: Finding) -> Annotation:
    """A finding that has a path, at its line, or at the first one of the file."""
    assert finding.path is not None  # noqa: S101 - the caller has seen to it
    said = [_sentence("", finding.message or finding.rule), _sentence("Why: ", finding.reason)]
    if finding.waived is None:
        said.append(_sentence("Help: ", finding.help))
    else:
        said.append(_sentence("Waived by ", waived_by(finding)))
    level = LEVELS[finding.severity] if finding.waived is None else "notice"
    path = exact_path(finding.path)
    return Annotation(path, finding.line or 1, level, one_line(finding.rule), "\n".join(line for line in said if line))


def _sentence(heading: str, text: str) -> str:
    return heading + prose(shorten(shown(text), LONGEST_MESSAGE)) if text else ""
