"""How much of what two pieces say is the same, by an inverted index: only pairs that share something are looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

MOST_HOLDERS = 48  # a word in more pieces says little and costs much


def shared(
    holdings: Sequence[Collection[bytes]], weight: Mapping[bytes, int] | None = None
) -> Iterator[tuple[int, int, int, int, int]]:
    """(i, j, shared weight, weight of all that the lighter holds, of all that the heavier does) for each pair, i < j.

    weight: of each word; None for 1 each. Only pairs that share a word.
    """
    holders = defaultdict(list)
    totals = []
    for number, words in enumerate(holdings):
        totals.append(sum(weight[word] for word in words) if weight is not None else len(words))
        for word in words:
            holders[word].append(number)
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for word, numbers in holders.items():
        if 1 < len(numbers) <= MOST_HOLDERS:
            gain = weight[word] if weight is not None else 1
            for pair in combinations(numbers, 2):
                sums[pair] += gain
    for (one, other), amount in sums.items():
        mine, theirs = totals[one], totals[other]
        yield (one, other, amount, mine, theirs) if mine < theirs else (one, other, amount, theirs, mine)
