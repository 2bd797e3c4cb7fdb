"""Two files that the history has often changed together: the share of the commits with either that have both."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value

WEIGHT = 2000


def values(pieces: Pieces) -> Iterator[Value]:
    groups = pieces.by_file()
    names = [file.texts.file.old_path or file.path for file in pieces.files]
    numbers = {name: number for number, name in enumerate(names)}
    for (first, second), share in pieces.together.items():
        for one in groups[numbers[first]]:
            for other in groups[numbers[second]]:
                yield min(one, other), max(one, other), share
