"""Orders of needs, compared with what the words say, on any graph."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewbot.split.graph import in_order, knots, merged_needs, without_detours

graphs = st.lists(st.sets(st.integers(0, 8)), max_size=9).map(
    lambda needs: [{needed for needed in each if needed < len(needs)} for each in needs]
)


def without_circles(graph):
    """Each node needs only smaller ones."""
    return [{needed for needed in needs if needed < node} for node, needs in enumerate(graph)]


def reached(needs, node):
    """All that a node needs, near or far."""
    found, waiting = set(), [node]
    while waiting:
        for needed in needs[waiting.pop()]:
            if needed not in found:
                found.add(needed)
                waiting.append(needed)
    return found


@given(graphs)
def test_a_knot_is_all_that_needs_each_other(needs):
    found = knots(needs)
    assert sorted(node for knot in found for node in knot) == list(range(len(needs)))
    for knot in found:
        for node in knot:
            others = {other for other in reached(needs, node) if node in reached(needs, other)} | {node}
            assert others == set(knot)


@given(graphs)
def test_what_a_knot_needs_comes_before_it(needs):
    home = {node: place for place, knot in enumerate(knots(needs)) for node in knot}
    assert all(home[needed] <= home[node] for node, each in enumerate(needs) for needed in each)


@given(graphs.map(without_circles), st.data())
def test_an_order_has_what_is_needed_first_and_then_goes_by_rank(needs, data):
    ranks = [(data.draw(st.integers(0, 3)),) for _ in needs]
    order = in_order(needs, ranks)
    assert sorted(order) == list(range(len(needs)))
    done = set()
    for node in order:
        ready = [other for other in range(len(needs)) if other not in done and needs[other] <= done]
        assert node == min(ready, key=lambda other: (ranks[other], other))
        done.add(node)


@given(graphs, st.data())
def test_needs_of_groups_are_those_of_their_members(needs, data):
    homes = [data.draw(st.none() | st.integers(0, 2)) for _ in needs]
    groups = [[node for node, home in enumerate(homes) if home == number] for number in range(3)]
    merged = merged_needs(groups, needs)
    for one in range(3):
        expected = {homes[needed] for node in groups[one] for needed in needs[node]} - {None, one}
        assert merged[one] == expected


@given(graphs.map(without_circles))
def test_without_detours_the_same_is_needed_by_as_few_as_can_be(needs):
    direct = without_detours(needs)
    for node in range(len(needs)):
        assert reached(direct, node) == reached(needs, node)
        for needed in direct[node]:
            others = direct[node] - {needed}
            assert all(needed not in reached(direct, other) for other in others)
