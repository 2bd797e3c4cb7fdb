"""Attributes of objects: set before they are read, and as long as something reads them.

By the looks of a line, in Python, JavaScript and TypeScript: `self.name = ...`, `this.name = ...`, `name: type`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from reviewbot.model.split_plan import Hunk
from reviewbot.split.atoms import Atom, Lines, added_lines, removed_lines
from reviewbot.split.languages import ending_of
from reviewbot.split.words import LEAST_NAME

_SET = re.compile(rb"\b(?:self|this)\.([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?![=>])")
_FIELD = re.compile(
    rb"^[ \t]+(?:(?:public|private|protected|readonly|static)[ \t]+)*([A-Za-z_]\w*)[?!]?:[ \t]*\S", re.M
)
_ENDINGS = frozenset(b".py .pyi .js .mjs .cjs .jsx .ts .tsx".split())
_READ = re.compile(rb"\.([A-Za-z_]\w*)")

_Setters = dict[bytes, list[int]]


def attribute_needs(atoms: Sequence[Atom], files: Sequence[Lines]) -> Iterator[tuple[int, int]]:
    """(piece, piece that must not come after it). What a file spoke of before, or still does, is not looked at."""
    come = [_text(added_lines, atom, files) for atom in atoms]
    for number, setter in _read_elsewhere(atoms, come, [file.texts.old or b"" for file in files]):
        yield number, setter
    go = [_text(removed_lines, atom, files) for atom in atoms]
    for number, setter in _read_elsewhere(atoms, go, [file.texts.new or b"" for file in files]):
        yield setter, number


def _text(lines_of: Callable[[Lines, Sequence[Hunk]], list[bytes]], atom: Atom, files: Sequence[Lines]) -> bytes:
    return b"".join(lines_of(files[atom.file], atom.hunks)) if ending_of(files[atom.file].path) in _ENDINGS else b""


def _read_elsewhere(
    atoms: Sequence[Atom], texts: Sequence[bytes], others: Sequence[bytes]
) -> Iterator[tuple[int, int]]:
    """(piece that reads an attribute, the first one that sets it). others: the other side of each file."""
    setters = _setters(_SET, atoms, texts, others)
    setters = {**_setters(_FIELD, atoms, texts, others), **setters}  # what is set is more than what is declared
    for number, text in enumerate(texts) if setters else ():
        for name in sorted(setters.keys() & set(_READ.findall(text))):
            if number not in setters[name] and b"." + name not in others[atoms[number].file]:
                yield number, setters[name][0]


def _setters(
    pattern: re.Pattern[bytes], atoms: Sequence[Atom], texts: Sequence[bytes], others: Sequence[bytes]
) -> _Setters:
    found: _Setters = defaultdict(list)
    for number, text in enumerate(texts):
        for name in sorted(set(pattern.findall(text))):
            if len(name) >= LEAST_NAME and b"." + name not in others[atoms[number].file]:
                found[name].append(number)
    return found
