"""Both speak of the same things: the share of the rarer words of the one that the other has too."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import LEAST_NAME

WEIGHT = 450
LEAST_RARITY = 50  # thousandths; less rare is everywhere


def values(pieces: Pieces) -> Iterator[Value]:
    rarity = pieces.rarity
    holdings = [
        {word for word in atom.words if len(word) >= LEAST_NAME and rarity[word] > LEAST_RARITY}
        for atom in pieces.atoms
    ]
    for one, other, _, share in shared(holdings, rarity):
        yield one, other, share
