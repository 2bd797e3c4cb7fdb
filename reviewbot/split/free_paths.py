"""Files that take a path which others leave: a path is free before it is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reviewbot.model.change import FileStatus
from reviewbot.split.atoms import Lines

_TAKES = (FileStatus.ADDED, FileStatus.RENAMED)


def who_frees(files: Sequence[Lines]) -> dict[int, set[int]]:
    """For each file the numbers of those that must be gone before, or go at the same time.

    A file moved away from a path that another takes: both at once, for what was there would be lost in between. A file
    where a folder was, or the other way round: what goes, first.
    """
    left: dict[bytes, int] = {}
    left_below: dict[bytes, set[int]] = defaultdict(set)
    for file in files:
        name = _name_left(file)
        if name is not None:
            left[name] = file.number
            for folder in _folders_of(name):
                left_below[folder].add(file.number)
    found: dict[int, set[int]] = defaultdict(set)
    for file in files if left else ():
        if file.texts.file.status in _TAKES:
            same = left.get(file.path, file.number)
            if same != file.number:
                found[file.number].add(same)
                found[same].add(file.number)
            found[file.number].update(left_below.get(file.path, ()))
            found[file.number].update(left[folder] for folder in _folders_of(file.path) if folder in left)
    return found


def _name_left(file: Lines) -> bytes | None:
    changed = file.texts.file
    if changed.status is FileStatus.DELETED:
        return changed.path
    return changed.old_path if changed.status is FileStatus.RENAMED else None


def _folders_of(path: bytes) -> Iterator[bytes]:
    while b"/" in path:
        path = path.rpartition(b"/")[0]
        yield path
