"""Files that others import by their path: a module is there before an import names it, and as long as one does.

For every language alike, by the looks of a line. Of Python more is known, see `imports`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from reviewbot.model.change import FileStatus
from reviewbot.split.atoms import Atom, Lines, added_lines, removed_lines
from reviewbot.split.words import WORD

_IMPORT = re.compile(
    rb"""^\s*(?:import\b|from\s+\S|\}\s*from\b|export\b.*\bfrom\b|(?:pub(?:\([^)]*\))?\s+)?(?:use|mod)\s
      |\#\s*include\b|using\s|package\s|.*\b(?:require|require_relative|import)\s*\(?\s*["'`]
      |(?:[\w.]+\s+)?"[^"\s]+"\s*$)""",  # the last one is a line in Go's import (...)
    re.X,
)
# The name of the folder is what such a file is imported by.
_OF_FOLDER = frozenset((b"index", b"mod", b"__init__"))

_Names = dict[bytes, list[int]]


def module_needs(atoms: Sequence[Atom], files: Sequence[Lines]) -> list[tuple[int, int]]:
    """(piece, piece that must not come after it) for imports of files that come, go or move."""
    pieces: dict[int, list[int]] = defaultdict(list)
    for number, atom in enumerate(atoms):
        pieces[atom.file].append(number)
    come, gone = _names_that_come(files), _names_that_go(files)
    found = []
    for number, atom in enumerate(atoms) if come or gone else ():
        file = files[atom.file]
        if not file.is_code:
            continue
        wanted = come.keys() & atom.added - atom.removed
        for name in sorted(wanted & _imported(added_lines(file, atom.hunks))) if wanted else ():
            givers = [piece for giver in come[name] for piece in pieces[giver]]
            if atom.file not in come[name] and givers:
                found.append((number, givers[0]))
        left = gone.keys() & atom.removed - atom.added
        for name in sorted(left & _imported(removed_lines(file, atom.hunks))) if left else ():
            if atom.file not in gone[name]:
                found += [(piece, number) for taker in gone[name] for piece in pieces[taker]]
    return found


def _imported(lines: Sequence[bytes]) -> frozenset[bytes]:
    return frozenset(word for line in lines if _IMPORT.match(line) for word in WORD.findall(line))


def _names_that_come(files: Sequence[Lines]) -> _Names:
    """What only the paths of head have, of code files that are new or moved, with the numbers of these files."""
    before = {name for file in files if (path := _old_path(file)) is not None for name in _all_names(path)}
    found: _Names = defaultdict(list)
    for file in files:
        if file.texts.file.status in (FileStatus.ADDED, FileStatus.RENAMED) and file.is_code:
            for name in _names(file.path, file.texts.file.old_path) - before:
                found[name].append(file.number)
    return found


def _names_that_go(files: Sequence[Lines]) -> _Names:
    """What only the paths of merge-base have, of code files that go. A file that moves leaves when it is wanted."""
    after = {
        name for file in files if file.texts.file.status is not FileStatus.DELETED for name in _all_names(file.path)
    }
    found: _Names = defaultdict(list)
    for file in files:
        if file.texts.file.status is FileStatus.DELETED and file.is_code:
            for name in _names(file.path, None) - after:
                found[name].append(file.number)
    return found


def _old_path(file: Lines) -> bytes | None:
    return None if file.texts.file.status is FileStatus.ADDED else file.texts.file.old_path or file.path


def _names(path: bytes, old_path: bytes | None) -> set[bytes]:
    """The name by which a file is imported; of one that moved all that is new in its path."""
    if old_path is not None:
        return _all_names(path) - _all_names(old_path)
    *folders, name = path.split(b"/")
    stem = name.partition(b".")[0]
    if stem in _OF_FOLDER or name.endswith(b".go"):
        return {folders[-1]} if folders else set()
    return {stem}


def _all_names(path: bytes) -> set[bytes]:
    *folders, name = path.split(b"/")
    return {*folders, name.partition(b".")[0]}
