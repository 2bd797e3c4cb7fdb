"""Both speak of the same things: how many words they share, each the more, the fewer of the changed files change it.

And the less, the more often it was in these files before. As a natural logarithm of that sum and one, 3 at most.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import names_in

WEIGHT = 400
MOST = 3.0


def values(pieces: Pieces) -> Iterator[Value]:
    holdings = [names_in(atom.words) for atom in pieces.atoms]
    weight = {word: _told(pieces.rarity[word], pieces.common.get(word, 0)) for word in frozenset().union(*holdings)}
    for one, other, amount, _, _ in shared(holdings, weight):
        if amount:
            yield one, other, min(MOST, max(1, round(1000 * math.log(1 + amount / 1000))) / 1000)


def _told(rarity: int, before: int) -> int:
    return round(1000 * rarity / (1000 + round(1000 * math.log(1 + before))))
