"""Both bring in or take out names of the same pieces: the share of the one's with fewer that the other has too."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import changed_names, pieces_of

WEIGHT = 1327


def values(pieces: Pieces) -> Iterator[Value]:
    for one, other, amount, lighter, _ in shared(
        [pieces_of(changed_names(atom.added, atom.removed)) for atom in pieces.atoms]
    ):
        yield one, other, amount / (1 + lighter)
