"""A split plan as Markdown, for a comment, a check run's summary or a job's.

Text from outside is prose or a code span, see `reviewbot.render.text.markup`.
"""

from __future__ import annotations

from reviewbot.model.split_plan import Part, SplitPlan
from reviewbot.render import Style
from reviewbot.render.markdown import LONGEST_PATH, LONGEST_TEXT, more, words
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.render.text.layout import shorten, shorten_path
from reviewbot.render.text.markup import code, prose
from reviewbot.render.text.split import has_landed, hunks_of, landed_of, needs_of, summary

MOST_PARTS = 30
MOST_FILES = 10


def render(plan: SplitPlan, _style: Style) -> str:
    landed = [f"{words(landed_of(plan.carried))}."] if plan.carried else []
    return "\n\n".join([f"### {words(summary(plan))}", *landed, *short_plan(plan), *details(plan)]) + "\n"


def short_plan(plan: SplitPlan) -> list[str]:
    """A table of the parts: number, title, lines, needs. [] for a plan without parts."""
    if not plan.parts:
        return []
    rows = ["| part | | lines | after |", "| ---: | --- | ---: | --- |"]
    for part in plan.parts[:MOST_PARTS]:
        bold = "**" if part.over_budget else ""
        needs = ", ".join(map(str, part.needs)) or "-"
        title = cell(part.title) + (" (landed)" if has_landed(plan, part) else "")
        rows.append(f"| {part.number} | {title} | {bold}{part.counted_lines:,}{bold} | {needs} |")
    return ["\n".join(rows), *more(len(plan.parts) - MOST_PARTS, "part")]


def details(plan: SplitPlan) -> list[str]:
    blocks = []
    for part in plan.parts[:MOST_PARTS]:
        if has_landed(plan, part):
            continue
        lines = [f"**Part {part.number}**: {cell(part.title)}", "", f"- Why: {words(needs_of(part))}", *files(part)]
        blocks.append("\n".join(lines))
    if plan.problems:
        blocks.append("\n".join(["Problems:", "", *[f"- {words(problem)}" for problem in plan.problems]]))
    return blocks


def files(part: Part) -> list[str]:
    rows = []
    for file in part.files[:MOST_FILES]:
        held = hunks_of(file)
        rows.append(f"- {code(shorten_path(shown_path(file.path), LONGEST_PATH))}" + (f" ({held})" if held else ""))
    return rows + more(len(part.files) - MOST_FILES, "file")


def cell(text: str) -> str:
    """Text of a table's cell: a bar would end it."""
    return prose(shorten(shown(text), LONGEST_TEXT)).replace("|", "\\|")
