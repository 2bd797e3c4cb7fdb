"""Edits that need no thought and hide those that do: moves, formatting, one word replaced everywhere, generated files.

They go first and apart, so that what is left is what a person has to read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from posixpath import basename, dirname, join
from typing import NamedTuple

from reviewbot.model.change import FileStatus
from reviewbot.split.atoms import Atom, Lines
from reviewbot.split.kinds import LOCKS, Kind, is_generated, is_vendored, kind_of
from reviewbot.split.syntax import same_program
from reviewbot.split.texts import new_from, old_from, with_hunks
from reviewbot.split.words import WORD

LEAST_FILES = 3  # in which a word must be replaced by the same other one, to be a rename and no coincidence
LEAST_FORMATTED_LINES = 10  # of formatting alone; less is not worth a part of its own


class Mechanical(NamedTuple):
    """Pieces that are one mechanical edit, with the words for it. is_one: whether a part of them makes no sense."""

    pieces: list[int]
    title: str
    why: str
    is_one: bool = False


def mechanical_edits(atoms: Sequence[Atom], files: Sequence[Lines]) -> list[Mechanical]:
    """Each piece in at most one of them, in the order in which they are meant to be read."""
    taken: set[int] = set()
    found = []
    for kind in (_moves, _replacements, _formatting, _locked, _generated, _vendored):
        for edit in kind(atoms, files, frozenset(taken)):
            found.append(edit)
            taken.update(edit.pieces)
    return found


def _moves(atoms: Sequence[Atom], files: Sequence[Lines], taken: frozenset[int]) -> Iterator[Mechanical]:
    moved = [
        number
        for number, atom in enumerate(atoms)
        if files[atom.file].texts.file.status is FileStatus.RENAMED
        and not files[atom.file].texts.hunks
        and number not in taken
    ]
    if moved:
        yield Mechanical(moved, f"Move {_files(len(moved))}", "moved as they are, nothing in them changes")


def _replacements(atoms: Sequence[Atom], files: Sequence[Lines], taken: frozenset[int]) -> Iterator[Mechanical]:
    makers: dict[tuple[bytes, bytes], list[int]] = defaultdict(list)
    for number, atom in enumerate(atoms):
        pair = _replaced(atom, files[atom.file]) if number not in taken else None
        if pair is not None:
            makers[pair].append(number)
    for (old, new), numbers in sorted(makers.items()):
        count = len({atoms[number].file for number in numbers})
        if count >= LEAST_FILES:
            said = f"{old.decode('ascii', 'replace')} to {new.decode('ascii', 'replace')}"
            yield Mechanical(numbers, f"Rename {said}", f"rename of {said} in {count} files, and nothing else")


def _replaced(atom: Atom, file: Lines) -> tuple[bytes, bytes] | None:
    """(old, new) when all that the piece does is to replace the one word by the other."""
    gone, come = atom.removed - atom.added, atom.added - atom.removed
    if len(gone) != 1 or len(come) != 1:
        return None
    (old,), (new,) = gone, come
    pattern = re.compile(rb"(?<![0-9A-Za-z_])%s(?![0-9A-Za-z_])" % re.escape(old))
    for hunk in atom.hunks:
        before = b"".join(file.old[old_from(hunk) : old_from(hunk) + hunk.old_lines])
        after = b"".join(file.new[new_from(hunk) : new_from(hunk) + hunk.new_lines])
        if pattern.sub(lambda _: new, before) != after or not WORD.fullmatch(old):
            return None
    return old, new


def _formatting(atoms: Sequence[Atom], files: Sequence[Lines], taken: frozenset[int]) -> Iterator[Mechanical]:
    by_file: dict[int, list[int]] = defaultdict(list)
    for number, atom in enumerate(atoms):
        if number not in taken and atom.hunks and _is_formatting(atom, files[atom.file]):
            by_file[atom.file].append(number)
    kept = []
    for file, numbers in sorted(by_file.items()):
        hunks = [hunk for number in numbers for hunk in atoms[number].hunks]
        lines = files[file]
        if same_program(lines.path, lines.texts.old or b"", with_hunks(lines.old, lines.new, hunks)):
            kept += numbers
    if sum(atoms[number].counted for number in kept) >= LEAST_FORMATTED_LINES:
        count = len({atoms[number].file for number in kept})
        yield Mechanical(kept, f"Format {_files(count)}", "white space and line breaks only, and nothing else")


def _is_formatting(atom: Atom, file: Lines) -> bool:
    return all(
        hunk.old_lines + hunk.new_lines
        and b"".join(b"".join(file.old[old_from(hunk) : old_from(hunk) + hunk.old_lines]).split())
        == b"".join(b"".join(file.new[new_from(hunk) : new_from(hunk) + hunk.new_lines]).split())
        for hunk in atom.hunks
    )


def _locked(atoms: Sequence[Atom], files: Sequence[Lines], taken: frozenset[int]) -> Iterator[Mechanical]:
    by_manifest: dict[bytes, list[int]] = defaultdict(list)
    for number, atom in enumerate(atoms):
        path = files[atom.file].path
        if number not in taken and kind_of(path) is Kind.LOCK:
            by_manifest[_manifest_of(path)].append(number)
    for manifest, locks in sorted(by_manifest.items()):
        manifests = [
            number
            for number, atom in enumerate(atoms)
            if number not in taken and number not in locks and _lowered(files[atom.file].path) == manifest
        ]
        why = (
            "what the package manager wrote, with the manifest that it follows"
            if manifests
            else ("what the package manager wrote")
        )
        yield Mechanical(sorted(locks + manifests), "Update locked dependencies", why, is_one=True)


def _manifest_of(lock: bytes) -> bytes:
    """The path of the manifest that a lock file follows, or of the lock file where nobody knows that."""
    return join(dirname(lock), LOCKS.get(basename(lock).lower(), basename(lock).lower()))


def _lowered(path: bytes) -> bytes:
    return join(dirname(path), basename(path).lower())


def _generated(atoms: Sequence[Atom], files: Sequence[Lines], taken: frozenset[int]) -> Iterator[Mechanical]:
    found = [
        number for number, atom in enumerate(atoms) if number not in taken and is_generated(files[atom.file].texts.file)
    ]
    if found:
        count = len({atoms[number].file for number in found})
        yield Mechanical(
            found, f"Update {count} generated file{'s' * (count > 1)}", "written by a program, not by a person"
        )


def _vendored(atoms: Sequence[Atom], files: Sequence[Lines], taken: frozenset[int]) -> Iterator[Mechanical]:
    found = [n for n, atom in enumerate(atoms) if n not in taken and is_vendored(files[atom.file].path)]
    if found:
        count = len({atoms[number].file for number in found})
        yield Mechanical(found, f"Update {count} vendored file{'s' * (count > 1)}", "a copy of what others maintain")


def _files(count: int) -> str:
    return f"{count} file{'s' * (count > 1)}"
