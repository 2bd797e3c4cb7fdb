from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.render.text.lanes import Lanes


def drawn(on, *, unicode=True):
    """The graph with the number at each node, and below it what stands before a further line of it."""
    found = []
    for row in Lanes(on, unicode=unicode).rows():
        found.append(row.lanes if row.number is None else f"{row.lanes}  {row.number}")
        if row.number is not None:
            found.append(row.below.rstrip())
    return found


def test_nothing_is_no_row():
    assert drawn(()) == []


def test_one_stack_is_one_line():
    assert drawn((None, 1, 2)) == ["●  1", "│", "●  2", "│", "●  3", ""]


def test_what_is_independent_is_not_connected():
    assert drawn((None, None, None)) == ["●  1", "", "●  2", "", "●  3", ""]


def test_two_on_one_branch_off():
    assert drawn((None, 1, 1)) == ["●  1", "│", "├─╮", "│ ●  2", "│", "●  3", ""]


def test_two_stacks_stand_side_by_side():
    assert drawn((None, None, 1, 2)) == ["●  1", "│", "│ ●  2", "│ │", "● │  3", "  │", "  ●  4", ""]


def test_a_branch_goes_past_another_stack():
    assert drawn((None, None, 1, 1, 2))[4:6] == ["├─│─╮", "│ │ ●  3"]


def test_a_branch_can_go_to_the_left():
    graph = drawn((None, None, 2, 1, 3, 3, 5))
    assert graph[graph.index("│ ●  3") :] == [
        "│ ●  3",
        "│ │",
        "● │  4",
        "  │",
        "╭─┤",
        "● │  5",
        "│ │",
        "│ ●  6",
        "│",
        "●  7",
        "",
    ]


def test_without_unicode():
    assert drawn((None, 1, 1), unicode=False) == ["*  1", "|", "|-.", "| *  2", "|", "*  3", ""]


forests = st.lists(st.integers(0, 10**6), max_size=20).map(
    lambda seeds: tuple(seed % (number + 1) or None for number, seed in enumerate(seeds))
)


@given(forests)
def test_every_number_has_its_row_in_order(on):
    assert [row.number for row in Lanes(on, unicode=True).rows() if row.number] == list(range(1, len(on) + 1))


@given(forests)
def test_a_lane_leads_from_each_number_to_what_stands_on_it(on):
    """Followed down from its node, the line comes to the first that stands on it, or branches off to it."""
    rows = list(Lanes(on, unicode=True).rows())
    column = {row.number: row.lanes.index("●") for row in rows if row.number}
    for place, row in enumerate(rows):
        if row.number is None:
            below = on[rows[place + 1].number - 1]
            assert row.lanes[column[below]] in "├┤"
            assert row.lanes[column[rows[place + 1].number]] in "╮╭"
        elif on[row.number - 1] is not None and rows[place - 1].number is not None:
            assert column[row.number] == column[on[row.number - 1]]
    for number, start in column.items():
        users = [user for user, below in enumerate(on, 1) if below == number]
        between = [row for row in rows[_place(rows, number) : _place(rows, max(users, default=number))] if row.number]
        assert all(row.below[start] == "│" for row in between)
        if not users:
            assert rows[_place(rows, number)].below[start : start + 1].strip() == ""


def _place(rows, number):
    return next(place for place, row in enumerate(rows) if row.number == number)


@given(forests)
def test_ascii_has_the_same_shape(on):
    marks = str.maketrans("●│├┤─╮╭", "*|||-..")
    ascii_rows = [(row.number, row.lanes, row.below) for row in Lanes(on, unicode=False).rows()]
    rows = Lanes(on, unicode=True).rows()
    assert ascii_rows == [(row.number, row.lanes.translate(marks), row.below.translate(marks)) for row in rows]


@pytest.mark.parametrize("count", [1, 50])
def test_independent_things_need_one_lane(count):
    assert {row.lanes for row in Lanes((None,) * count, unicode=True).rows()} == {"●"}
