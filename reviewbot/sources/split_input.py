"""What a split plan needs beyond the change itself: hunks, contents, and what was changed together before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reviewbot.diff.hunks import read_hunks
from reviewbot.model.change import MODE_EXECUTABLE, MODE_REGULAR, ChangedFile, FileStatus
from reviewbot.model.split_plan import FileTexts, Hunk
from reviewbot.sources.blobs import read_blobs, read_sizes
from reviewbot.sources.diff_tree import DIFF_TREE, PATCH, WITH_RENAMES
from reviewbot.sources.sandbox import Sandbox

MAX_TEXT_BYTES = 8 << 20  # of a file that is looked into; a larger one changes as one
MAX_ALL_BYTES = 256 << 20  # of all of them together
HISTORY_COMMITS = 500  # that changed one of these paths before
WALK_COMMITS = 5000  # are looked at for these, so that a long history does not cost more than a short one
MOST_PATHS = 400  # more files say nothing of each other by their history
# Keeps functions apart that the smallest difference mixes, so that they can go into different parts.
BLOCKS = ("--diff-algorithm=histogram", "--indent-heuristic")
_REGULAR = (MODE_REGULAR, MODE_EXECUTABLE)
_WITH_LINES = (FileStatus.ADDED, FileStatus.MODIFIED, FileStatus.DELETED, FileStatus.RENAMED)


def read_texts(
    sandbox: Sandbox, old: str, new: str, files: Sequence[ChangedFile], is_counted: Callable[[ChangedFile], bool]
) -> tuple[FileTexts, ...]:
    """The changed files with contents and hunks. files: as `read_files` gave them for the same two trees or commits.

    is_counted: whether the budget counts a file.
    """
    readable = _readable(sandbox, files)
    blobs = read_blobs(sandbox, {id_ for file in readable.values() for id_ in _ids(file)})
    with sandbox.git.start(*DIFF_TREE, *PATCH, *BLOCKS, *WITH_RENAMES, "--end-of-options", old, new, "--") as answer:
        hunks = read_hunks(answer)
    return tuple(
        _with_texts(file, blobs, hunks, is_counted=is_counted(file))
        if file.path in readable
        else FileTexts(file, is_counted=is_counted(file))
        for file in files
    )


def _readable(sandbox: Sandbox, files: Iterable[ChangedFile]) -> dict[bytes, ChangedFile]:
    """The files whose lines may go into different parts, as many as may be held."""
    possible = [file for file in files if file.status in _WITH_LINES and not file.binary and _is_regular(file)]
    sizes = read_sizes(sandbox, (id_ for file in possible for id_ in _ids(file)))
    held = 0
    found = {}
    for file in possible:
        both = [sizes[id_] for id_ in _ids(file)]
        if max(both, default=0) <= MAX_TEXT_BYTES and held + sum(both) <= MAX_ALL_BYTES:
            held += sum(both)
            found[file.path] = file
    return found


def _is_regular(file: ChangedFile) -> bool:
    return all(not mode or mode in _REGULAR for mode in (file.old_mode, file.new_mode))


def _ids(file: ChangedFile) -> list[str]:
    return [id_ for id_ in (file.old_id, file.new_id) if id_.strip("0")]


def _with_texts(
    file: ChangedFile, blobs: dict[str, bytes], hunks: dict[bytes, tuple[Hunk, ...]], *, is_counted: bool
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


def read_history(sandbox: Sandbox, commit: str | None, files: Sequence[ChangedFile]) -> tuple[tuple[bytes, ...], ...]:
    """Which of these files each of the last commits up to this one changed, the newest first; () without a commit.

    Found by how many commits there are, never by how long it takes, so that it is the same everywhere.
    """
    paths = sorted({file.old_path or file.path for file in files})
    if commit is None or not 1 < len(paths) <= MOST_PATHS:
        return ()
    past = sandbox.git.run("rev-list", "--first-parent", "-n1", f"--skip={WALK_COMMITS}", "--end-of-options", commit)
    revisions = [commit.encode(), *(b"^" + line for line in past.split())]
    asked = b"".join(line + b"\n" for line in [*revisions, b"--", *(path for path in paths if b"\n" not in path)])
    answer = sandbox.git.run(
        "log", f"-n{HISTORY_COMMITS}", "--no-merges", "--format=%x00", "--name-only", "-z", "--no-renames", "--stdin",
        input=asked,
    )  # fmt: skip
    commits = (tuple(path for path in block.split(b"\0") if path) for block in answer.split(b"\0\0\n"))
    return tuple(commit for commit in commits if commit)
