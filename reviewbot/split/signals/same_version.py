"""Both speak of the same version, `2.1.3`: an update of one thing in several places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewbot.split.atoms import added_lines, removed_lines
from reviewbot.split.signals import Pieces, Value
from reviewbot.split.signals._shared import shared

WEIGHT = 1952
_VERSION = re.compile(rb"\d+(?:\.\d+)+")
_MAX_LINE = 300  # bytes of a line that are looked at; longer ones are data


def values(pieces: Pieces) -> Iterator[Value]:
    holdings: list[set[bytes]] = []
    for atom in pieces.atoms:
        file = pieces.files[atom.file]
        lines = added_lines(file, atom.hunks) + removed_lines(file, atom.hunks)
        holdings.append({version for line in lines for version in _VERSION.findall(line[:_MAX_LINE])})
    for one, other, *_ in shared(holdings):
        yield one, other, 1.0
