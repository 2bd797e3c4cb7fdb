"""A split plan as Markdown, for a comment, a check run's summary or a job's.

Text from outside is prose or a code span, see `reviewbot.render.text.markup`.
"""

from __future__ import annotations

from reviewbot.model.split_plan import Part, PartFile, SplitPlan
from reviewbot.render import Style
from reviewbot.render.markdown import LONGEST_PATH, more, words
from reviewbot.render.text.escape import shown_path
from reviewbot.render.text.layout import shorten_path
from reviewbot.render.text.markup import code
from reviewbot.render.text.split import has_landed, hunks_of, landed_of, needs_of, numbers, summary

# GitHub refuses a comment of more than 65,536 characters. These keep the longest plan below it.
MOST_CHARACTERS = 60_000
MOST_PARTS = 30
MOST_FILES = 10
MOST_PROBLEMS = 20


def render(plan: SplitPlan, _style: Style) -> str:
    landed = [f"{words(landed_of(plan.carried))}."] if plan.carried else []
    first, last = [f"### {words(summary(plan))}", *landed, *short_plan(plan)], problems(plan)
    return "\n\n".join([*first, *details(plan, MOST_CHARACTERS - sum(map(len, first + last))), *last]) + "\n"


def short_plan(plan: SplitPlan) -> list[str]:
    """A table of the parts: number, title, lines, needs. [] for a plan without parts."""
    if not plan.parts:
        return []
    rows = ["| part | | lines | after |", "| ---: | --- | ---: | --- |"]
    for part in plan.parts[:MOST_PARTS]:
        bold = "**" if part.over_budget else ""
        lines = f"{bold}{part.counted_lines:,}{bold}"
        title = cell(part.title) + (" (landed)" if has_landed(plan, part) else "")
        rows.append(f"| {part.number} | {title} | {lines} | {numbers(part.needs) or '-'} |")
    return ["\n".join(rows), *more(len(plan.parts) - MOST_PARTS, "part")]


def details(plan: SplitPlan, room: int) -> list[str]:
    """What each part holds and why, of as many parts as so many characters hold."""
    blocks: list[str] = []
    parts = [part for part in plan.parts if not has_landed(plan, part)]
    for part in parts[:MOST_PARTS]:
        lines = [f"**Part {part.number}**: {words(part.title)}", "", f"- Why: {words(needs_of(part))}", *files(part)]
        blocks.append("\n".join(lines))
        room -= len(blocks[-1]) + 2
        if room < 0:
            return [*blocks[:-1], *more(len(parts) - len(blocks) + 1, "part")]
    return [*blocks, *more(len(parts) - MOST_PARTS, "part")]


def problems(plan: SplitPlan) -> list[str]:
    if not plan.problems:
        return []
    items = [f"- {words(problem)}" for problem in plan.problems[:MOST_PROBLEMS]]
    return ["\n".join(["Problems:", "", *items, *more(len(plan.problems) - MOST_PROBLEMS, "problem")])]


def files(part: Part) -> list[str]:
    rows = []
    for file in part.files[:MOST_FILES]:
        held = hunks_of(file)
        rows.append(f"- {names(file)}" + (f" ({held})" if held else ""))
    return rows + more(len(part.files) - MOST_FILES, "file")


def names(file: PartFile) -> str:
    """The path, of a file that moves both of them."""
    both = [file.path] if file.old_path in (None, file.path) else [file.old_path or b"", file.path]
    return " to ".join(code(shorten_path(shown_path(path), LONGEST_PATH // len(both))) for path in both)


def cell(text: str) -> str:
    """Text of a table's cell: a bar would end it."""
    return words(text).replace("|", "\\|")
