"""Changed files in the order and the words in which the formats show them."""

from __future__ import annotations

from collections.abc import Iterable

from reviewbot.model.change import ChangedFile, FileStatus
from reviewbot.render.text.escape import shown_path

WORDS = {FileStatus.ADDED: "new", FileStatus.DELETED: "deleted", FileStatus.TYPE_CHANGED: "another kind of file"}


def by_size(files: Iterable[ChangedFile]) -> list[ChangedFile]:
    """The files, those with the most counted lines first, then by path."""
    return sorted(files, key=lambda file: (-file.counts.counted_lines, file.path))


def remarks(file: ChangedFile) -> list[str]:
    """What a reader must know of the file besides its path and git's counts, safe to show; [] for most."""
    said = [WORDS[file.status]] if file.status in WORDS else []
    if file.old_path is not None:
        said.append(f"was {shown_path(file.old_path)}")
    if file.counts.counted_lines != file.counts.changed_lines:
        said.append(f"{file.counts.counted_lines:,} counted")
    return said
