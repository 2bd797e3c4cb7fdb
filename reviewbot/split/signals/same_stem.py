"""Two files about the same thing by their names: a test and what it tests, a header and its source.

A half where the name of one is only a part of the other's path.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from reviewbot.split.kinds import stem_of
from reviewbot.split.signals import Pieces, Value

WEIGHT = 737
LEAST_LETTERS = 4


def values(pieces: Pieces) -> Iterator[Value]:
    groups = pieces.by_file()
    for (first, second), value in _alike([file.path for file in pieces.files]).items():
        for one in groups[first]:
            for other in groups[second]:
                yield (one, other, value) if one < other else (other, one, value)


def _alike(paths: Sequence[bytes]) -> dict[tuple[int, int], float]:
    """The value for each two files whose names say so, the smaller number first."""
    stems = [stem_of(path) for path in paths]
    lower = [path.lower() for path in paths]
    owners = defaultdict(list)
    for number, stem in enumerate(stems):
        if len(stem) >= LEAST_LETTERS:
            owners[stem].append(number)
    found: dict[tuple[int, int], float] = {}
    for stem, numbers in owners.items():
        named = [number for number, path in enumerate(lower) if stem in path]
        for owner, other in product(numbers, named):
            if owner != other:
                key = (owner, other) if owner < other else (other, owner)
                found[key] = 1.0 if stems[other] == stem else max(found.get(key, 0.0), 0.5)
    return found
