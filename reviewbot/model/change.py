"""A change: everything between merge-base and head."""

from enum import StrEnum
from typing import NamedTuple

MODE_ABSENT = 0
MODE_SYMLINK = 0o120000
MODE_SUBMODULE = 0o160000
MODE_EXECUTABLE = 0o100755
MODE_REGULAR = 0o100644


class FileStatus(StrEnum):
    """What happened to a path, as the JSON report words it."""

    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"
    RENAMED = "renamed"
    TYPE_CHANGED = "type-changed"


class LineCounts(NamedTuple):
    """What a changed file costs.

    `added_lines` and `removed_lines` are git's own counts (lines end in LF). The `counted_*` pair charges long lines
    too (see `reviewbot.diff.line_charge`) and is never less. Bytes include the line ends; they are 0 unless the
    policy asked for them (`Needs.byte_counts`).
    """

    added_lines: int = 0
    removed_lines: int = 0
    counted_added: int = 0
    counted_removed: int = 0
    added_bytes: int = 0
    removed_bytes: int = 0

    @property
    def changed_lines(self) -> int:
        """Added plus removed lines; a modified line is one of each, as in `git diff --numstat`."""
        return self.added_lines + self.removed_lines

    @property
    def counted_lines(self) -> int:
        """Changed lines that a budget counts: long lines charged."""
        return self.counted_added + self.counted_removed

    def added_only(self) -> "LineCounts":
        """The added half."""
        return LineCounts(self.added_lines, 0, self.counted_added, 0, self.added_bytes, 0)

    def removed_only(self) -> "LineCounts":
        """The removed half."""
        return LineCounts(0, self.removed_lines, 0, self.counted_removed, 0, self.removed_bytes)

    def __add__(self, other: "LineCounts") -> "LineCounts":  # type: ignore[override]  # adds counts, not tuples
        return LineCounts(
            self.added_lines + other.added_lines,
            self.removed_lines + other.removed_lines,
            self.counted_added + other.counted_added,
            self.counted_removed + other.counted_removed,
            self.added_bytes + other.added_bytes,
            self.removed_bytes + other.removed_bytes,
        )


class AddedLine(NamedTuple):
    """One added line: its number in head (from 1), its bytes without the line end, and its neighbours in head."""

    number: int
    text: bytes
    before: bytes = b""
    after: bytes = b""


class RemovedLine(NamedTuple):
    """One removed line: the number of the line of head before it (0 at the beginning), its bytes without line end."""

    number: int
    text: bytes


class Unpaired(NamedTuple):
    """A renamed file seen as what it also is: the old path deleted, the new path added."""

    counts: LineCounts
    added: tuple[AddedLine, ...] = ()


class ChangedFile(NamedTuple):
    """One path that differs between merge-base and head.

    path: bytes as in the tree, the head side (the base side of a deletion). old_path: the base side of a rename, else
    None. Modes are git's (`MODE_ABSENT` where the side does not exist), ids full hex. `added` holds the added lines
    that the policy looks for (`Needs.patterns`, `Needs.lines_of`), not all of them; `removed` the same of removed lines
    (`Needs.removed_patterns`), only of a file that is on both sides. `unpaired` is None unless the file is renamed and
    the policy asked. Sizes are bytes of the blob, None unless asked. `link_target` is where a
    symlink of head points. `binary`: the head side shows a NUL byte. `generated`, `was_generated`: the path, and the
    old path of a renamed file, is marked linguist-generated at base.
    """

    path: bytes
    old_path: bytes | None = None
    status: FileStatus = FileStatus.MODIFIED
    old_mode: int = MODE_REGULAR
    new_mode: int = MODE_REGULAR
    old_id: str = ""
    new_id: str = ""
    counts: LineCounts = LineCounts()
    added: tuple[AddedLine, ...] = ()
    unpaired: Unpaired | None = None
    old_size: int | None = None
    new_size: int | None = None
    link_target: bytes | None = None
    binary: bool = False
    generated: bool = False
    was_generated: bool = False
    removed: tuple[RemovedLine, ...] = ()

    @property
    def exists_in_head(self) -> bool:
        return self.new_mode != MODE_ABSENT

    def counts_with(self, renames: str) -> LineCounts | None:
        """The counts under a size rule's `renames` option ("follow" or "full"); None when they were not read."""
        if renames == "follow" or self.status is not FileStatus.RENAMED:
            return self.counts
        return self.unpaired.counts if self.unpaired else None


class Change(NamedTuple):
    """Everything between merge-base and head, and what else the policy asked to know.

    Ids are full hex, None where there is none (a patch, the index, the working tree). `files` is sorted by path.
    `commits`: how many head has and base has not. `head_paths`: every path of head. `links`: every symlink of head
    with its target. Each of these three is None when nobody asked or the source cannot know. `notes`: what the reader
    of the report must know about how the change was read.
    """

    files: tuple[ChangedFile, ...] = ()
    base: str | None = None
    merge_base: str | None = None
    head: str | None = None
    commits: int | None = None
    head_paths: frozenset[bytes] | None = None
    links: tuple[tuple[bytes, bytes], ...] | None = None
    notes: tuple[str, ...] = ()

    @property
    def totals(self) -> "LineCounts":
        return sum((file.counts for file in self.files), LineCounts())


class PathScope(NamedTuple):
    """Which paths something is about: gitignore patterns of what it sees (() for all), less those it ignores."""

    match: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Needs(NamedTuple):
    """What a policy wants to know of a change beyond paths, modes, ids and line counts: all that costs time to read.

    patterns: RE2 expressions; every added line in which one is found must be in `ChangedFile.added`. lines_of: so must
    every added line of the files in one of these scopes. removed_patterns: as `patterns`, for removed lines and
    `ChangedFile.removed`. commit_texts: what the commits say of themselves, for `Facts`.
    unpaired_renames: `ChangedFile.unpaired` of every renamed file. unpaired_across: only of those of which one name is
    in one of these scopes and the other is not.
    """

    patterns: tuple[str, ...] = ()
    unpaired_renames: bool = False
    unpaired_across: tuple[PathScope, ...] = ()
    byte_counts: bool = False
    blob_sizes: bool = False
    commit_count: bool = False
    generated: bool = False
    head_paths: bool = False
    link_targets: bool = False
    removed_patterns: tuple[str, ...] = ()
    commit_texts: bool = False
    lines_of: tuple[PathScope, ...] = ()

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            tuple(dict.fromkeys(self.patterns + other.patterns)),
            self.unpaired_renames or other.unpaired_renames,
            tuple(dict.fromkeys(self.unpaired_across + other.unpaired_across)),
            self.byte_counts or other.byte_counts,
            self.blob_sizes or other.blob_sizes,
            self.commit_count or other.commit_count,
            self.generated or other.generated,
            self.head_paths or other.head_paths,
            self.link_targets or other.link_targets,
            tuple(dict.fromkeys(self.removed_patterns + other.removed_patterns)),
            self.commit_texts or other.commit_texts,
            tuple(dict.fromkeys(self.lines_of + other.lines_of)),
        )
