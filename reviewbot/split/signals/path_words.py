"""One speaks of words that the other file's path is made of, four at most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.words import pieces_of

WEIGHT = 754
MOST = 4


def values(pieces: Pieces) -> Iterator[Value]:
    holders = defaultdict(list)
    for number, atom in enumerate(pieces.atoms):
        for piece in pieces_of(atom.words):
            holders[piece].append(number)
    groups = pieces.by_file()
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for file, members in enumerate(groups):
        for piece in pieces_of([pieces.files[file].path]):
            for speaker in holders[piece]:
                if pieces.atoms[speaker].file != file:
                    for member in members:
                        counts[min(member, speaker), max(member, speaker)] += 1
    for (one, other), count in counts.items():
        yield one, other, min(count, MOST) / MOST
