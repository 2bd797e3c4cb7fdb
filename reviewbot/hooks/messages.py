"""What whoever pushes reads: a few plain lines, each of which git shows behind `remote:`.

Never a colour, and nothing of a name that a terminal would act on: all text of others goes through `shown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewbot.errors import ReviewbotError
from reviewbot.hooks.judged import Judged, short_name
from reviewbot.model.report import Report, Severity, Verdict
from reviewbot.render.text.escape import shown
from reviewbot.render.text.findings import (
    WHOLE_CHANGE,
    Group,
    grouped,
    place,
    rule_label,
    several_instances,
    waived_by,
    worst_first,
)
from reviewbot.render.text.title import counted, title

MOST_GROUPS = 5
MOST_PLACES = 3
MOST_REFS = 20
_WEIGHT = {
    Severity.BLOCK: "",
    Severity.REVIEW: "; this needs approval, which nobody can give here",
    Severity.WARN: "; a warning",
}
_PLAIN_NAME = re.compile(r"[\w.][\w./-]*", re.ASCII)  # what a shell takes as it is


def push_lines(judged: tuple[Judged, ...], remarks: tuple[str, ...] = ()) -> list[str]:
    """What to say of a push, without the prefix; [] when all of it is taken and there is nothing to say."""
    lines = [line for each in judged for line in _ref_lines(each)][: MOST_REFS * (MOST_GROUPS + 4)]
    lines += [shown(remark) for remark in remarks]
    refused = [each for each in judged if not each.accepted]
    if refused and len(judged) > 1:
        lines.append(f"nothing of this push was taken: {len(refused)} of {len(judged)} refs refused")
    return lines


def error_lines(error: ReviewbotError) -> list[str]:
    """What to say when nothing could be decided."""
    return [f"refused, for it could not be judged: {shown(error.what)}"] + [
        f"  {word} {shown(text)}" for word, text in (("at", error.where), ("help:", error.help)) if text
    ]


def _ref_lines(judged: Judged) -> Iterator[str]:
    name = shown(judged.update.ref)
    if judged.refusal:
        yield f"{name} refused: {judged.refusal}"
        yield f"  help: {judged.help}"
    elif judged.report is not None and (judged.report.findings or not judged.accepted):
        verdict, _, what = title(judged.report).partition(": ")
        yield f"{name} {verdict if judged.accepted else 'refused'}: {what}"
        yield from _finding_lines(judged.report)
        if not judged.accepted:
            yield from (f"  note: {shown(note)}" for note in judged.report.notes)
            yield f"  next: {_next_step(judged)}"


def _finding_lines(report: Report) -> Iterator[str]:
    groups = grouped(report.findings)
    numbered = several_instances(report)
    for group in groups[:MOST_GROUPS]:
        yield f"  {_worded(group, rule_label(group.first.rule, group.first.instance, numbered))}"
    if len(groups) > MOST_GROUPS:
        yield f"  and {counted(sum(len(group.places) for group in groups[MOST_GROUPS:]), 'more finding')}"


def _worded(group: Group, label: str) -> str:
    finding = group.first
    said = f"{label}: {shown(finding.message)}"
    places = [place(each) for each in group.places if each.path is not None]
    if places and places[0] != WHOLE_CHANGE:
        more = f" and {counted(len(places) - MOST_PLACES, 'more place')}" if len(places) > MOST_PLACES else ""
        said = f"{label}: {', '.join(places[:MOST_PLACES])}{more}: {shown(finding.message)}"
    if finding.reason:
        said += f"; {shown(finding.reason)}"
    if finding.waived is not None:
        said += f"; waived by {waived_by(finding)}"
    else:
        said += _WEIGHT[finding.severity]
    return said


def _next_step(judged: Judged) -> str:
    """What the pusher can do first about what weighs most."""
    assert judged.report is not None  # noqa: S101 - only a judged change has a next step
    names = [name if _PLAIN_NAME.fullmatch(name) else "HEAD" for name in _names(judged)]
    too_large = any(budget.used > budget.limit for budget in judged.report.budgets)
    if too_large and judged.report.verdict is Verdict.BLOCK:
        return f"reviewbot split {'..'.join(names)}"
    worst = next((each for each in worst_first(judged.report.findings) if each.waived is None and each.help), None)
    return shown(worst.help) if worst else f"reviewbot lint-diff {'..'.join(names)}"


def _names(judged: Judged) -> tuple[str, str]:
    """Base and head as the pusher is likely to have them."""
    base, head = judged.base or "", short_name(judged.update.ref)
    return (f"origin/{base}", head) if base == head else (base, head)
