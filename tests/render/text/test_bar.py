from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.render.text.bar import budget_bar, line_bar

numbers = st.integers(0, 10**12) | st.integers(0, 50)
lengths = st.integers(2, 60)


@given(numbers, numbers, lengths)
def test_a_budget_bar_has_its_length(used, limit, length):
    assert sum(budget_bar(used, limit, length)) == length


@given(numbers, numbers, lengths)
def test_a_budget_bar_never_lies(used, limit, length):
    within, over, left = budget_bar(used, limit, length)
    assert (over > 0) == (used > limit)
    assert (left > 0) == (used < limit or used == limit == 0)
    assert (within + over > 0) == (used > 0)


@pytest.mark.parametrize(
    ("used", "limit", "expected"),
    [(0, 100, (0, 0, 10)), (50, 100, (5, 0, 5)), (100, 100, (10, 0, 0)), (200, 100, (5, 5, 0)), (10**9, 1, (1, 9, 0))],
)
def test_a_budget_bar_is_to_scale(used, limit, expected):
    assert budget_bar(used, limit, 10) == expected


@given(numbers, numbers, numbers, lengths)
def test_a_line_bar_fits_and_shows_each_kind(added, removed, more, length):
    plus, minus = line_bar(added, removed, added + removed + more, length)
    assert plus + minus <= length
    assert (plus > 0, minus > 0) == (added > 0, removed > 0)


@pytest.mark.parametrize(
    ("added", "removed", "expected"), [(100, 0, (10, 0)), (50, 50, (5, 5)), (10, 0, (1, 0)), (1, 99, (1, 9))]
)
def test_a_line_bar_is_to_scale(added, removed, expected):
    assert line_bar(added, removed, 100, 10) == expected
