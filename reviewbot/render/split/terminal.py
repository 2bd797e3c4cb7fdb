"""A split plan drawn for a person: the parts in order, what stands on what, how large each is, which files it holds."""

from __future__ import annotations

from reviewbot.model.split_plan import Part, PartFile, SplitPlan
from reviewbot.model.stacks import stacked_on
from reviewbot.render import Style
from reviewbot.render.text.bar import budget_bar
from reviewbot.render.text.budgets import NEARLY
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.render.text.lanes import Lanes
from reviewbot.render.text.layout import cells, shorten, wrap
from reviewbot.render.text.page import BOLD, DIM, GREEN, RED, YELLOW, Page
from reviewbot.render.text.split import has_landed, hunks_of, needs_of, summary
from reviewbot.render.text.title import counted

BAR = 10
MOST_FILES = 6
MOST_OF_LANES = 3  # a graph of more than this share of the width is cut
SHORT_ID = 12


def render(plan: SplitPlan, style: Style) -> str:
    page = Page(style)
    page.text(shown(summary(plan)), leading="split", codes=(BOLD, RED if plan.no_split else GREEN))
    add_parts(page, plan)
    if plan.problems:
        page.gap()
    for problem in plan.problems:
        page.headed("problem", shown(problem), YELLOW)
    if plan.branches:
        add_branches(page, plan)
    return page.whole()


def add_parts(page: Page, plan: SplitPlan) -> None:
    """The parts, to their left what stands on what."""
    between: str | None = ""
    for row in Lanes(stacked_on(plan.parts), unicode=page.style.unicode).rows():
        lanes = shorten(row.lanes, page.width // MOST_OF_LANES, page.ellipsis)
        if between is not None:
            page.line("  ", between)
        if row.number is None:
            page.line("  ", lanes)
            between = None
            continue
        between = row.below[: page.width // MOST_OF_LANES]
        part = plan.parts[row.number - 1]
        add_headline(page, part, plan.budget, lanes)
        if plan.carried and has_landed(plan, part):
            add_lines(page, between, f"landed in {plan.carried.onto[:SHORT_ID]}")
            continue
        add_lines(page, between, needs_of(part))
        for file in part.files[:MOST_FILES]:
            add_file(page, between, file)
        if len(part.files) > MOST_FILES:
            add_lines(page, between, f"… and {counted(len(part.files) - MOST_FILES, 'more file')}")


def add_headline(page: Page, part: Part, budget: int, lanes: str) -> None:
    """Number and title, with the part's lines beside them as a share of the budget."""
    size = f"{part.counted_lines:>6,}"
    start = f"  {lanes}  {part.number} "
    room = page.width - cells(start) - len(size) - (BAR + 2 if page.wide else 0) - 2
    title = shorten(page.plain(shown(part.title)), max(room, 10), page.ellipsis)
    padding = " " * max(room - cells(title), 0)
    colour = RED if part.over_budget else YELLOW if part.counted_lines > NEARLY * budget else GREEN
    end = page.paint(size, colour)
    if page.wide:
        within, over, left = budget_bar(part.counted_lines, budget, BAR)
        full, beyond, free = ("█", "▓", "░") if page.style.unicode else ("#", "!", ".")
        end += f"  {page.paint(full * within + beyond * over, colour)}{page.paint(free * left, DIM)}"
    page.line(start, page.paint(title, BOLD), padding, "  ", end)


def add_lines(page: Page, margin: str, text: str) -> None:
    start = f"  {margin}    "
    for line in wrap(page.plain(shown(text)), page.width - cells(start)):
        page.line(start, page.paint(line, DIM))


def add_file(page: Page, margin: str, file: PartFile) -> None:
    start = f"  {margin}    "
    path = shown_path(file.path if file.old_path in (None, file.path) else (file.old_path or b"") + b" => " + file.path)
    page.line(start, page.path_with(path, hunks_of(file), page.width - cells(start)))


def add_branches(page: Page, plan: SplitPlan) -> None:
    """Each branch with what it starts at."""
    page.gap()
    page.line(page.paint("branches", BOLD))
    base = plan.carried.onto[:SHORT_ID] if plan.carried else "base"
    for branch in plan.branches:
        start = f"on {base}" if branch.on is None else f"on part {branch.on}"
        commit = branch.commit[:SHORT_ID]
        room = page.width - len(f"  {commit}    {start}")
        name = shorten(page.plain(shown(branch.name)), room, page.ellipsis)
        page.line(f"  {commit}  {name}", page.paint(f"  {start}", DIM))
