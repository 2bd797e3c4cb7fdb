"""What a split plan needs beyond the change itself: hunks, contents, and what was changed together before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from reviewbot.diff.hunks import read_hunks
from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_EXECUTABLE, MODE_REGULAR, ChangedFile, FileStatus
from reviewbot.model.split_plan import FileTexts, Hunk
from reviewbot.sources.blobs import read_blobs, read_sizes
from reviewbot.sources.diff_tree import DIFF_TREE, PATCH, WITH_RENAMES
from reviewbot.sources.git import Answer
from reviewbot.sources.object_store import LooseObjects, PackedObjects
from reviewbot.sources.objects import Object, objects_in, start_reading_objects
from reviewbot.sources.sandbox import Sandbox
from reviewbot.sources.tree_edit import Trees, folder_names

MAX_TEXT_BYTES = 8 << 20  # of a file that is looked into; a larger one changes as one
MAX_ALL_BYTES = 256 << 20  # of all of them together
AT_ONCE_BYTES = 16 << 20  # are read before it is known how large each file is
MOST_LOOSE_FILES = 50  # of a change; more objects than they bring are worth the process that makes a pack known
HISTORY_COMMITS = 500  # that changed one of these paths before
WALK_COMMITS = 5000  # are looked at for these, so that a long history does not cost more than a short one
MOST_PATHS = 400  # more files say nothing of each other by their history
# Keeps functions apart that the smallest difference mixes, so that they can go into different parts.
BLOCKS = ("--diff-algorithm=histogram", "--indent-heuristic")
_REGULAR = (MODE_REGULAR, MODE_EXECUTABLE)
_WITH_LINES = (FileStatus.ADDED, FileStatus.MODIFIED, FileStatus.DELETED, FileStatus.RENAMED)


class SplitInput:
    """What git looks up from now on, by three processes at once: a plan would wait for each of them alone.

    old, new: the trees or commits between which `files` are all that differs, as `read_files` gave them. commit: where
    the history before the change begins, None for none.
    """

    def __init__(self, sandbox: Sandbox, old: str, new: str, files: Sequence[ChangedFile], commit: str | None) -> None:
        self._sandbox, self._files = sandbox, files
        self._possible = [file for file in files if _may_have_hunks(file)]
        self._ids = sorted({id_ for file in self._possible for id_ in _ids(file)})
        paths = (name for file in files for name in (file.path, file.old_path) if name is not None)
        self._folders = [b"%s:" % new.encode(), *folder_names(old, paths)]
        self._names = [*self._folders, *(id_.encode() for id_ in self._ids)]
        self._read: _Objects | None = None
        self._objects = start_reading_objects(sandbox, self._names)
        self._hunks = sandbox.git.start(*DIFF_TREE, *PATCH, *BLOCKS, *WITH_RENAMES, "--end-of-options", old, new, "--")
        self._history = _start_history(sandbox, commit, files)

    def close(self) -> None:
        """End what git still does."""
        for answer in (self._objects, self._hunks, self._history):
            if answer is not None:
                answer.close()

    def texts(self, is_counted: Callable[[ChangedFile], bool]) -> tuple[FileTexts, ...]:
        """The changed files with contents and hunks. is_counted: whether the budget counts a file. Once."""
        _, readable, blobs = self._all_objects()
        with self._hunks as answer:
            hunks = read_hunks(answer)
        return tuple(
            _with_texts(file, blobs, hunks, is_counted=is_counted(file))
            if file.path in readable
            else FileTexts(file, is_counted=is_counted(file))
            for file in self._files
        )

    def history(self) -> tuple[tuple[bytes, ...], ...]:
        """Which of the files each of the last commits before the change changed, the newest first. Once."""
        if self._history is None:
            return ()
        with self._history as blocks:
            answer = b"".join(blocks)
        commits = (tuple(path for path in block.split(b"\0") if path) for block in answer.split(b"\0\0\n"))
        return tuple(commit for commit in commits if commit)

    def trees(self) -> tuple[Trees, str]:
        """(what the change begins at, with all folders in which it does anything; the id of head's tree)."""
        head, *folders = self._all_objects().folders
        if head is None:
            raise SourceError("the repository lacks the tree of head")
        few = len(self._files) <= MOST_LOOSE_FILES
        store = LooseObjects(self._sandbox) if few else PackedObjects(self._sandbox, head.id)
        return Trees(store, folders), head.id

    def _all_objects(self) -> _Objects:
        if self._read is None:
            self._read = self._at_once() or self._one_after_another()
        return self._read

    def _at_once(self) -> _Objects | None:
        """None where that is too much, or something is missing."""
        answer = _joined(self._objects, AT_ONCE_BYTES)
        if answer is None:
            return None
        found = list(objects_in(answer, self._names))
        blobs = {each.id: each.content for each in found[len(self._folders) :] if each is not None}
        if len(blobs) < len(self._ids):
            return None
        sizes = {id_: len(content) for id_, content in blobs.items()}
        return _Objects(found[: len(self._folders)], _readable(self._possible, sizes), blobs)

    def _one_after_another(self) -> _Objects:
        """Raises SourceError for a blob that the repository lacks."""
        with start_reading_objects(self._sandbox, self._folders) as blocks:
            folders = list(objects_in(b"".join(blocks), self._folders))
        readable = _readable(self._possible, read_sizes(self._sandbox, self._ids))
        blobs = read_blobs(self._sandbox, {id_ for file in readable.values() for id_ in _ids(file)})
        return _Objects(folders, readable, blobs)


class _Objects(NamedTuple):
    """folders: of head its top only, then those of what the change begins at. readable: files with hunks, by path."""

    folders: list[Object | None]
    readable: dict[bytes, ChangedFile]
    blobs: dict[str, bytes]


def _joined(blocks: Answer, limit_bytes: int) -> bytes | None:
    """All that git prints, None where that is more."""
    held, size = [], 0
    with blocks:
        for block in blocks:
            held.append(block)
            size += len(block)
            if size > limit_bytes:
                return None
    return b"".join(held)


def _may_have_hunks(file: ChangedFile) -> bool:
    """Whether the lines of a file may go into different parts, where it is not too large."""
    return (
        file.status in _WITH_LINES
        and not file.binary
        and all(not mode or mode in _REGULAR for mode in (file.old_mode, file.new_mode))
    )


def _readable(possible: Iterable[ChangedFile], sizes: Mapping[str, int]) -> dict[bytes, ChangedFile]:
    """As many of the files as may be held."""
    held = 0
    found = {}
    for file in possible:
        both = [sizes[id_] for id_ in _ids(file)]
        if max(both, default=0) <= MAX_TEXT_BYTES and held + sum(both) <= MAX_ALL_BYTES:
            held += sum(both)
            found[file.path] = file
    return found


def _ids(file: ChangedFile) -> list[str]:
    return [id_ for id_ in (file.old_id, file.new_id) if id_.strip("0")]


def _with_texts(
    file: ChangedFile, blobs: Mapping[str, bytes], hunks: Mapping[bytes, tuple[Hunk, ...]], *, is_counted: bool
) -> FileTexts:
    old, new = blobs.get(file.old_id), blobs.get(file.new_id)
    if b"\0" in (old or b"") or b"\0" in (new or b""):
        return FileTexts(file, is_counted=is_counted)
    counts, of_file = file.counts, hunks.get(file.path, ())
    if file.status in (FileStatus.ADDED, FileStatus.DELETED):
        added, removed = counts.added_lines, counts.removed_lines
        whole = Hunk(int(removed > 0), removed, int(added > 0), added)
        of_file = (whole,) if added or removed else ()
    return FileTexts(file, old, new, of_file, is_counted)


def _start_history(sandbox: Sandbox, commit: str | None, files: Sequence[ChangedFile]) -> Answer | None:
    """Let git list the commits up to this one; None where that says nothing.

    Found by how many commits there are, never by how long it takes, so that it is the same everywhere.
    """
    paths = sorted({file.old_path or file.path for file in files})
    if commit is None or not 1 < len(paths) <= MOST_PATHS:
        return None
    revisions = [commit.encode(), b"^%s~%d" % (commit.encode(), WALK_COMMITS)]
    asked = b"".join(line + b"\n" for line in [*revisions, b"--", *(path for path in paths if b"\n" not in path)])
    return sandbox.git.start(
        "log", f"-n{HISTORY_COMMITS}", "--no-merges", "--format=%x00", "--name-only", "-z", "--no-renames",
        "--ignore-missing", "--stdin",  # most histories do not go so far back
        input=asked,
    )  # fmt: skip
