"""Both bring in words that none of the files had before: the share of the one's with fewer that the other has too."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import names_in

WEIGHT = 1791


def values(pieces: Pieces) -> Iterator[Value]:
    before = pieces.common.keys()
    for one, other, amount, lighter, _ in shared([names_in(atom.added) - before for atom in pieces.atoms]):
        yield one, other, amount / (1 + lighter)
