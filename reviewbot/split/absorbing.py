"""Small groups go to what they are most like, if they are like it at all: too small is bad too.

All means are of whole numbers, so that no order of adding up changes which of two is the larger.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.split.likeness import Likeness

_MILLION = 1_000_000  # likeness is rounded to that share


def absorbed(
    groups: Sequence[Sequence[int]], likeness: Likeness, counted: Sequence[int], small_lines: int, least: float
) -> list[list[int]]:
    """The groups, each of at most `small_lines` counted lines put to the one it is most like in the mean.

    The smallest first, of equal ones the first; again and again, while any small group is `least` alike to another.
    """
    absorbing = _Absorbing(groups, likeness, counted, small_lines)
    while absorbing.step(least):
        pass
    return sorted(absorbing.groups.values())


class _Absorbing:
    """groups: by number. Keeps for each small one the one it is most like, so that a step looks at few."""

    def __init__(
        self, groups: Sequence[Sequence[int]], likeness: Likeness, counted: Sequence[int], small_lines: int
    ) -> None:
        self.groups = {number: list(group) for number, group in enumerate(groups)}
        self._sizes = [sum(counted[piece] for piece in group) for group in groups]
        self._small_lines = small_lines
        small = [number for number, size in enumerate(self._sizes) if size <= small_lines]
        self._sums = {number: _sums(groups[number], groups, likeness) for number in small}
        self._nearest = {number: self._looked_up(number) for number in small}

    def step(self, least: float) -> bool:
        """Put one group to another, if any may be."""
        for small in sorted(self._nearest, key=lambda number: (self._sizes[number], number)):
            value, home = self._nearest[small]
            if value >= least and home != small:
                self._join(small, home)
                return True
        return False

    def _looked_up(self, number: int) -> tuple[float, int]:
        """(mean likeness, number) of the group that this one is most like; itself where there is no other."""
        others = [(self._mean(number, other), -other) for other in self.groups if other != number]
        value, other = max(others, default=(0.0, -number))
        return value, -other

    def _mean(self, small: int, other: int) -> float:
        return self._sums[small][other] / (_MILLION * len(self.groups[small]) * len(self.groups[other]))

    def _join(self, small: int, home: int) -> None:
        self.groups[home] = sorted(self.groups[home] + self.groups.pop(small))
        self._sizes[home] += self._sizes[small]
        gone = self._sums.pop(small)
        del self._nearest[small]
        if home in self._sums:
            if self._sizes[home] <= self._small_lines:
                self._sums[home] = [one + other for one, other in zip(self._sums[home], gone, strict=True)]
            else:
                del self._sums[home], self._nearest[home]
        for number, sums in self._sums.items():
            sums[home] += sums[small]
            value, nearest = self._nearest[number]
            if number == home or nearest in (small, home):
                self._nearest[number] = self._looked_up(number)
            else:
                self._nearest[number] = max((value, -nearest), (self._mean(number, home), -home))
                self._nearest[number] = self._nearest[number][0], -self._nearest[number][1]


def _sums(group: Sequence[int], groups: Sequence[Sequence[int]], likeness: Likeness) -> list[int]:
    """How alike its pieces are to those of each group, in millionths, added up."""
    rows = [likeness[piece] for piece in group]
    return [sum(round(row[other] * _MILLION) for row in rows for other in each) for each in groups]
