"""The patch that follows `--raw` in the output of one `git diff-tree -z --raw -p -U1 --full-index`.

Counts, charges of long lines and the added lines that the policy looks for all come from one pass over the bytes, a
block at a time, so memory does not grow with the change. Why the patch and not `--numstat`: its counts are the same
(a property test compares them), and numstat sees neither long lines nor content, nor the two sides of a type change;
asking for both makes git compute every difference twice.

A line of a hunk starts with `+`, `-`, space or backslash, and git quotes line ends in names, so nothing in a file can
pass for a header: "\\ndiff --git " starts a section and "\\n@@ -" a hunk, whatever the content.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from reviewbot.diff.added_lines import AddedLineFinder
from reviewbot.diff.line_charge import extra_charge
from reviewbot.diff.raw import RawEntry, parse_raw
from reviewbot.diff.removed_lines import RemovedLineFinder
from reviewbot.diff.wanted_lines import wanted_in
from reviewbot.errors import SourceError
from reviewbot.model.change import AddedLine, FileStatus, LineCounts, Needs, RemovedLine

LONGEST_LINE_BYTES = 256 << 20  # a line is held whole, so that an expression can be found anywhere in it
SECTION = b"\ndiff --git "
HUNK = b"\n@@ -"
_INDEX = re.compile(rb"\nindex ([0-9a-f]+)\.\.([0-9a-f]+)")
_NUL_IN_HEAD = rb"\n[+ ][^\n]*\0"
_ADDED = rb"\n\+[^\n]*(?:\n\\)?"
_REMOVED = rb"\n-[^\n]*(?:\n\\)?"


# Of many thousand files most change as much as another one: they share the value.
_shared_counts = lru_cache(maxsize=1024)(LineCounts)


class ScannedFile(NamedTuple):
    """What the patch says of one entry: its counts, the lines looked for, and whether head shows a NUL byte."""

    entry: RawEntry
    counts: LineCounts
    added: tuple[AddedLine, ...]
    binary: bool
    removed: tuple[RemovedLine, ...] = ()


def scan_diff(blocks: Iterable[bytes], needs: Needs) -> tuple[ScannedFile, ...]:
    """Scan the whole output of diff-tree, handed over in blocks of any size, into one value for each changed path.

    Raises SourceError when the output breaks off, holds a difference that git did not print as text, or does not fit
    to its own list of files. Never returns less than was there.
    """
    blocks = iter(blocks)
    entries, rest = read_list(blocks)
    scanner = _Scanner(entries, needs)
    for lines in whole_lines(chain((rest,), blocks)):
        if not lines.endswith(b"\n"):
            raise SourceError("git's patch breaks off in the middle of a line")
        scanner.feed(lines)
    return scanner.finish()


def read_list(blocks: Iterator[bytes]) -> tuple[tuple[RawEntry, ...], bytes]:
    """The list of files, and the beginning of the patch. An empty NUL field ends the list."""
    last = b""
    parts: list[bytes] = []
    for block in blocks:
        parts.append(block)
        if b"\0\0" in last + block:
            joined = b"".join(parts)
            parts.clear()  # the list may be long, and is held once only
            end = joined.index(b"\0\0")
            rest, joined = joined[end + 2 :], joined[: end + 1]
            return parse_raw(joined), rest
        last = block[-1:]
    if any(parts):
        raise SourceError("git's answer ends before the patch")
    return (), b""


def whole_lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks that end in LF, but for the last one if there is none at the very end."""
    parts: list[bytes] = []
    held = 0
    for block in blocks:
        end = block.rfind(b"\n") + 1
        if end == 0:
            parts.append(block)
            held += len(block)
            if held > LONGEST_LINE_BYTES:
                raise SourceError(f"a changed line is longer than {LONGEST_LINE_BYTES >> 20} MiB")
            continue
        yield b"".join((*parts, block[:end]))
        parts = [block[end:]]
        held = len(parts[0])
    if held:
        yield b"".join(parts)


class _Scanner:
    """Walks through the sections in step with the list of files."""

    def __init__(self, entries: tuple[RawEntry, ...], needs: Needs) -> None:
        self._sections = expected_sections(entries)
        self._needs = needs
        self._done: list[ScannedFile] = []
        self._section: _Section | None = None

    def feed(self, lines: bytes) -> None:
        """Take some whole lines of the patch."""
        holds_nul = b"\0" in lines
        # Every line stands after an LF now, the first one too, and the last one has none behind it.
        pieces = (b"\n" + lines[:-1]).split(SECTION)
        if pieces[0] and self._section is None:
            raise SourceError("git's patch does not begin with a file")
        for index, piece in enumerate(pieces):
            if index:
                self._close()
                self._section = self._next_section()
            if piece and self._section is not None:
                self._section.feed(piece, holds_nul=holds_nul)

    def finish(self) -> tuple[ScannedFile, ...]:
        self._close()
        if next(self._sections, None) is not None:
            raise SourceError("git's patch ends before the last changed file")
        return tuple(_merge_type_changes(self._done))

    def _next_section(self) -> _Section:
        expected = next(self._sections, None)
        if expected is None:
            raise SourceError("git's patch holds more files than its list")
        entry, old_id, new_id = expected
        return _Section(entry, old_id, new_id, self._needs)

    def _close(self) -> None:
        if self._section is not None:
            self._done.append(self._section.finish())
            self._section = None


def expected_sections(entries: tuple[RawEntry, ...]) -> Iterator[tuple[RawEntry, str, str]]:
    """Each section to come with the ids it must name. A type change is a deletion and then an addition."""
    for entry in entries:
        absent = "0" * len(entry.old_id)
        if entry.status is FileStatus.TYPE_CHANGED:
            yield entry, entry.old_id, absent
            yield entry, absent, entry.new_id
        else:
            yield entry, entry.old_id, entry.new_id


def _merge_type_changes(scanned: list[ScannedFile]) -> Iterator[ScannedFile]:
    previous: ScannedFile | None = None
    for current in scanned:
        if previous is not None and previous.entry is current.entry:
            yield ScannedFile(current.entry, previous.counts + current.counts, current.added, current.binary)
            previous = None
            continue
        if previous is not None:
            yield previous
        previous = current
    if previous is not None:
        yield previous


class _Section:
    """One file of the patch: its header, then its hunks, in as many pieces as they come."""

    def __init__(self, entry: RawEntry, old_id: str, new_id: str, needs: Needs) -> None:
        self._entry = entry
        self._ids = (old_id.encode(), new_id.encode())
        self._byte_counts = needs.byte_counts
        self._finder = AddedLineFinder(patterns) if (patterns := wanted_in(needs, entry.path)) else None
        on_both_sides = old_id.strip("0") and new_id.strip("0")
        removed_patterns = needs.removed_patterns if on_both_sides else ()
        self._removed_finder = RemovedLineFinder(removed_patterns) if removed_patterns else None
        self._header: bytes | None = b""
        self._added = self._removed = 0
        self._extra_added = self._extra_removed = 0
        self._added_bytes = self._removed_bytes = 0
        self._last_prefix = b""
        self._binary = False

    def feed(self, piece: bytes, *, holds_nul: bool) -> None:
        if self._header is not None:
            start = piece.find(HUNK)
            if start < 0:
                self._header += piece
                return
            self._check_header(self._header + piece[:start])
            self._header = None
            piece = piece[start:]
        added = piece.count(b"\n+")
        self._added += added
        self._removed += piece.count(b"\n-")
        extra_added, extra_removed = extra_charge(piece)
        self._extra_added += extra_added
        self._extra_removed += extra_removed
        if holds_nul and not self._binary:
            self._binary = re.search(_NUL_IN_HEAD, piece) is not None
        if self._byte_counts:
            self._count_bytes(piece)
        if self._finder is not None:
            self._finder.feed(piece)
        if self._removed_finder is not None:
            self._removed_finder.feed(piece)

    def _count_bytes(self, piece: bytes) -> None:
        self._added_bytes += _bytes_of(_ADDED, piece)
        self._removed_bytes += _bytes_of(_REMOVED, piece)
        if piece.startswith(b"\n\\"):  # the line before, at the end of the last piece, had no line end after all
            self._added_bytes -= self._last_prefix == b"+"
            self._removed_bytes -= self._last_prefix == b"-"
        last_line = piece.rfind(b"\n") + 1
        self._last_prefix = piece[last_line : last_line + 1]

    def finish(self) -> ScannedFile:
        if self._header is not None:
            self._check_header(self._header)
        counts = _shared_counts(
            self._added,
            self._removed,
            self._added + self._extra_added,
            self._removed + self._extra_removed,
            self._added_bytes,
            self._removed_bytes,
        )
        added = self._finder.finish() if self._finder is not None else ()
        removed = self._removed_finder.finish() if self._removed_finder is not None else ()
        return ScannedFile(self._entry, counts, added, self._binary, removed)

    def _check_header(self, header: bytes) -> None:
        """The header must belong to the entry, and promise text."""
        if b"\nBinary files " in header or b"\nGIT binary patch" in header:
            raise SourceError(f"git did not print the difference of {self._entry.path!r} as text")
        index = _INDEX.search(header)
        ids_differ = self._ids[0] != self._ids[1]
        if (index is None and ids_differ) or (index is not None and index.groups() != self._ids):
            raise SourceError(f"git's patch does not fit to its list of files at {self._entry.path!r}")


def _bytes_of(kind: bytes, piece: bytes) -> int:
    """Bytes of these lines, with their line ends; LF and prefix before each cancel against the LF it ends in."""
    lines: list[bytes] = re.findall(kind, piece)
    without_end = sum(line.endswith(b"\n\\") for line in lines)
    return sum(len(line) - 1 for line in lines) - 3 * without_end
