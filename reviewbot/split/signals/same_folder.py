"""Two files of one folder, or at least of one folder at the top, which counts half."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import dirname

from reviewbot.split.signals import Pieces, Value, pairs_in

WEIGHT = 741


def values(pieces: Pieces) -> Iterator[Value]:
    groups = [group for group in pieces.by_file() if group]
    folders = [dirname(pieces.path(group[0])) for group in groups]
    by_top = defaultdict(list)
    for place, group in enumerate(groups):
        by_top[pieces.path(group[0]).partition(b"/")[0]].append(place)
    for first, second in pairs_in(by_top.values()):
        value = 1.0 if folders[first] == folders[second] else 0.5
        for one in groups[first]:
            for other in groups[second]:
                yield (one, other, value) if one < other else (other, one, value)
