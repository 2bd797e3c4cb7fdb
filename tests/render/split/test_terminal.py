from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.render import Style
from reviewbot.render.split.terminal import render
from reviewbot.render.text.layout import cells
from tests.render.split.plans import PLANS, SEVERAL, a_part, a_plan, a_whole, with_branches
from tests.render.split.strategies import for_any_plan, plans


def lines_of(plan, **style):
    return render(plan, Style(**style)).splitlines()


def test_no_change_is_one_line():
    assert lines_of(PLANS["nothing-changed"]) == ["split: nothing changed"]


def test_one_part_needs_no_graph():
    assert lines_of(PLANS["one-part"]) == [
        "split: 120 lines in 1 part of at most 300",
        "",
        "  ●  1 Add invoices                                              120  ████░░░░░░",
        "       in one file",
        "       src/invoices.py",
    ]


@settings(deadline=None, max_examples=60)
@given(plan=plans(most=14), width=st.sampled_from([40, 41, 63, 64, 80, 120]), unicode=st.booleans())
def test_no_line_is_wider_than_the_terminal(plan, width, unicode):
    assert [line for line in lines_of(plan, width=width, unicode=unicode) if cells(line) > width] == []


@for_any_plan
def test_a_terminal_without_unicode_gets_ascii(plan):
    assert render(plan, Style(unicode=False)).isascii()


@for_any_plan
def test_colour_changes_nothing_but_colour(plan):
    plain = re.sub(r"\x1b\[[0-9;]+m", "", render(plan, Style(colour=True)))
    assert [line.rstrip() for line in plain.splitlines()] == lines_of(plan)
    assert "\x1b" not in plain


def test_a_part_over_the_budget_is_red_and_one_near_it_yellow():
    plan = a_plan(a_part(1), a_part(2, counted_lines=290), a_part(3, counted_lines=301, over_budget=True))
    painted = [re.search(r"\x1b\[(3\d)m +\d+\x1b", line) for line in lines_of(plan, colour=True)]
    assert [found[1] for found in painted if found] == ["32", "33", "31"]


def test_of_many_files_it_says_how_many_more_there_are():
    for count, said in ((6, None), (7, "… and 1 more file"), (9, "… and 3 more files")):
        part = a_part(1, *(a_whole(f"{number}.py") for number in range(count)))
        found = [line.strip() for line in lines_of(a_plan(part)) if "more" in line]
        assert found == ([said] if said else [])


def test_a_move_shows_both_names():
    part = a_part(1, a_whole("new/a.py", old_path=b"old/a.py"))
    assert "       old/a.py => new/a.py" in lines_of(a_plan(part))


def test_branches_are_shown_with_what_they_start_at():
    assert lines_of(with_branches(SEVERAL, "bills"))[-5:] == [
        "  111111111111  bills/1-move-2-files  on base",
        "  222222222222  bills/2-add-invoices  on part 1",
        "  333333333333  bills/3-change-ledger-py-and-1-more  on part 2",
        "  444444444444  bills/4-change-src-billing-invoices-rendering-te  on part 2",
        "  555555555555  bills/5-add-docs-guide-md  on base",
    ]


def test_a_part_that_has_landed_says_so_and_the_others_start_there():
    lines = lines_of(PLANS["landed"], width=120)
    assert lines[0].endswith(", 3 landed")
    assert [line.strip(" │") for line in lines].count("landed in eeeeeeeeeeee") == 3
    assert lines[-2:] == [
        "  444444444444  bills/4-change-src-billing-invoices-rendering-te  on eeeeeeeeeeee",
        "  555555555555  bills/5-add-docs-guide-md  on eeeeeeeeeeee",
    ]
