"""The names in both are put together of the same pieces, `load_user` and `UserLoader`: the cosine of the two sets."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import pieces_of

WEIGHT = 1500


def values(pieces: Pieces) -> Iterator[Value]:
    for one, other, amount, lighter, heavier in shared([pieces_of(atom.words) for atom in pieces.atoms]):
        yield one, other, amount / sqrt(lighter * heavier)
