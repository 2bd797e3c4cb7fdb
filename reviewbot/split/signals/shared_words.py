"""Both speak of the same things: how many words they share, the rarer the more (in natural logarithms, 10 at most)."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import names_in

WEIGHT = 425
MOST = 10_000


def values(pieces: Pieces) -> Iterator[Value]:
    for one, other, amount, _, _ in shared([names_in(atom.words) for atom in pieces.atoms], pieces.rarity):
        yield one, other, min(amount, MOST) / MOST
