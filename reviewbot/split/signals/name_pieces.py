"""The names in both are put together of the same pieces, `load_user` and `UserLoader`: the cosine of the two sets.

The rarer a piece was before the change, in the files that change, the more: what is all over them is their vocabulary.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from math import sqrt

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import pieces_of

WEIGHT = 2500


def values(pieces: Pieces) -> Iterator[Value]:
    holdings = [pieces_of(atom.words) for atom in pieces.atoms]
    weight = _weight(frozenset().union(*holdings), pieces.common)
    for one, other, amount, lighter, heavier in shared(holdings, weight):
        if amount:
            yield one, other, amount / sqrt(lighter * heavier)


def _weight(wanted: frozenset[bytes], common: Mapping[bytes, int]) -> dict[bytes, int]:
    """Of each piece: the square of its rarity in thousandths, from none for all there is to 1000 for what is new."""
    counts: Counter[bytes] = Counter()
    for word, count in common.items():
        for piece in pieces_of((word,)):
            counts[piece] += count
    most = 2 + sum(counts.values())
    whole = math.log(most)
    return {piece: round(1000 * math.log(most / (1 + counts[piece])) / whole) ** 2 for piece in wanted}
