"""Two files whose paths are made of the same words: the share of the shorter one's, the rarer the more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared
from reviewbot.split.words import pieces_of

WEIGHT = 1637


def values(pieces: Pieces) -> Iterator[Value]:
    words = [pieces_of([file.path]) for file in pieces.files]
    counts = Counter(word for some in words for word in some)
    rarity = {word: round(1000 * math.log((len(words) + 1) / count)) for word, count in counts.items()}
    groups = pieces.by_file()
    for first, second, amount, lighter, _ in shared(words, rarity):
        value = amount / (1000 + lighter)
        for one in groups[first]:
            for other in groups[second]:
                yield (one, other, value) if one < other else (other, one, value)
