"""A forest of numbered things as `git log --graph` draws one: a lane for each line of descent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

UNICODE = ("●", "│", "├", "─", "╮")
ASCII = ("*", "|", "|", "-", ".")


class Row(NamedTuple):
    """What stands before a line. number: of the thing that begins in this line, None for a line between."""

    number: int | None
    lanes: str


class Lanes:
    """on: for each number from 1 the smaller one that it stands on, None for none."""

    def __init__(self, on: Sequence[int | None], *, unicode: bool) -> None:
        self._on = on
        self._marks = UNICODE if unicode else ASCII
        self._left = [on.count(number) for number in range(len(on) + 1)]  # of each number, those still to stand on it
        self._lanes: list[int | None] = []

    def rows(self) -> Iterator[Row]:
        """For each number its row, after the row that leads to it where its lane branches off."""
        for number in range(1, len(self._on) + 1):
            below = self._on[number - 1]
            if below is None:
                lane = self._free()
            else:
                self._left[below] -= 1
                lane = self._lanes.index(below)
                if self._left[below]:
                    lane = self._free()
                    yield Row(None, self._branching(self._lanes.index(below), lane))
            self._put(lane, number)
            yield Row(number, self._drawn(lane))
            if not self._left[number]:
                self._lanes[lane] = None

    def between(self) -> str:
        """What stands before a further line of the thing that was drawn last."""
        return self._drawn(None)

    def _free(self) -> int:
        return self._lanes.index(None) if None in self._lanes else len(self._lanes)

    def _put(self, lane: int, number: int) -> None:
        self._lanes += [None] * (lane + 1 - len(self._lanes))
        self._lanes[lane] = number

    def _drawn(self, own: int | None) -> str:
        node, line = self._marks[:2]
        marks = [node if lane == own else line if number else " " for lane, number in enumerate(self._lanes)]
        return " ".join(marks).rstrip()

    def _branching(self, start: int, end: int) -> str:
        _, line, branch, dash, corner = self._marks
        lanes = [*self._lanes, *[None] * (end + 1 - len(self._lanes))]
        low, high = min(start, end), max(start, end)
        marks = []
        for lane, number in enumerate(lanes):
            inside = low <= lane < high
            mark = branch if lane == start else corner if lane == end else line if number else dash if inside else " "
            marks.append(mark + (dash if inside else " "))
        return "".join(marks).rstrip()
