"""Small groups put to others, against the plain way to say it."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reviewbot.split.absorbing import absorbed

SMALL_LINES, LEAST = 10, 0.3


def mean(likeness, one, other):
    total = sum(round(likeness[first][second] * 1_000_000) for first in one for second in other)
    return Fraction(total, 1_000_000 * len(one) * len(other))


def plainly_absorbed(groups, likeness, counted):
    found = [list(group) for group in groups]
    while True:
        sizes = [sum(counted[piece] for piece in group) for group in found]
        for _, small in sorted((size, number) for number, size in enumerate(sizes) if size <= SMALL_LINES):
            others = [number for number in range(len(found)) if number != small]
            home = max(others, key=lambda number: (mean(likeness, found[small], found[number]), -number), default=None)
            if home is not None and mean(likeness, found[small], found[home]) >= Fraction(3, 10):
                found[home] = sorted(found[home] + found[small])
                del found[small]
                break
        else:
            return sorted(found)


@st.composite
def pieces(draw):
    """(groups, likeness, counted lines) of some pieces."""
    count = draw(st.integers(1, 9))
    values = st.sampled_from([0.0, 0.1, 0.3, 0.333333, 0.5, 0.9])
    likeness = [[0.0] * count for _ in range(count)]
    for one in range(count):
        for other in range(one):
            likeness[one][other] = likeness[other][one] = draw(values)
    homes = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    groups = [[piece for piece in range(count) if homes[piece] == home] for home in sorted(set(homes))]
    return groups, likeness, draw(st.lists(st.integers(0, 12), min_size=count, max_size=count))


@given(pieces())
def test_groups_are_put_together_as_the_plain_way_does(given_pieces):
    groups, likeness, counted = given_pieces
    expected = plainly_absorbed(groups, likeness, counted)
    assert absorbed(groups, likeness, counted, SMALL_LINES, LEAST) == expected


def test_what_is_like_nothing_stays_alone():
    assert absorbed([[0], [1]], [[0.0, 0.29], [0.29, 0.0]], [1, 1], SMALL_LINES, LEAST) == [[0], [1]]


def test_of_two_that_are_equally_like_it_the_first_takes_it():
    likeness = [[0.0, 0.1, 0.5], [0.1, 0.0, 0.5], [0.5, 0.5, 0.0]]
    assert absorbed([[0], [1], [2]], likeness, [50, 50, 1], SMALL_LINES, LEAST) == [[0, 2], [1]]
