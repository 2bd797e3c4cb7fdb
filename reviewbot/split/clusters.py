"""Putting pieces together that are alike: average linkage over lines, so that a cluster stands for all of its members.

Ties go by number, so equal input gives equal clusters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.split.likeness import Likeness

SURE = 0.75  # mean likeness of two groups from which on they are one, whatever else there is
_NONE = (-1.0, 0)
_MORE = 1e-9  # by which an index is larger, and not by rounding


class _Join(NamedTuple):
    """Two groups become the first of them. value: how alike their lines are in the mean. pairs: how many these make."""

    value: float
    one: int
    other: int
    pairs: int


def cluster(likeness: Likeness, counted: Sequence[int]) -> list[list[int]]:
    """Groups of numbers, each sorted, in order of their first. counted: lines of each piece.

    Of all the ways to stop on the way from each alone to all together, the one that is expected to agree best with what
    belongs together: by the adjusted Rand index over lines, were each two pieces of one subject as often as they are
    alike. So there is no fixed threshold: where all is a little alike, more must be.
    """
    lines = [max(1, count) for count in counted]
    joins = _Linkage(likeness, lines).joins()
    return _joined(len(lines), joins[: _best_stop(joins, lines)])


def packed(likeness: Likeness, counted: Sequence[int], most: int) -> list[list[int]]:
    """As `cluster`, each group with as much as `most` counted lines hold, what is most alike together."""
    lines = [max(1, count) for count in counted]
    return _joined(len(lines), _Linkage(likeness, lines, counted, most).joins())


def _best_stop(joins: Sequence[_Join], lines: Sequence[int]) -> int:
    """After how many joins the expected index is highest, the fewest of several; not before two that are surely one."""
    alone = sum(count * (count - 1) // 2 for count in lines)
    pairs = sum(lines) * (sum(lines) - 1) // 2
    alike = alone + sum(join.value * join.pairs for join in joins)
    best, stop = -1.0, 0
    together, right = alone, float(alone)  # pairs of lines in one group, and how many of them are expected to be right
    for number in range(len(joins) + 1):
        by_chance = alike * together / pairs if pairs else 0.0
        most = (alike + together) / 2
        index = (right - by_chance) / (most - by_chance) if most > by_chance else 0.0
        if index > best + _MORE:
            best, stop = index, number
        if number < len(joins):
            if joins[number].value >= SURE:
                best = -1.0
            together += joins[number].pairs
            right += joins[number].value * joins[number].pairs
    return stop


def _joined(size: int, joins: Sequence[_Join]) -> list[list[int]]:
    groups = {number: [number] for number in range(size)}
    for join in joins:
        groups[join.one] += groups.pop(join.other)
    return [sorted(group) for group in groups.values()]


class _Linkage:
    """Keeps for each group the one it is most like, so that a step looks at each group once.

    lines: of each piece, the weight that its likeness has. counted, most: lines that a group may have, None for any.
    """

    def __init__(
        self,
        likeness: Likeness,
        lines: Sequence[int],
        counted: Sequence[int] = (),
        most: int | None = None,
    ) -> None:
        self._rows = [row[:] for row in likeness]
        self._lines, self._counted, self._most = list(lines), list(counted), most
        self._groups = dict.fromkeys(range(len(lines)))
        self._best = {number: self._nearest(number) for number in self._groups}

    def joins(self) -> list[_Join]:
        """All that can be, the most alike first."""
        found = []
        while len(self._groups) > 1:
            one = max(self._best, key=lambda number: (self._best[number][0], -number))
            value, other = self._best[one]
            if value < 0:
                break
            one, other = min(one, other), max(one, other)
            found.append(_Join(value, one, other, self._lines[one] * self._lines[other]))
            self._join(one, other)
        return found

    def _nearest(self, number: int) -> tuple[float, int]:
        row, found = self._rows[number], _NONE
        for other in self._groups:
            if row[other] > found[0] and other != number and self._fits(number, other):
                found = (row[other], other)
        return found

    def _fits(self, one: int, other: int) -> bool:
        return self._most is None or self._counted[one] + self._counted[other] <= self._most

    def _join(self, one: int, other: int) -> None:
        rows, groups, best = self._rows, self._groups, self._best
        mine, theirs = self._lines[one], self._lines[other]
        del groups[other], best[other]
        for each in groups:
            if each != one:
                value = (rows[each][one] * mine + rows[each][other] * theirs) / (mine + theirs)
                rows[each][one] = rows[one][each] = value
        self._lines[one] += theirs
        if self._most is not None:
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
