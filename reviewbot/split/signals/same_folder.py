"""Two files of one folder, or at least of one folder at the top, which counts half."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import dirname

from reviewbot.split.signals import Pieces, Value, pairs_in

WEIGHT = 741


def values(pieces: Pieces) -> Iterator[Value]:
    paths = [pieces.path(number) for number in range(len(pieces.atoms))]
    folders = [dirname(path) for path in paths]
    by_top = defaultdict(list)
    for number, path in enumerate(paths):
        by_top[path.partition(b"/")[0]].append(number)
    for one, other in pairs_in(by_top.values()):
        if paths[one] != paths[other]:
            yield one, other, 1.0 if folders[one] == folders[other] else 0.5
