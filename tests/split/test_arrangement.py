"""Groups in an order of what they need; those that need each other are untied with as little moved as can be."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.split.arrangement import arranged


def needing(size, *pairs):
    needs = [set() for _ in range(size)]
    for one, other in pairs:
        needs[one].add(other)
    return needs


def test_without_needs_all_stays():
    assert arranged([], [], [], 10) == []
    assert arranged([[1, 2], [0]], [1, 1, 1], needing(3), 10) == [[0], [1, 2]]


def test_lower_turns_come_first_unless_a_part_has_another_too():
    assert arranged([[0], [1], [2, 3]], [1] * 4, needing(4), 10, [2, 1, 0, 0]) == [[2, 3], [1], [0]]
    assert arranged([[0], [1], [2, 3]], [1] * 4, needing(4), 10, [2, 1, 0, 2]) == [[1], [0], [2, 3]]
    assert arranged([[0], [1]], [1] * 2, needing(2, (1, 0)), 10, [2, 1]) == [[0], [1]]


def test_what_is_needed_comes_first():
    assert arranged([[0], [1, 2]], [1, 1, 1], needing(3, (0, 2)), 10) == [[1, 2], [0]]


def test_of_two_that_need_each_other_the_one_takes_along_what_it_needs():
    """Not all becomes one part for one line that both want."""
    assert arranged([[0, 1], [2, 3]], [9, 9, 9, 1], needing(4, (0, 3), (2, 1)), 100) == [[0, 1, 3], [2]]


def test_pieces_that_need_each_other_go_where_fewest_lines_move():
    needs = needing(4, (1, 2), (2, 1))
    assert arranged([[0, 1], [2, 3]], [50, 2, 20, 30], needs, 200) == [[0], [1, 2, 3]]
    assert arranged([[0, 1], [2, 3]], [50, 20, 2, 30], needs, 200) == [[0, 1, 2], [3]]


def test_where_each_needs_all_of_the_other_they_become_one():
    assert arranged([[0], [1]], [5, 5], needing(2, (0, 1), (1, 0)), 10) == [[0, 1]]


def test_what_would_not_fit_takes_nothing_along():
    needs = needing(4, (0, 3), (2, 1))
    assert arranged([[0, 1], [2, 3]], [50, 40, 30, 20], needs, 100) == [[1, 2, 3], [0]]


SIZE = 8
PIECES = st.integers(0, SIZE - 1)


@settings(max_examples=100, deadline=None)
@given(
    homes=st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE),
    pairs=st.lists(st.tuples(PIECES, PIECES).filter(lambda pair: pair[0] != pair[1]), max_size=12),
    budget=st.integers(1, 30),
)
def test_every_piece_is_there_once_and_after_what_it_needs(homes, pairs, budget):
    groups = [[piece for piece in range(SIZE) if homes[piece] == home] for home in sorted(set(homes))]
    parts = arranged(groups, [4] * SIZE, needing(SIZE, *pairs), budget)
    assert sorted(piece for part in parts for piece in part) == list(range(SIZE))
    place = {piece: number for number, part in enumerate(parts) for piece in part}
    assert all(place[needed] <= place[piece] for piece, needed in pairs)
