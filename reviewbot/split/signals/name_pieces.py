"""The names in both are put together of the same pieces: `load_user` and `UserLoader`."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import pieces_of

WEIGHT = 1425


def values(pieces: Pieces) -> Iterator[Value]:
    for one, other, _, share in shared([pieces_of(atom.words) for atom in pieces.atoms]):
        yield one, other, share
