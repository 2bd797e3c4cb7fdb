"""Which pieces become one group: by how alike their lines are, and by what all of them are expected to be."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.split.clusters import SURE, cluster, packed


def alike(size, pairs, others=0.0):
    rows = [[others] * size for _ in range(size)]
    for (one, other), value in pairs.items():
        rows[one][other] = rows[other][one] = value
    return rows


def test_of_nothing_and_of_one_piece_there_is_nothing_to_say():
    assert cluster([], []) == []
    assert cluster([[0.0]], [7]) == [[0]]
    assert packed([], [], 10) == []


@pytest.mark.parametrize(("value", "groups"), [(SURE - 0.01, [[0], [1]]), (SURE, [[0, 1]]), (1.0, [[0, 1]])])
def test_two_that_surely_belong_together_are_one(value, groups):
    assert cluster(alike(2, {(0, 1): value}), [30, 30]) == groups


def test_two_pairs():
    assert cluster(alike(4, {(0, 2): 0.8, (1, 3): 0.7}, 0.1), [5, 5, 5, 5]) == [[0, 2], [1, 3]]


def test_the_more_all_is_alike_the_more_alike_a_group_must_be():
    """There is no threshold: what is a group among strangers is none among what is nearly as like."""
    pairs = {(0, 1): 0.5, (2, 3): 0.7, (4, 5): 0.7}
    assert [0, 1] in cluster(alike(6, pairs, 0.05), [20] * 6)
    assert [0, 1] not in cluster(alike(6, pairs, 0.45), [20] * 6)


def test_lines_have_the_say_not_pieces():
    """Two small pieces do not speak for a large one."""
    rows = alike(4, {(0, 1): 0.7, (0, 2): 0.1, (1, 2): 0.65, (2, 3): 0.6, (1, 3): 0.1})
    assert cluster(rows, [100, 1, 1, 100]) == [[0, 1], [2, 3]]


def test_packed_groups_hold_as_much_as_fits():
    rows = alike(4, {(0, 1): 0.9, (1, 2): 0.8}, 0.1)
    assert packed(rows, [40, 40, 40, 40], 80) == [[0, 1], [2, 3]]
    assert packed(rows, [40, 50, 40, 90], 80) == [[0, 2], [1], [3]]


@st.composite
def likenesses(draw):
    size = draw(st.integers(1, 7))
    values = st.integers(0, 100).map(lambda value: value / 100)
    rows = alike(size, {pair: draw(values) for pair in combinations(range(size), 2)})
    return rows, draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))


def expected_index(groups, rows, lines):
    """The adjusted Rand index by its definition, each pair of lines of one subject as often as the pieces are alike."""
    of_line = [piece for piece, count in enumerate(lines) for _ in range(count)]
    home = {piece: number for number, group in enumerate(groups) for piece in group}
    right = together = same = pairs = 0.0
    for one, other in combinations(of_line, 2):
        value = 1.0 if one == other else rows[one][other]
        joined = home[one] == home[other]
        pairs, same = pairs + 1, same + value
        together, right = together + joined, right + joined * value
    by_chance = same * together / pairs if pairs else 0.0
    most = (same + together) / 2
    return (right - by_chance) / (most - by_chance) if most > by_chance + 1e-9 else 0.0


@settings(max_examples=60, deadline=None)
@given(likenesses())
def test_no_stop_on_the_way_is_expected_to_be_better(made):
    rows, counted = made
    lines = [max(1, count) for count in counted]
    found = cluster(rows, counted)
    assert sorted(piece for group in found for piece in group) == list(range(len(rows)))
    if all(value < SURE for row in rows for value in row):
        alone = [[piece] for piece in range(len(rows))]
        assert expected_index(found, rows, lines) >= expected_index(alone, rows, lines) - 1e-9
        for one, other in combinations(range(len(found)), 2):
            values = [
                rows[mine][theirs] * lines[mine] * lines[theirs] for mine in found[one] for theirs in found[other]
            ]
            size = sum(lines[mine] for mine in found[one]) * sum(lines[theirs] for theirs in found[other])
            nearest = sum(values) / size
            others = [
                sum(rows[m][t] * lines[m] * lines[t] for m in a for t in b)
                / (sum(lines[m] for m in a) * sum(lines[t] for t in b))
                for a, b in combinations(found, 2)
            ]
            if nearest >= max(others) - 1e-12:  # the next step on the way
                joined = [group for number, group in enumerate(found) if number not in (one, other)]
                joined.append(found[one] + found[other])
                assert expected_index(found, rows, lines) >= expected_index(joined, rows, lines) - 1e-6


@settings(max_examples=40, deadline=None)
@given(likenesses(), st.integers(1, 20))
def test_packed_groups_fit_and_no_two_of_them_would(made, most):
    rows, counted = made
    found = packed(rows, counted, most)
    sizes = [sum(counted[piece] for piece in group) for group in found]
    assert sorted(piece for group in found for piece in group) == list(range(len(rows)))
    assert all(size <= most or len(group) == 1 for size, group in zip(sizes, found, strict=True))
    assert all(one + other > most for one, other in combinations(sizes, 2))
