"""Both replace the same word by the same other one: a rename that goes through files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value, pairs_in

WEIGHT = 429
MOST_WORDS = 3  # gone, and come; more is no replacement


def values(pieces: Pieces) -> Iterator[Value]:
    makers = defaultdict(list)
    for number, atom in enumerate(pieces.atoms):
        gone, come = atom.removed - atom.added, atom.added - atom.removed
        if 0 < len(gone) <= MOST_WORDS and 0 < len(come) <= MOST_WORDS:
            for old in gone:
                for new in come:
                    makers[old, new].append(number)
    for one, other in sorted(set(pairs_in(makers.values()))):
        yield one, other, 1.0
