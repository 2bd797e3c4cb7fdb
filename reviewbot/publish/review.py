"""A report as a review: at most 30 comments at lines, one summary. What is said already is not said again.

What was said is known by the marks of our own texts, see `reviewbot.publish.identity`; nothing about it is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.github.values import InlineComment, Review, ReviewComment
from reviewbot.model.report import Finding, Report
from reviewbot.publish.identity import MOST_MARKS, keys_of, mark, marked
from reviewbot.publish.limits import LONGEST_TEXT_BYTES, Section, fitting
from reviewbot.publish.sections import plan, what_to_do
from reviewbot.render import markdown
from reviewbot.render.text.findings import RANK, Group, several_instances, worst_first
from reviewbot.render.text.markup import prose
from reviewbot.render.text.title import counted, title

MOST_COMMENTS = 30  # more freeze the page of a pull request, and GitHub takes 80 texts a minute


class ReviewChanges(NamedTuple):
    """What to do so that the pull request says what the report says, and says it once.

    body: of a new review with these comments, None for no new review. edit: (id, body) of our newest review, where only
    its summary is out of date. solved: ids of our comments whose finding is gone; one that was answered stays, and its
    new text is in `answered`.
    """

    body: str | None = None
    comments: tuple[InlineComment, ...] = ()
    edit: tuple[int, str] | None = None
    solved: tuple[int, ...] = ()
    answered: tuple[tuple[int, str], ...] = ()


class Said(NamedTuple):
    """What stands at the pull request, of everybody. login: our own, "slug[bot]", since only our marks count."""

    login: str
    reviews: Sequence[Review] = ()
    comments: Sequence[ReviewComment] = ()


def review(report: Report, said: Said, most_comments: int = MOST_COMMENTS) -> ReviewChanges:
    """What to say and to take back. An unchanged report asks for nothing."""
    found = [finding for finding in worst_first(report.findings) if finding.waived is None][:MOST_MARKS]
    keys = dict(zip(keys_of(found), found, strict=True))
    ours = {each.id: marked(each.body) or frozenset() for each in said.comments if _is_ours(each, said)}
    reviews = [each for each in said.reviews if _is_ours(each, said)]
    known = frozenset[str]().union(*ours.values(), *(marked(each.body) or () for each in reviews))
    new = {key: finding for key, finding in keys.items() if key not in known}
    inline = _inline(new, most_comments - sum(bool(each & keys.keys()) for each in ours.values()))
    changes = ReviewChanges(comments=tuple(_comment(key, finding, report) for key, finding in inline.items()))
    changes = _with_solved(changes, said, {number for number, each in ours.items() if each and not each & keys.keys()})
    at_lines = inline.keys() | {key for each in ours.values() for key in each}
    body = _summary(report, [key for key in keys if key not in at_lines], len(at_lines & keys.keys()))
    if new:
        return changes._replace(body=body)
    newest = reviews[-1] if reviews else None
    return changes._replace(edit=(newest.id, body)) if newest and newest.body.strip() != body.strip() else changes


def _is_ours(text: Review | ReviewComment, said: Said) -> bool:
    return text.author.lower() == said.login.lower() and marked(text.body) is not None


def _inline(new: dict[str, Finding], room: int) -> dict[str, Finding]:
    """The heaviest of those that have a line."""
    placed = [(key, finding) for key, finding in new.items() if finding.line is not None and _has_plain_path(finding)]
    placed.sort(key=lambda each: RANK[each[1].severity])
    return dict(placed[: max(room, 0)])


def _has_plain_path(finding: Finding) -> bool:
    """Whether GitHub's JSON can name the path."""
    try:
        return finding.path is not None and bool(finding.path.decode())
    except UnicodeDecodeError:
        return False


def _comment(key: str, finding: Finding, report: Report) -> InlineComment:
    assert finding.path is not None  # noqa: S101 - chosen for having both
    assert finding.line is not None  # noqa: S101
    lines = markdown.group_lines(Group(finding, ()), several_instances(report))
    body = fitting([Section("the finding", "\n".join(lines)), Section("the mark", mark([key]))])
    return InlineComment(finding.path.decode(), finding.line, body)


def _with_solved(changes: ReviewChanges, said: Said, gone: set[int]) -> ReviewChanges:
    """A comment that somebody answered stays as what they answered to."""
    answered_ids = {each.in_reply_to for each in said.comments if each.id not in gone}
    answered = [each for each in said.comments if each.id in gone & answered_ids and marked(each.body)]
    return changes._replace(
        solved=tuple(sorted(gone - answered_ids)),
        answered=tuple((each.id, f"Solved since.\n\n{mark([])}\n") for each in answered),
    )


def _summary(report: Report, keys: list[str], at_lines: int) -> str:
    """The review's text. keys: of the findings that it says itself."""
    parts = [Section("the title", f"### {prose(title(report))}")]
    if at_lines:
        parts.append(Section("a note", f"{counted(at_lines, 'finding')} at the lines below."))
    parts += [Section("budgets", block) for block in markdown.budgets(report)]
    parts += [Section("findings", block) for block in markdown.findings(report)]
    parts += [Section("what to do", block) for block in what_to_do(report)]
    if report.split_plan is not None:
        parts.append(Section("the split plan", plan(report.split_plan)))
    marks = mark(keys)
    return fitting(parts, LONGEST_TEXT_BYTES - len(marks) - 2) + f"\n{marks}\n"
