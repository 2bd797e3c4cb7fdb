"""The `--raw -z` part of `git diff-tree`: paths, modes and ids.

Format: git-diff-tree(1), "Raw output format". https://git-scm.com/docs/git-diff-tree#_raw_output_format
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_ABSENT, MODE_EXECUTABLE, MODE_REGULAR, MODE_SUBMODULE, MODE_SYMLINK, FileStatus

_STATUSES = {
    b"A": FileStatus.ADDED,
    b"M": FileStatus.MODIFIED,
    b"D": FileStatus.DELETED,
    b"R": FileStatus.RENAMED,
    b"T": FileStatus.TYPE_CHANGED,
}
_MODES = {b"%06o" % mode: mode for mode in (MODE_ABSENT, MODE_REGULAR, MODE_EXECUTABLE, MODE_SYMLINK, MODE_SUBMODULE)}
_ID = rb"([0-9a-f]{40}(?:[0-9a-f]{24})?)"
_ABSENT = {b"0" * digits: "0" * digits for digits in (40, 64)}
_FIELD = re.compile(rb"([^\0]*)\0")
_HEADER = re.compile(rb":([0-7]{6}) ([0-7]{6}) %s %s ([A-Z])[0-9]*" % (_ID, _ID))


class RawEntry(NamedTuple):
    """One changed path; `old_path` is None unless it was renamed."""

    path: bytes
    old_path: bytes | None
    status: FileStatus
    old_mode: int
    new_mode: int
    old_id: str
    new_id: str


def parse_raw(raw: bytes) -> tuple[RawEntry, ...]:
    """Parse `:MODE MODE ID ID STATUS NUL PATH NUL [PATH NUL]`, repeated; () for b"".

    Raises SourceError for anything that is not understood, and for a path that is there twice (a malformed tree).
    """
    if raw and not raw.endswith(b"\0"):
        raise SourceError("git's list of changed files ends in the middle of an entry")
    entries: list[RawEntry] = []
    remaining = (field[1] for field in _FIELD.finditer(raw))  # one at a time: all of them take much memory
    for header in remaining:
        status, modes_and_ids = _header(header)
        first = next(remaining, b"")
        second = next(remaining, b"") if status is FileStatus.RENAMED else first
        if not first or not second:
            raise SourceError(f"git named no path for {header!r}")
        old_path = first if status is FileStatus.RENAMED else None
        entries.append(RawEntry(second, old_path, status, *modes_and_ids))
    _refuse_duplicates(entries)
    return tuple(entries)


def _header(header: bytes) -> tuple[FileStatus, tuple[int, int, str, str]]:
    match = _HEADER.fullmatch(header)
    if match is None:
        raise SourceError(f"git's list of changed files holds {header[:80]!r}, which is no entry")
    old_mode, new_mode = _MODES.get(match[1]), _MODES.get(match[2])
    if old_mode is None or new_mode is None:
        raise SourceError(f"the tree holds a file mode that reviewbot does not know: {header[:80]!r}")
    status = _STATUSES.get(match[5])
    if status is None:
        raise SourceError(f"git reports a change that reviewbot does not know: {header[:80]!r}")
    return status, (old_mode, new_mode, _id(match[3]), _id(match[4]))


def _id(printed: bytes) -> str:
    return _ABSENT.get(printed) or printed.decode()  # the ids of what is not there are one value


def _refuse_duplicates(entries: list[RawEntry]) -> None:
    seen: set[bytes] = set()
    for entry in entries:
        if entry.path in seen:
            raise SourceError(
                f"a tree of this change holds {entry.path!r} more than once",
                help="git fsck names the malformed tree; make the commit again",
            )
        seen.add(entry.path)
