"""Files that are on one side of a change only, read whole from `git cat-file --batch`.

Where there is nothing to compare with, every line is an added or a removed one, and git counts just that (a property
test compares). Reading them whole costs git half to three quarters of printing them, and us a third of scanning that.

Format: git-cat-file(1), "Batch output". https://git-scm.com/docs/git-cat-file#_batch_output
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reviewbot.diff.added_lines import AddedTextFinder
from reviewbot.diff.line_charge import extra_charge_of_text
from reviewbot.diff.patch_stream import ScannedFile, whole_lines
from reviewbot.diff.raw import RawEntry
from reviewbot.diff.wanted_lines import wanted_in
from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_ABSENT, MODE_SUBMODULE, FileStatus, LineCounts, Needs

BATCH_OPTION = "--batch=%(objecttype) %(objectsize)"
_BLOB = re.compile(rb"blob ([0-9]+)")


def blob_ids(entries: Iterable[RawEntry]) -> Iterator[str]:
    """What to ask `git cat-file` for, in this order; a submodule has no blob."""
    return (_side(entry)[1] for entry in entries if _side(entry)[0] != MODE_SUBMODULE)


def scan_whole_files(entries: Sequence[RawEntry], blocks: Iterable[bytes], needs: Needs) -> Iterator[ScannedFile]:
    """One value for each entry, all of them added or deleted.

    blocks: what `git cat-file` prints for `blob_ids(entries)` with `BATCH_OPTION`, in blocks of any size.
    Raises SourceError when a blob is not there or the answer breaks off. Never returns less than was there.
    """
    batch = _Batch(blocks)
    for entry in entries:
        mode, id_ = _side(entry)
        file = _WholeFile(entry, needs)
        text = (b"Subproject commit %s\n" % id_.encode(),) if mode == MODE_SUBMODULE else batch.next_blob()
        for lines in whole_lines(text):
            file.feed(lines)
        yield file.finish()
    batch.finish()


def _side(entry: RawEntry) -> tuple[int, str]:
    """Mode and id of the side that is there."""
    is_added = entry.old_mode == MODE_ABSENT
    return (entry.new_mode, entry.new_id) if is_added else (entry.old_mode, entry.old_id)


class _Batch:
    """The objects that cat-file prints, one after the other: a header, the content, LF."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._block = b""
        self._position = 0

    def next_blob(self) -> Iterator[bytes]:
        """The content of the next object, in pieces. To be read to its end."""
        header = self._header()
        match = _BLOB.fullmatch(header)
        if match is None:
            raise SourceError(
                f"the repository lacks objects of this change: {header[:80].decode('ascii', 'replace')!r}",
                help="fetch them (git fetch; a partial clone has to fetch the blobs first), or run git fsck",
            )
        left = int(match[1])
        while left:
            piece = self._take(left)
            left -= len(piece)
            yield piece
        if self._take(1) != b"\n":
            raise SourceError("git's answer does not fit to the sizes that it names")

    def finish(self) -> None:
        """Read the end of the answer, where git says how it went."""
        if self._block[self._position :] or any(self._blocks):
            raise SourceError("git printed more than was asked for")

    def _header(self) -> bytes:
        header = b""
        while not header.endswith(b"\n"):
            self._require_more()
            end = self._block.find(b"\n", self._position) + 1
            header += self._take((end or len(self._block)) - self._position)
        return header[:-1]

    def _take(self, most: int) -> bytes:
        """At least one byte of the answer, and at most so many."""
        self._require_more()
        piece = self._block[self._position : self._position + most]
        self._position += len(piece)
        return piece

    def _require_more(self) -> None:
        while self._position == len(self._block):
            block = next(self._blocks, None)
            if block is None:
                raise SourceError("git's answer ends before the last file")
            self._block, self._position = block, 0


class _WholeFile:
    """One file that was added or deleted, in as many pieces as it comes."""

    def __init__(self, entry: RawEntry, needs: Needs) -> None:
        self._entry = entry
        self._is_added = entry.status is FileStatus.ADDED
        self._byte_counts = needs.byte_counts
        patterns = wanted_in(needs, entry.path) if self._is_added else ()
        self._finder = AddedTextFinder(patterns) if patterns else None
        self._lines = self._extra = self._bytes = 0
        self._binary = False

    def feed(self, text: bytes) -> None:
        """Take some whole lines; only the last one of the file may lack its LF."""
        self._lines += text.count(b"\n") + (not text.endswith(b"\n"))
        self._extra += extra_charge_of_text(text)
        self._bytes += len(text)
        if self._is_added:
            self._binary = self._binary or b"\0" in text
        if self._finder is not None:
            self._finder.feed(text)

    def finish(self) -> ScannedFile:
        lines, counted = self._lines, self._lines + self._extra
        size = self._bytes if self._byte_counts else 0
        added = LineCounts(lines, 0, counted, 0, size, 0)
        removed = LineCounts(0, lines, 0, counted, 0, size)
        found = self._finder.finish() if self._finder is not None else ()
        return ScannedFile(self._entry, added if self._is_added else removed, found, self._binary)
