"""A patch from a file or from standard input."""

from __future__ import annotations

import sys

from reviewbot.diff.patch_file import parse_patch
from reviewbot.errors import LimitError, SourceError, UsageError
from reviewbot.model.change import Change, ChangedFile, FileStatus, Needs
from reviewbot.sources.git import printable

MAX_PATCH_BYTES = 256 << 20  # unidiff holds a patch as Python objects, some 20 times its size
_KIND_UNKNOWN = "not judged: whether what only moves is a file, a link or a submodule (a patch does not tell)"


def read_patch_text(name: str) -> bytes:
    """The bytes of a patch file, or of standard input for "-". Raises SourceError when it cannot be read."""
    try:
        if name == "-":
            text = sys.stdin.buffer.read(MAX_PATCH_BYTES + 1)
        else:
            with open(name, "rb") as file:
                text = file.read(MAX_PATCH_BYTES + 1)
    except OSError as error:
        raise UsageError(f"the patch cannot be read: {error.strerror}", where=printable(name)) from None
    if len(text) > MAX_PATCH_BYTES:
        raise LimitError(
            f"the patch is larger than {MAX_PATCH_BYTES >> 20} MiB", help="judge a range of commits: BASE..HEAD"
        )
    return text


def read_patch(text: bytes, needs: Needs) -> Change:
    """The change that a patch is. It has no ids, and what only a repository knows stays unknown."""
    try:
        files = parse_patch(text, needs)
    except SourceError as error:
        raise SourceError(error.what, where=error.where or "the patch", help=error.help) from None
    return Change(files=files, notes=(_KIND_UNKNOWN,) if any(map(_only_moved, files)) else ())


def _only_moved(file: ChangedFile) -> bool:
    """Of a file that only moves, git writes neither content nor mode."""
    return file.status is FileStatus.RENAMED and not file.counts.changed_lines and file.old_mode == file.new_mode
