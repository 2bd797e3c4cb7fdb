"""Putting pieces together that are alike: average linkage, so that a cluster stands for all of its members.

Ties go by number, so equal input gives equal clusters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from reviewbot.split.likeness import Likeness

_NONE = (-1.0, 0)


def cluster(likeness: Likeness, counted: Sequence[int], threshold: float, most: int | None = None) -> list[list[int]]:
    """Groups of numbers, each sorted, in order of their first.

    counted: lines of each piece; large ones weigh more, by the logarithm. threshold: mean likeness below which two
    groups stay apart. most: counted lines that a group may have, None for any.
    """
    weights = [round(1000 * math.log(2 + lines)) for lines in counted]
    linkage = _Linkage([row[:] for row in likeness], weights, list(counted), threshold, most)
    return linkage.run()


class _Linkage:
    """Keeps for each group the one it is most like, so that a step looks at each group once."""

    def __init__(
        self, rows: Likeness, weights: list[int], counted: list[int], threshold: float, most: int | None
    ) -> None:
        self._rows, self._weights, self._counted = rows, weights, counted
        self._threshold, self._most = threshold, most
        self._groups = {number: [number] for number in range(len(rows))}
        self._best = {number: self._nearest(number) for number in self._groups}

    def run(self) -> list[list[int]]:
        while len(self._groups) > 1:
            one = max(self._best, key=lambda number: (self._best[number][0], -number))
            value, other = self._best[one]
            if value < self._threshold:
                break
            self._join(min(one, other), max(one, other))
        return [sorted(self._groups[number]) for number in sorted(self._groups)]

    def _nearest(self, number: int) -> tuple[float, int]:
        row, found = self._rows[number], _NONE
        for other in self._groups:
            if other != number and row[other] > found[0] and self._fits(number, other):
                found = (row[other], other)
        return found

    def _fits(self, one: int, other: int) -> bool:
        return self._most is None or self._counted[one] + self._counted[other] <= self._most

    def _join(self, one: int, other: int) -> None:
        rows, groups, best = self._rows, self._groups, self._best
        mine, theirs = self._weights[one], self._weights[other]
        for each in groups:
            if each not in (one, other):
                value = (rows[each][one] * mine + rows[each][other] * theirs) / (mine + theirs)
                rows[each][one] = rows[one][each] = value
        groups[one] += groups.pop(other)
        del best[other]
        self._weights[one] += theirs
        self._counted[one] += self._counted[other]
        best[one] = self._nearest(one)
        for each in groups:
            if each == one:
                continue
            value = rows[each][one]
            if best[each][1] in (one, other) or not self._fits(each, best[each][1]):
                best[each] = self._nearest(each)
            elif value > best[each][0] and self._fits(each, one):
                best[each] = (value, one)
