"""Both bring in or take out the same words: the share of them by rarity, and a little for how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import LEAST_NAME

WEIGHT = 1122


def values(pieces: Pieces) -> Iterator[Value]:
    holdings = [{word for word in atom.added ^ atom.removed if len(word) >= LEAST_NAME} for atom in pieces.atoms]
    for one, other, amount, share in shared(holdings, pieces.rarity):
        yield one, other, share + min(amount / 20_000, 0.6)
