"""Trees like another one but for some paths: only the folders of these are read, once, and written.

git would write such a tree from an index, and look at every folder of the repository for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.sources.object_store import LooseObjects, Store, object_data, object_id
from reviewbot.sources.objects import Object, objects_in, start_reading_objects
from reviewbot.sources.sandbox import Sandbox

_FOLDER = b"40000"
_FOLDERS = (_FOLDER, b"040000")  # the second in trees that old tools made


class TreeEntry(NamedTuple):
    """What stands under one name of a tree. mode: as git writes it there, b"100644". id: full hex."""

    mode: bytes
    id: str


_Folder = dict[bytes, tuple[bytes, bytes]]  # name -> mode, id as bytes


def tree_with(sandbox: Sandbox, tree: str, entries: Mapping[bytes, TreeEntry | None]) -> str:
    """The id of one tree like `tree` (a tree or commit), see `Trees.edited`."""
    names = folder_names(tree, entries)
    with start_reading_objects(sandbox, names) as answer:
        trees = Trees(LooseObjects(sandbox), objects_in(b"".join(answer), names))
    return trees.edited(trees.top, entries)


def folder_names(tree: str, paths: Iterable[bytes]) -> list[bytes]:
    """The names by which git shows the top of the tree (a tree or commit), and the folders of these paths."""
    folders = {folder for path in paths for folder in folders_of(path)}
    return [b"%s:%s" % (tree.encode(), folder) for folder in (b"", *sorted(folders))]


def folders_of(path: bytes) -> Iterator[bytes]:
    """The folders that a path lies in below the top, the innermost first."""
    while b"/" in path:
        path = path.rpartition(b"/")[0]
        yield path


class Trees:
    """Trees that are made of one, and of each other.

    store: where they are written, and read again. folders: what git has for `folder_names`; other folders are no part
    of what can be edited.
    """

    def __init__(self, store: Store, folders: Iterable[Object | None]) -> None:
        top, *below = folders
        if top is None or top.kind != b"tree":
            raise SourceError("git did not show the tree that is to be edited")
        self.store = store
        self.top = top.id
        self._known = {each.id: each.content for each in (top, *below) if each is not None and each.kind == b"tree"}

    def edited(self, tree: str, entries: Mapping[bytes, TreeEntry | None], *, write: bool = True) -> str:
        """The id of a tree like `tree` (its top, or what this wrote), with these entries at their full paths.

        None for none there. Folders that are empty afterwards are left out, as git does. What is new is written beside
        what `Sandbox.writing_apart` lets git write, so no object of the repository is touched. write: False where only
        the id is wanted.
        """
        names = sorted({folder for path in entries for folder in folders_of(path)}, key=_depth)
        folders = {b"": self._folder(tree)}
        for name in names:
            parent, last = _split(name)
            mode, id_ = folders[parent].get(last, (b"", b""))
            folders[name] = self._folder(id_.hex()) if mode in _FOLDERS else {}
        for path, entry in sorted(entries.items(), key=lambda item: item[1] is not None):  # first what goes away
            folder, name = _split(path)
            if entry is None:
                folders[folder].pop(name, None)
            else:
                folders[folder][name] = (entry.mode, bytes.fromhex(entry.id))
        for name in reversed(names):
            parent, last = _split(name)
            if folders[name]:
                folders[parent][last] = (_FOLDER, bytes.fromhex(self._made(folders[name], write)))
            elif folders[parent].get(last, (b"", b""))[0] in _FOLDERS:
                del folders[parent][last]
        return self._made(folders[b""], write)

    def _folder(self, id_: str) -> _Folder:
        body = self._known.get(id_)
        if body is None:
            body = self.store.read(id_)
        found = re.findall(rb"(\d+) ([^\0]+)\0(.{%d})" % (len(id_) // 2), body, re.DOTALL)  # `MODE NAME NUL ID`
        return {name: (mode, bytes_of_id) for mode, name, bytes_of_id in found}

    def _made(self, folder: _Folder, write: bool) -> str:
        """The id of a tree object, which is written where it is wanted."""
        ordered = sorted(folder.items(), key=lambda item: item[0] + (b"/" if item[1][0] in _FOLDERS else b""))
        body = b"".join([b"%s %s\0%s" % (mode, name, id_) for name, (mode, id_) in ordered])
        data = object_data(b"tree", body)
        id_of_data = object_id(data, self.top)
        if write and id_of_data not in self._known:
            self.store.write(id_of_data, data)
        return id_of_data


def _split(path: bytes) -> tuple[bytes, bytes]:
    folder, _, name = path.rpartition(b"/")
    return folder, name


def _depth(folder: bytes) -> int:
    return folder.count(b"/")
