"""One defines what the other uses, the rarer the name the more (in natural logarithms, 3 at most)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value
from reviewbot.split.words import LEAST_NAME

WEIGHT = 294
MOST_USERS = 40


def values(pieces: Pieces) -> Iterator[Value]:
    users = defaultdict(list)
    for number, atom in enumerate(pieces.atoms):
        for word in atom.words:
            users[word].append(number)
    best: dict[tuple[int, int], float] = {}
    for number, atom in enumerate(pieces.atoms):
        for name in atom.defines | atom.took_away:
            if len(name) < LEAST_NAME or len(users[name]) > MOST_USERS:
                continue
            value = min(3.0, pieces.rarity[name] / 1000 + 0.3)
            for user in users[name]:
                if user != number:
                    key = (number, user) if number < user else (user, number)
                    best[key] = max(best.get(key, 0.0), value)
    for (one, other), value in best.items():
        yield one, other, value
