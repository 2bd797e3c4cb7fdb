"""Two files of one name but for what follows its first dot and says that it is a test: `user.go` and `user_test.go`.

Not names that every folder has, `index` and `utils`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from reviewbot.split.signals import Pieces, Value

WEIGHT = 700
_TEST = re.compile(rb"^(?:test|spec)_|[_-](?:tests?|spec)$")
_EVERYWHERE = frozenset(
    b"index init main mod lib utils util helpers types common conftest test tests doc setup package cargo tox"
    b" readme changelog changes history".split()
)


def values(pieces: Pieces) -> Iterator[Value]:
    alike: dict[bytes, list[int]] = defaultdict(list)
    for number in range(len(pieces.atoms)):
        stem = stem_of(pieces.path(number))
        if stem and stem not in _EVERYWHERE:
            alike[stem].append(number)
    for numbers in alike.values():
        for place, one in enumerate(numbers):
            for other in numbers[place + 1 :]:
                if pieces.atoms[one].file != pieces.atoms[other].file:
                    yield one, other, 1.0


def stem_of(path: bytes) -> bytes:
    """What the file's name has before its first dot, without what says that it is a test."""
    return _TEST.sub(b"", path.rpartition(b"/")[2].lower().partition(b".")[0]).strip(b"_-")
