"""A forest of numbered things as `git log --graph` draws one: a lane for each line of descent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Marks(NamedTuple):
    node: str
    line: str
    dash: str
    to_right: str  # where a lane branches off, and where that comes down
    right: str
    to_left: str
    left: str


UNICODE = Marks("●", "│", "─", "├", "╮", "┤", "╭")
ASCII = Marks("*", "|", "-", "|", ".", "|", ".")


class Row(NamedTuple):
    """What stands before a line, without spaces at its end.

    number: of the thing that begins in this line, None for a line between. below: what stands before each further line
    of the thing, as wide as `lanes` or wider.
    """

    number: int | None
    lanes: str
    below: str = ""


class Lanes:
    """on: for each number from 1 the smaller one that it stands on, None for none."""

    def __init__(self, on: Sequence[int | None], *, unicode: bool) -> None:
        self._on = on
        self._marks = UNICODE if unicode else ASCII
        self._left = Counter(below for below in on if below is not None)  # of each number, those still to stand on it
        self._lanes: list[int | None] = []

    def rows(self) -> Iterator[Row]:
        """For each number its row, after the row that leads to it where its lane branches off.

        A lane ends with the last thing in it, so that what comes below it is not taken to stand on it.
        """
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
            drawn = self._drawn(lane)
            if not self._left[number]:
                self._lanes[lane] = None
            yield Row(number, drawn.rstrip(), self._drawn(None))
            while self._lanes and self._lanes[-1] is None:
                self._lanes.pop()

    def _free(self) -> int:
        return self._lanes.index(None) if None in self._lanes else len(self._lanes)

    def _put(self, lane: int, number: int) -> None:
        self._lanes += [None] * (lane + 1 - len(self._lanes))
        self._lanes[lane] = number

    def _drawn(self, own: int | None) -> str:
        marks = self._marks
        return " ".join(
            marks.node if lane == own else marks.line if number else " " for lane, number in enumerate(self._lanes)
        )

    def _branching(self, start: int, end: int) -> str:
        """The line that leads from one lane to another."""
        marks, is_right = self._marks, end > start
        low, high = min(start, end), max(start, end)
        ends = {start: marks.to_right if is_right else marks.to_left, end: marks.right if is_right else marks.left}
        drawn = []
        for lane in range(max(len(self._lanes), end + 1)):
            taken = lane < len(self._lanes) and self._lanes[lane] is not None
            inside = low <= lane < high
            mark = marks.line if taken else marks.dash if inside else " "
            drawn.append(ends.get(lane, mark) + (marks.dash if inside else " "))
        return "".join(drawn).rstrip()
