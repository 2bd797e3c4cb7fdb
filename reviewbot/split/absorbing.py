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
        self._pieces = [len(group) for group in groups]
        self._sizes = [sum(counted[piece] for piece in group) for group in groups]
        self._small_lines = small_lines
        small = [number for number, size in enumerate(self._sizes) if size <= small_lines]
        # How alike the pieces of a small group are to those of each group, in millionths, added up.
        self._sums = {number: _sums(groups[number], groups, likeness) for number in small}
        self._nearest = {number: self._looked_up(number) for number in small}

    def step(self, least: float) -> bool:
        """Put one group to another, if any may be."""
        for small in sorted(self._nearest, key=lambda number: (self._sizes[number], number)):
            value, home = self._nearest[small]
            if home != small and value >= least * _MILLION * self._pieces[small]:
                self._join(small, home)
                return True
        return False

    def _looked_up(self, number: int) -> tuple[float, int]:
        """Of the group that this one is most like, the first of several: (its sum for a piece of it, its number).

        Itself where there is no other.
        """
        sums, pieces = self._sums[number], self._pieces
        values = [sums[other] / pieces[other] if other != number else -1.0 for other in self.groups]
        value = max(values)
        return value, list(self.groups)[values.index(value)]

    def _join(self, small: int, home: int) -> None:
        self.groups[home] = sorted(self.groups[home] + self.groups.pop(small))
        self._pieces[home] += self._pieces[small]
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
            now = sums[home] / self._pieces[home]
            if number == home or (nearest in (small, home) and now <= value):
                self._nearest[number] = self._looked_up(number)
            elif now > value or (now == value and home < nearest):
                self._nearest[number] = now, home


def _sums(group: Sequence[int], groups: Sequence[Sequence[int]], likeness: Likeness) -> list[int]:
    row = [0] * len(likeness)
    for piece in group:
        row = [total + round(value * _MILLION) for total, value in zip(row, likeness[piece], strict=True)]
    return [sum([row[piece] for piece in each]) for each in groups]
