"""Of all pieces it is the other that changes the same words: how near each comes to what is most like the other.

Alike by the words that both change, the rarer the more; 1 where each is the other's nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import changed_names

WEIGHT = 636


def values(pieces: Pieces) -> Iterator[Value]:
    holdings = [changed_names(atom.added, atom.removed) for atom in pieces.atoms]
    alike = [
        (one, other, amount / sqrt(lighter * heavier))
        for one, other, amount, lighter, heavier in shared(holdings, pieces.rarity)
    ]
    most = [0.0] * len(holdings)
    for one, other, value in alike:
        most[one], most[other] = max(most[one], value), max(most[other], value)
    for one, other, value in alike:
        yield one, other, (value / most[one] + value / most[other]) / 2
