"""Which piece needs which: a definition comes before its use, a use goes before its definition goes.

And a path is free before another file takes it, a class is there as long as something stands in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reviewbot.split.atoms import Atom, Lines
from reviewbot.split.free_paths import who_frees
from reviewbot.split.words import LEAST_NAME

Needs = list[set[int]]


def needs_of(atoms: Sequence[Atom], files: Sequence[Lines]) -> Needs:
    """For each atom the numbers of those that must not come after it. Of several definitions one is enough."""
    needs = _of_paths(atoms, files)
    _add_of_frames(needs, atoms)
    new, gone = _new_names(atoms), _gone_names(atoms)
    for number, atom in enumerate(atoms):
        for name in new.keys() & atom.uses:
            if number not in new[name]:
                needs[number].add(new[name][0])
        for name in gone.keys() & (atom.used - atom.uses):
            for taker in gone[name]:
                if taker != number:
                    needs[taker].add(number)
    return needs


def _of_paths(atoms: Sequence[Atom], files: Sequence[Lines]) -> Needs:
    needs: Needs = [set() for _ in atoms]
    frees = who_frees(files)
    if frees:
        pieces: dict[int, set[int]] = defaultdict(set)
        for number, atom in enumerate(atoms):
            pieces[atom.file].add(number)
        for file, others in frees.items():
            for piece in pieces[file]:
                needs[piece].update(*(pieces[other] for other in others))
    return needs


def _add_of_frames(needs: Needs, atoms: Sequence[Atom]) -> None:
    frames = {(atom.file, frame): number for number, atom in enumerate(atoms) for frame in atom.opens}
    for number, atom in enumerate(atoms):
        for frame in atom.inside:
            before, after = (frames[atom.file, frame], number) if frame >= 0 else (number, frames[atom.file, frame])
            needs[after].add(before)


def _new_names(atoms: Sequence[Atom]) -> dict[bytes, list[int]]:
    """Names that the change defines and that no removed line speaks of, with the atoms that define them."""
    before = frozenset().union(*(atom.used for atom in atoms)) if atoms else frozenset()
    found: dict[bytes, list[int]] = defaultdict(list)
    for number, atom in enumerate(atoms):
        for name in atom.defines:
            if len(name) >= LEAST_NAME and name not in before:
                found[name].append(number)
    return found


def _gone_names(atoms: Sequence[Atom]) -> dict[bytes, list[int]]:
    """Names whose definition goes and that no added line speaks of, with the atoms that take the definition out."""
    after = frozenset().union(*(atom.uses for atom in atoms)) if atoms else frozenset()
    found: dict[bytes, list[int]] = defaultdict(list)
    for number, atom in enumerate(atoms):
        for name in atom.took_away:
            if len(name) >= LEAST_NAME and name not in after:
                found[name].append(number)
    return found
