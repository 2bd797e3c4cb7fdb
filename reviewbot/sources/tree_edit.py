"""A tree like another one but for some paths: only the folders of these are read and written.

git would write such a tree from an index, and look at every folder of the repository for it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, WRITTEN, Sandbox

_FOLDER = b"40000"
_HEADER = re.compile(rb"[0-9a-f]+ (\w+) (\d+)\n")


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
    names = {folder for path in entries for folder in folders_of(path)} | {b""}
    folders = dict(zip(names, _read_folders(sandbox, tree, names), strict=True))
    for path, entry in sorted(entries.items(), key=lambda item: item[1] is not None):  # first what goes away
        folder, name = _split(path)
        if entry is None:
            folders[folder].pop(name, None)
        else:
            folders[folder][name] = entry
    for name in sorted(names - {b""}, key=lambda name: name.count(b"/"), reverse=True):
        parent, last = _split(name)
        if folders[name]:
            folders[parent][last] = TreeEntry(_FOLDER, _write(sandbox, folders[name], tree))
        elif last in folders[parent] and folders[parent][last].mode == _FOLDER:
            del folders[parent][last]
    return _write(sandbox, folders[b""], tree)


def folders_of(path: bytes) -> Iterator[bytes]:
    """The folders that a path lies in below the top, the innermost first."""
    while b"/" in path:
        path = path.rpartition(b"/")[0]
        yield path


def _split(path: bytes) -> tuple[bytes, bytes]:
    folder, _, name = path.rpartition(b"/")
    return folder, name


def _read_folders(sandbox: Sandbox, tree: str, names: Iterable[bytes]) -> Iterator[_Folder]:
    """What each folder of the tree holds, nothing where there is none."""
    asked = [b"%s:%s" % (tree.encode(), name) for name in names]
    answers = sandbox.git.run("cat-file", "--batch", "-z", input=b"".join(each + b"\0" for each in asked))
    position = 0
    for each in asked:
        missing = each + b" missing\n"  # a name may hold a line end, so this is looked for first
        if answers.startswith(missing, position):
            position += len(missing)
            yield {}
            continue
        header = _HEADER.match(answers, position)
        if header is None:
            raise SourceError(f"git did not show a folder of the tree: {each!r}")
        end = header.end() + int(header[2])
        yield _parsed(answers[header.end() : end], len(tree) // 2) if header[1] == b"tree" else {}
        position = end + 1


def _parsed(body: bytes, id_bytes: int) -> _Folder:
    """The entries of a tree object: `MODE NAME NUL ID`, repeated."""
    found = re.finditer(rb"(\d+) ([^\0]+)\0(.{%d})" % id_bytes, body, re.DOTALL)
    return {each[2]: TreeEntry(each[1], each[3].hex()) for each in found}


def _write(sandbox: Sandbox, folder: _Folder, like: str) -> str:
    """Write a tree object and return its id."""
    ordered = sorted(folder.items(), key=lambda item: item[0] + (b"/" if item[1].mode == _FOLDER else b""))
    body = b"".join(b"%s %s\0%s" % (entry.mode, name, bytes.fromhex(entry.id)) for name, entry in ordered)
    return write_object(sandbox, b"tree", body, like)


def write_object(sandbox: Sandbox, kind: bytes, body: bytes, like: str) -> str:
    """Write an object beside what `Sandbox.writing_apart` lets git write, as git stores it loose; return its id.

    kind: b"tree", b"blob". like: any id of the repository, whose ids are as long.
    """
    from zlib import compress  # only where something changed

    data = b"%s %d\0%s" % (kind, len(body), body)
    id_ = _digest(data, sha256=len(like) == SHA256_HEX_DIGITS)
    os.makedirs(f"{sandbox.path}/{WRITTEN}/{id_[:2]}", exist_ok=True)
    with open(f"{sandbox.path}/{WRITTEN}/{id_[:2]}/{id_[2:]}", "wb") as file:
        file.write(compress(data, 1))
    return id_


def _digest(data: bytes, *, sha256: bool) -> str:
    """The hex digest by the interpreter's own module, which loads faster than hashlib with its OpenSSL."""
    for module in ("_sha2", "_sha256") if sha256 else ("_sha1",):  # CPython 3.12 and later; 3.11
        try:
            found = import_module(module)
        except ImportError:
            continue
        return str((found.sha256 if sha256 else found.sha1)(data).hexdigest())
    import hashlib  # an interpreter built without either

    return (hashlib.sha256 if sha256 else hashlib.sha1)(data).hexdigest()
