"""Both are in the same file, the nearer the more: 1 where they touch, a half at 20 lines."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value, pairs_in

WEIGHT = 800
HALF_LINES = 20


def values(pieces: Pieces) -> Iterator[Value]:
    for one, other in pairs_in(pieces.by_file()):
        gap = max(0, pieces.atoms[other].first - pieces.atoms[one].last)
        yield one, other, HALF_LINES / (HALF_LINES + gap)
