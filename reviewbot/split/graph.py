"""Orders of a graph of needs: what is needed comes first, what needs each other comes together."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence


def knots(needs: Sequence[Iterable[int]]) -> list[list[int]]:
    """Groups of nodes that need each other (strongly connected), each sorted; what a group needs comes before it.

    Tarjan's algorithm, without recursion: https://doi.org/10.1137/0201010
    """
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for start in range(len(needs)):
        if start in index:
            continue
        work = [(start, iter(sorted(needs[start])))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, rest = work[-1]
            following = next((each for each in rest if each not in index or each in on_stack), None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_popped(stack, on_stack, node))
            elif following in index:
                low[node] = min(low[node], index[following])
            else:
                index[following] = low[following] = len(index)
                stack.append(following)
                on_stack.add(following)
                work.append((following, iter(sorted(needs[following]))))
    return found


def _popped(stack: list[int], on_stack: set[int], node: int) -> list[int]:
    group: list[int] = []
    while not group or group[-1] != node:
        group.append(stack.pop())
        on_stack.discard(group[-1])
    return sorted(group)


def in_order(needs: Sequence[Iterable[int]], ranks: Sequence[tuple[int, ...]]) -> list[int]:
    """All nodes of a graph without circles, what is needed first, else by rank."""
    waiting = [set(each) for each in needs]
    users: list[list[int]] = [[] for _ in needs]
    for node, each in enumerate(waiting):
        for needed in each:
            users[needed].append(node)
    ready = [(ranks[node], node) for node, each in enumerate(waiting) if not each]
    heapq.heapify(ready)
    order = []
    while ready:
        _, node = heapq.heappop(ready)
        order.append(node)
        for user in users[node]:
            waiting[user].discard(node)
            if not waiting[user]:
                heapq.heappush(ready, (ranks[user], user))
    return order


def merged_needs(groups: Sequence[Sequence[int]], needs: Sequence[Iterable[int]]) -> list[set[int]]:
    """What groups of nodes need of each other, by their numbers; what lies in none of them is left out."""
    home = {node: number for number, group in enumerate(groups) for node in group}
    return [
        {home[needed] for node in group for needed in needs[node] if needed in home} - {number}
        for number, group in enumerate(groups)
    ]


def without_detours(needs: Sequence[Iterable[int]]) -> list[set[int]]:
    """The needs of numbered nodes, each after what it needs, without those that follow from others of them."""
    before: list[int] = []  # of each node all that it needs, near or far, as bits
    direct = []
    for each in needs:
        everything, kept = 0, set()
        for needed in sorted(each, reverse=True):
            if not everything >> needed & 1:
                kept.add(needed)
                everything |= 1 << needed | before[needed]
        before.append(everything)
        direct.append(kept)
    return direct
