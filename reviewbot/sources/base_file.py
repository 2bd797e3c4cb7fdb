"""A file at the root of a commit, with the kind that it has there, from one git process."""

from __future__ import annotations

import re

from reviewbot.errors import PolicyError, SourceError
from reviewbot.sources.git import Answer, printable
from reviewbot.sources.sandbox import Sandbox

_REGULAR_FILES = (b"100644", b"100755")
_TREE = re.compile(rb"[0-9a-f]+ tree ([0-9]+)\n")
_FILE = re.compile(rb"[0-9a-f]+ blob ([0-9]+)\n")
_HEADER_BYTES = 128  # more than any header of cat-file has


def start_reading(sandbox: Sandbox, commit: str, path: bytes) -> Answer:
    """Ask git for the root of a commit (full id) and for a file there; `cat-file` alone does not tell links apart."""
    asked = b"%b^{tree}\n%b:%b\n" % (commit.encode(), commit.encode(), path)
    return sandbox.git.start("cat-file", "--batch", input=asked)


def read_base_file(answer: Answer, commit: str, path: bytes, limit_bytes: int) -> bytes | None:
    """The file that was asked for, at most one byte longer than the limit; None when it is not there.

    Raises PolicyError when it is something else than a file: what a link points to is not what was reviewed.
    """
    printed = b""
    with answer:
        for block in answer:
            printed += block
            tree = _TREE.match(printed)
            if tree and len(printed) > tree.end() + int(tree[1]) + _HEADER_BYTES + limit_bytes:
                break
    tree = _TREE.match(printed)
    if tree is None:
        raise _lacks(commit, printed)
    end = tree.end() + int(tree[1])
    mode = _mode(printed[tree.end() : end], path, id_bytes=len(commit) // 2)
    if mode is None:
        return None
    if mode not in _REGULAR_FILES:
        raise PolicyError(
            f"{path.decode()} is not a regular file at base", where=commit, help="make it a file of its own"
        )
    file = _FILE.match(printed, end + 1)
    if file is None:
        raise _lacks(commit, printed[end + 1 :])
    size = min(int(file[1]), limit_bytes + 1)
    content = printed[file.end() : file.end() + size]
    if len(content) < size:
        raise _lacks(commit, b"the answer of cat-file breaks off")
    return content


def _mode(tree: bytes, path: bytes, id_bytes: int) -> bytes | None:
    """The mode of an entry of a tree object, None when there is none of that name: `MODE NAME NUL ID`, again and again.

    https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_tree_objects
    """
    position = 0
    while position < len(tree):
        end = tree.index(b"\0", position)
        mode, _, name = tree[position:end].partition(b" ")
        if name == path:
            return mode
        position = end + 1 + id_bytes
    return None


def _lacks(commit: str, said: bytes) -> SourceError:
    return SourceError(
        f"the repository lacks objects of base: {printable(said[:_HEADER_BYTES].decode('utf-8', 'replace').strip())}",
        where=commit,
        help="fetch them (git fetch), or run git fsck",
    )
