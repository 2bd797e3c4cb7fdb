"""A tree like another one but for some paths: only the folders of these are read and written.

git would write such a tree from an index, and look at every folder of the repository for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.sources.object_store import LooseObjects
from reviewbot.sources.sandbox import Sandbox

_FOLDER = b"40000"
_HEADER = re.compile(rb"([0-9a-f]+) (\w+) (\d+)\n")


class TreeEntry(NamedTuple):
    """What stands under one name of a tree. mode: as git writes it there, b"100644". id: full hex."""

    mode: bytes
    id: str


_Folder = dict[bytes, TreeEntry]


def tree_with(sandbox: Sandbox, tree: str, entries: Mapping[bytes, TreeEntry | None]) -> str:
    """The id of the tree (of `tree`, a tree or commit) with these entries at their full paths, None for none there.

    What is new is written beside what `Sandbox.writing_apart` lets git write, so no object of the repository is
    touched. Folders that are empty afterwards are left out, as git does.
    """
    return Trees(sandbox, LooseObjects(sandbox, tree).write).with_entries(tree, entries)


class Trees:
    """Trees that are made of one another: what was read or written of them is not read again.

    write: takes in an object (b"tree", its bytes) and returns its id.
    """

    def __init__(self, sandbox: Sandbox, write: Callable[[bytes, bytes], str]) -> None:
        self._sandbox, self._write = sandbox, write
        self._known: dict[str, _Folder] = {}  # by the id of the tree, or of a commit that has it

    def with_entries(self, tree: str, entries: Mapping[bytes, TreeEntry | None]) -> str:
        """See `tree_with`."""
        names = {folder for path in entries for folder in folders_of(path)} | {b""}
        self.read(tree, entries)
        folders = {name: dict(self._folder(tree, name) or {}) for name in names}
        for path, entry in sorted(entries.items(), key=lambda item: item[1] is not None):  # first what goes away
            folder, name = _split(path)
            if entry is None:
                folders[folder].pop(name, None)
            else:
                folders[folder][name] = entry
        for name in sorted(names - {b""}, key=lambda name: name.count(b"/"), reverse=True):
            parent, last = _split(name)
            if folders[name]:
                folders[parent][last] = TreeEntry(_FOLDER, self._written(folders[name]))
            elif last in folders[parent] and folders[parent][last].mode == _FOLDER:
                del folders[parent][last]
        return self._written(folders[b""])

    def read(self, tree: str, paths: Iterable[bytes]) -> None:
        """Read the folders of all these paths at once, as far as they are not known."""
        names = {folder for path in paths for folder in folders_of(path)} | {b""}
        unknown = [name for name in names if self._folder(tree, name) is None]
        for name, (id_, folder) in zip(unknown, _read_folders(self._sandbox, tree, unknown), strict=True):
            self._known[id_] = folder
            if not name:
                self._known[tree] = folder  # a commit
        for name in unknown:
            if self._folder(tree, name) is None:
                raise SourceError(f"the repository lacks a folder of the tree: {name!r}")

    def _folder(self, tree: str, name: bytes) -> _Folder | None:
        """What a folder of the tree holds, nothing where there is none; None when it was not read."""
        folder = self._known.get(tree)
        for step in name.split(b"/") if name else ():
            if folder is None:
                return None
            entry = folder.get(step)
            if entry is None or entry.mode != _FOLDER:
                return {}
            folder = self._known.get(entry.id)
        return folder

    def _written(self, folder: _Folder) -> str:
        ordered = sorted(folder.items(), key=lambda item: item[0] + (b"/" if item[1].mode == _FOLDER else b""))
        body = b"".join(b"%s %s\0%s" % (entry.mode, name, bytes.fromhex(entry.id)) for name, entry in ordered)
        id_ = self._write(b"tree", body)
        self._known[id_] = folder
        return id_


def folders_of(path: bytes) -> Iterator[bytes]:
    """The folders that a path lies in below the top, the innermost first."""
    while b"/" in path:
        path = path.rpartition(b"/")[0]
        yield path


def _split(path: bytes) -> tuple[bytes, bytes]:
    folder, _, name = path.rpartition(b"/")
    return folder, name


def _read_folders(sandbox: Sandbox, tree: str, names: Sequence[bytes]) -> Iterator[tuple[str, _Folder]]:
    """The id of each folder of the tree and what it holds; ("", {}) where there is none."""
    asked = [b"%s:%s" % (tree.encode(), name) for name in names]
    if not asked:
        return
    answers = sandbox.git.run("cat-file", "--batch", "-z", input=b"".join(each + b"\0" for each in asked))
    position = 0
    for each in asked:
        missing = each + b" missing\n"  # a name may hold a line end, so this is looked for first
        if answers.startswith(missing, position):
            position += len(missing)
            yield "", {}
            continue
        header = _HEADER.match(answers, position)
        if header is None:
            raise SourceError(f"git did not show a folder of the tree: {each!r}")
        end = header.end() + int(header[3])
        yield header[1].decode(), _parsed(answers[header.end() : end], len(tree) // 2) if header[2] == b"tree" else {}
        position = end + 1


def _parsed(body: bytes, id_bytes: int) -> _Folder:
    """The entries of a tree object: `MODE NAME NUL ID`, repeated."""
    found = re.finditer(rb"(\d+) ([^\0]+)\0(.{%d})" % id_bytes, body, re.DOTALL)
    return {each[2]: TreeEntry(each[1], each[3].hex()) for each in found}
