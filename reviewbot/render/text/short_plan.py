"""The end of a report on a change over its line budget: the parts that it could be, a line each."""

from __future__ import annotations

from reviewbot.model.split_plan import SplitPlan
from reviewbot.render.text.escape import shown
from reviewbot.render.text.layout import shorten
from reviewbot.render.text.page import BOLD, DIM, GREEN, MARGIN, RED, Page
from reviewbot.render.text.split import summary
from reviewbot.render.text.title import counted

MOST_PARTS = 12


def add_plan(page: Page, plan: SplitPlan) -> None:
    """The short form of a split plan: a line for each part."""
    page.gap()
    page.headed("split", shown(summary(plan)).removeprefix("split: "), BOLD, GREEN)
    for part in plan.parts[:MOST_PARTS] if len(plan.parts) > 1 else ():
        size = f"{part.counted_lines:>6,}"
        after = f"  after {', '.join(map(str, part.needs))}" if part.needs else ""
        room = page.width - MARGIN - len(size) - len(after) - 6
        title = shorten(page.plain(shown(part.title)), max(room, 10), page.ellipsis)
        colour = RED if part.over_budget else GREEN
        page.line(" " * MARGIN, f"{part.number:>3} ", page.paint(size, colour), f"  {title}", page.paint(after, DIM))
    if len(plan.parts) > MOST_PARTS:
        page.line(" " * MARGIN, page.plain(f"  … and {counted(len(plan.parts) - MOST_PARTS, 'more part')}"))
    page.line(" " * MARGIN, page.paint("reviewbot split shows all of it, and --apply PREFIX makes the branches", DIM))
