"""Two files of one folder, or at least of one folder at the top, which counts half."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import dirname

from reviewbot.split.signals import Pieces, Value, pairs_in

WEIGHT = 741


def values(pieces: Pieces) -> Iterator[Value]:
    by_top = defaultdict(list)
    for number in range(len(pieces.atoms)):
        by_top[pieces.path(number).partition(b"/")[0]].append(number)
    for one, other in pairs_in(by_top.values()):
        first, second = pieces.path(one), pieces.path(other)
        if first != second:
            yield one, other, 1.0 if dirname(first) == dirname(second) else 0.5
