"""Which piece needs which: a definition comes before its use, a use goes before its definition goes.

And a path is free before another file takes it, a module is there as long as something imports it, an attribute as long
as something reads it, a class as long as something stands in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reviewbot.split.atoms import Atom, Lines
from reviewbot.split.attributes import attribute_needs
from reviewbot.split.free_paths import who_frees
from reviewbot.split.module_paths import module_needs
from reviewbot.split.words import LEAST_NAME

Needs = list[set[int]]


def needs_of(atoms: Sequence[Atom], files: Sequence[Lines]) -> Needs:
    """For each atom the numbers of those that must not come after it. Of several definitions one is enough."""
    needs = _of_paths(atoms, files)
    _add_of_frames(needs, atoms)
    for number, needed in (*module_needs(atoms, files), *attribute_needs(atoms, files)):
        needs[number].add(needed)
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


def needs_between(groups: Sequence[Sequence[int]], atoms: Sequence[Atom], files: Sequence[Lines]) -> Needs:
    """For each group the numbers of those that it needs, by what it does to each file, however that is cut."""
    whole: list[Atom] = []
    homes: list[int] = []
    for home, group in enumerate(groups):
        by_file: dict[int, list[Atom]] = defaultdict(list)
        for piece in group:
            by_file[atoms[piece].file].append(atoms[piece])
        whole += [_as_one(by_file[file]) for file in sorted(by_file)]
        homes += [home] * len(by_file)
    needs: Needs = [set() for _ in groups]
    for home, needed in zip(homes, needs_of(whole, files), strict=True):
        needs[home] |= {homes[each] for each in needed} - {home}
    return needs


def _as_one(pieces: Sequence[Atom]) -> Atom:
    """Pieces of one file."""
    if len(pieces) == 1:
        return pieces[0]._replace(opens=frozenset(), inside=frozenset())
    return Atom(
        pieces[0].file,
        tuple(sorted(hunk for piece in pieces for hunk in piece.hunks)),
        sum(piece.counted for piece in pieces),
        added=frozenset().union(*(piece.added for piece in pieces)),
        removed=frozenset().union(*(piece.removed for piece in pieces)),
        defines=frozenset().union(*(piece.defines for piece in pieces)),
        took_away=frozenset().union(*(piece.took_away for piece in pieces)),
        uses=frozenset().union(*(piece.uses for piece in pieces)),
        used=frozenset().union(*(piece.used for piece in pieces)),
    )


def _add_of_frames(needs: Needs, atoms: Sequence[Atom]) -> None:
    frames = {(atom.file, frame): number for number, atom in enumerate(atoms) for frame in atom.opens}
    for number, atom in enumerate(atoms):
        for frame in atom.inside:
            if (atom.file, frame) not in frames:
                continue  # the frame was not cut off
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
