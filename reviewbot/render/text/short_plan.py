"""The end of a report on a change over its line budget: the parts that it could be, a line each."""

from __future__ import annotations

from reviewbot.model.split_plan import Part, SplitPlan
from reviewbot.render.text.escape import shown
from reviewbot.render.text.layout import shorten, wrap
from reviewbot.render.text.page import BOLD, DIM, GREEN, MARGIN, RED, Page
from reviewbot.render.text.split import numbers, summary
from reviewbot.render.text.title import counted

MOST_PARTS = 12
LEAST_TITLE = 10  # columns; where less would be left, what the part comes after is not said
ADVICE = "reviewbot split shows all of it, and --apply PREFIX makes the branches"
NO_SPLIT_ADVICE = "reviewbot split shows why; no branch is made of what does not fit, but with a larger --budget"


def add_plan(page: Page, plan: SplitPlan) -> None:
    """The short form of a split plan: a line for each part."""
    page.gap()
    page.headed("split", shown(summary(plan).removeprefix("split: ")), BOLD, RED if plan.no_split else GREEN)
    for part in plan.parts[:MOST_PARTS] if len(plan.parts) > 1 else ():
        add_part(page, part)
    if len(plan.parts) > MOST_PARTS:
        page.line(" " * MARGIN, page.plain(f"  … and {counted(len(plan.parts) - MOST_PARTS, 'more part')}"))
    for line in wrap(NO_SPLIT_ADVICE if plan.no_split else ADVICE, page.width - MARGIN):
        page.line(" " * MARGIN, page.paint(line, DIM))


def add_part(page: Page, part: Part) -> None:
    size = f"{part.counted_lines:>6,}"
    after = page.plain(f"  after {numbers(part.needs)}" if part.needs else "")
    room = page.width - MARGIN - len(f"{part.number:>3} {size}  ")
    if after and room - len(after) < LEAST_TITLE:
        after = ""
    title = shorten(page.plain(shown(part.title)), room - len(after), page.ellipsis)
    colour = RED if part.over_budget else GREEN
    page.line(" " * MARGIN, f"{part.number:>3} ", page.paint(size, colour), f"  {title}", page.paint(after, DIM))
