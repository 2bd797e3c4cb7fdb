"""One file is new and the other one only edited: the beginning of something else."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.model.change import FileStatus
from reviewbot.split.signals import Pieces, Value

WEIGHT = -283


def values(pieces: Pieces) -> Iterator[Value]:
    new = [pieces.files[atom.file].texts.file.status is FileStatus.ADDED for atom in pieces.atoms]
    added = [number for number, is_new in enumerate(new) if is_new]
    for number, is_new in enumerate(new):
        if not is_new:
            for one in added:
                yield min(one, number), max(one, number), 1.0
