from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.render import Style
from reviewbot.render.terminal import render
from reviewbot.render.text.layout import cells
from reviewbot.render.text.page import Page
from reviewbot.render.text.short_plan import add_plan
from tests.render.reports import REPORTS
from tests.render.split.plans import PLANS, SEVERAL, a_part, a_plan
from tests.render.split.strategies import for_any_plan, plans


def lines_of(plan, **style):
    page = Page(Style(**style))
    add_plan(page, plan)
    return page.whole().splitlines()


def test_each_part_is_a_line():
    assert lines_of(SEVERAL) == [
        "split   2,146 lines in 5 parts of at most 300, 2 of them independent, 1 over",
        "        budget",
        "          1      0  Move 2 files",
        "          2    171  Add invoices  after 1",
        "          3    243  Change ledger.py and 1 more  after 2",
        "          4  1,432  Change src/billing/invoices/rendering/templates/qu…  after 2",
        "          5    300  Add docs/guide.md",
        "        reviewbot split shows all of it, and --apply PREFIX makes the branches",
    ]


def test_one_part_is_told_and_not_listed():
    assert lines_of(PLANS["no-split"])[:2] == [
        "split   no good split within 300 lines: 402 lines in work.py are one block, and",
        "        no function is cut",
    ]


def test_without_a_good_split_no_branch_is_promised():
    said = " ".join(" ".join(lines_of(PLANS["no-split"])).split())
    assert "no branch is made of what does not fit" in said
    assert "--apply" not in said


def test_a_narrow_terminal_gets_shorter_lines():
    assert lines_of(SEVERAL, width=40)[-5:] == [
        "          4  1,432  Change src…  after 2",
        "          5    300  Add docs/guide.md",
        "        reviewbot split shows all of it,",
        "        and --apply PREFIX makes the",
        "        branches",
    ]


def test_of_many_parts_the_first_are_shown():
    lines = lines_of(a_plan(*(a_part(number) for number in range(1, 14))))
    assert lines[-2] == "          … and 1 more part"
    assert len(lines) == 1 + 12 + 2


def test_of_many_needs_the_first_are_shown():
    assert lines_of(a_plan(*(a_part(number, needs=tuple(range(1, number))) for number in range(1, 10))))[9] == (
        "          9    120  Add invoices  after 1, 2, 3, 4, 5, 6, …"
    )


@settings(deadline=None, max_examples=40)
@given(plan=plans(most=14), width=st.sampled_from([40, 41, 63, 64, 80, 120]), unicode=st.booleans())
def test_no_line_is_wider_than_the_terminal(plan, width, unicode):
    assert [line for line in lines_of(plan, width=width, unicode=unicode) if cells(line) > width] == []


@for_any_plan
def test_nothing_of_an_author_is_live_in_a_terminal_or_a_log(plan):
    text = render(REPORTS["block"]._replace(split_plan=plan), Style())
    assert [character for character in text if not character.isprintable() and character != "\n"] == []
    for line in text.splitlines():
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)


@for_any_plan
def test_a_terminal_without_unicode_gets_ascii(plan):
    assert "\n".join(lines_of(plan, unicode=False)).isascii()


@for_any_plan
def test_colour_changes_nothing_but_colour(plan):
    coloured = [re.sub(r"\x1b\[[0-9;]+m", "", line).rstrip() for line in lines_of(plan, colour=True)]
    assert coloured == lines_of(plan)
