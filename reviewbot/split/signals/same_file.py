"""Both are in the same file: one subject more often than not, and less to explain."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value, pairs_in

WEIGHT = 1685


def values(pieces: Pieces) -> Iterator[Value]:
    for one, other in pairs_in(pieces.by_file()):
        yield one, other, 1.0
