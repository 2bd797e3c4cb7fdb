"""A patch that a user hands over -> changed files.

unidiff parses the hunks, one file at a time and under names of ours, because its own reading of names and headers can
be misled (a name that holds " b/", quoted names, colour, garbage that gives an empty answer). Its result is compared
with the counts of the hunk headers, so that no line can get lost between the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.diff.expressions import found_in
from reviewbot.diff.line_charge import charge
from reviewbot.diff.patch_names import names_of
from reviewbot.diff.patch_sections import MAKE_ANEW, Section, split_sections
from reviewbot.diff.wanted_lines import wanted_in
from reviewbot.errors import SourceError
from reviewbot.model.change import (
    MODE_ABSENT,
    MODE_EXECUTABLE,
    MODE_REGULAR,
    MODE_SUBMODULE,
    MODE_SYMLINK,
    AddedLine,
    ChangedFile,
    FileStatus,
    LineCounts,
    Needs,
    RemovedLine,
)

_MODES = {b"%06o" % mode: mode for mode in (MODE_REGULAR, MODE_EXECUTABLE, MODE_SYMLINK, MODE_SUBMODULE)}
_KIND = 0o170000  # the bits of a mode that say what kind of file it is: inode(7)
_INDEX = re.compile(rb"([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: ([0-7]{6}))?")
_EMPTY_BLOBS = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
_SIDES = ("+", "-", " ")


class _Line(NamedTuple):
    """A line of a hunk. side: "+", "-" or " ". number: in head; of a removed line, that of the line before it."""

    side: str
    content: bytes
    number: int
    line_end_bytes: int = 1


def parse_patch(patch: bytes, needs: Needs) -> tuple[ChangedFile, ...]:
    """Every changed file of a patch, sorted by path; ids are "" and sizes None, since a patch does not tell them.

    Raises SourceError, naming the line, for a patch that is empty, coloured, cut off or otherwise not understood.
    """
    files = [_changed_file(section, needs) for section in split_sections(patch)]
    return tuple(sorted(_join_type_changes(files), key=lambda file: file.path))


def _changed_file(section: Section, needs: Needs) -> ChangedFile:
    try:
        old, new = names_of(section)
    except ValueError as error:
        raise _garbled(section, str(error)) from None
    path = new or old
    if path is None:
        raise _garbled(section, "the file has no name")
    old_mode, new_mode = _modes(section, old, new)
    if section.names and not section.hunks and not _is_whole_without_hunks(section):
        raise _garbled(section, "the patch does not show what changed in a file")
    lines = _read_hunks(section)
    head = [line for line in lines if line.side != "-"]
    return ChangedFile(
        path=path,
        old_path=old if old is not None and old != path else None,
        status=_status(old, new, old_mode, new_mode),
        old_mode=old_mode,
        new_mode=new_mode,
        counts=_counts(lines),
        added=tuple(_added_lines(head, wanted_in(needs, path))),
        link_target=head[0].content.removesuffix(b"\r") if new_mode == MODE_SYMLINK and len(head) == 1 else None,
        binary=any(b"\0" in line.content for line in head),
        removed=_removed_lines(lines, needs.removed_patterns) if old is not None and new is not None else (),
    )


def _status(old: bytes | None, new: bytes | None, old_mode: int, new_mode: int) -> FileStatus:
    if new is None:
        return FileStatus.DELETED
    if old is None:
        return FileStatus.ADDED
    if old != new:
        return FileStatus.RENAMED
    return FileStatus.MODIFIED if old_mode & _KIND == new_mode & _KIND else FileStatus.TYPE_CHANGED


def _modes(section: Section, old: bytes | None, new: bytes | None) -> tuple[int, int]:
    """Regular where the patch does not say."""
    headers = section.headers
    index = _INDEX.fullmatch(headers.get("index", b""))
    plain = _mode(section, index[3]) if index and index[3] else MODE_REGULAR
    old_mode = _mode(section, headers["old mode"]) if "old mode" in headers else plain
    new_mode = _mode(section, headers["new mode"]) if "new mode" in headers else plain
    if old is None:
        old_mode, new_mode = MODE_ABSENT, _mode(section, headers.get("new file mode", b"100644"))
    if new is None:
        old_mode, new_mode = _mode(section, headers.get("deleted file mode", b"100644")), MODE_ABSENT
    return old_mode, new_mode


def _mode(section: Section, text: bytes) -> int:
    mode = _MODES.get(text)
    if mode is None:
        raise _garbled(section, f"{text[:40]!r} is no file mode")
    return mode


def _is_whole_without_hunks(section: Section) -> bool:
    """Whether the extended headers alone tell all: an empty file, another mode, a rename of the same content."""
    headers = section.headers
    if "index" in headers:
        index = _INDEX.fullmatch(headers["index"])
        sides = ("new file mode" in headers, "deleted file mode" in headers)
        if index is None or sides not in ((True, False), (False, True)):
            return False
        content, nothing = (index[2], index[1]) if sides[0] else (index[1], index[2])
        return not nothing.strip(b"0") and any(blob.startswith(content) for blob in _EMPTY_BLOBS)
    if "rename to" in headers:
        return headers.get("similarity index") == b"100%" and ("old mode" in headers) == ("new mode" in headers)
    return "old mode" in headers and "new mode" in headers


def _read_hunks(section: Section) -> list[_Line]:
    """The lines of all hunks by unidiff, which must find as many as the hunk headers promise."""
    if not section.hunks:
        return []
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet  # only who hands over a patch waits for it

    text = b"--- a/file\n+++ b/file\n" + b"\n".join(section.hunks) + b"\n"
    try:
        (file,) = PatchSet.from_string(text, errors="surrogateescape")
    except (UnidiffParseError, ValueError) as error:
        raise _garbled(section, f"unidiff does not understand the hunks ({error})") from None
    lines: list[_Line] = []
    for hunk in file:
        number = hunk.target_start - (hunk.target_length > 0)  # a side without lines is named by the line before it
        for line in hunk:
            number = line.target_line_no or number
            if line.line_type == "\\" and lines:
                lines[-1] = lines[-1]._replace(line_end_bytes=0)
            elif line.line_type in _SIDES:
                content = line.value.removesuffix("\n").encode("utf-8", "surrogateescape")
                lines.append(_Line(line.line_type, content, number))
    found = tuple(sum(line.side == side for line in lines) for side in ("+", "-"))
    if found != (section.added, section.removed):
        raise _garbled(section, "unidiff and the hunk headers disagree about how many lines there are")
    return lines


def _counts(lines: list[_Line]) -> LineCounts:
    counts = LineCounts()
    for line in lines:
        size = len(line.content) + line.line_end_bytes
        if line.side == "+":
            counts += LineCounts(1, 0, charge(line.content), 0, size, 0)
        elif line.side == "-":
            counts += LineCounts(0, 1, 0, charge(line.content), 0, size)
    return counts


def _added_lines(head: list[_Line], patterns: tuple[str, ...]) -> Iterator[AddedLine]:
    """The added lines in which one of the patterns is found, with their neighbours where the patch shows them."""
    numbered = {line.number: line.content for line in head}
    for line in head:
        text = line.content.removesuffix(b"\r")
        if line.side == "+" and found_in(patterns, text):
            yield AddedLine(line.number, text, numbered.get(line.number - 1, b""), numbered.get(line.number + 1, b""))


def _removed_lines(lines: list[_Line], patterns: tuple[str, ...]) -> tuple[RemovedLine, ...]:
    removed = ((line.number, line.content.removesuffix(b"\r")) for line in lines if line.side == "-")
    return tuple(RemovedLine(number, text) for number, text in removed if found_in(patterns, text))


def _join_type_changes(files: list[ChangedFile]) -> list[ChangedFile]:
    """A deletion followed by an addition of the same path is one file that changed its kind."""
    joined: list[ChangedFile] = []
    for file in files:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.path == file.path
            and (last.status, file.status) == (FileStatus.DELETED, FileStatus.ADDED)
        ):
            joined[-1] = file._replace(
                status=FileStatus.TYPE_CHANGED, old_mode=last.old_mode, counts=last.counts + file.counts
            )
        else:
            joined.append(file)
    return joined


def _garbled(section: Section, what: str) -> SourceError:
    return SourceError(what, where=f"the file that begins in line {section.line} of the patch", help=MAKE_ANEW)
