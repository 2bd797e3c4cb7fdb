"""The plan: pieces, which of them belong together, parts within the budget, and every prefix of the parts valid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.model.split_plan import FileTexts, SplitPlan
from reviewbot.split.arrangement import Group, arranged, filled
from reviewbot.split.atoms import Atom, Lines, atoms_of, read_lines
from reviewbot.split.cuts import cut, cut_small
from reviewbot.split.grouping import MOST_PIECES, grouped
from reviewbot.split.kinds import is_written_by_a_program
from reviewbot.split.mechanical import Mechanical, mechanical_edits
from reviewbot.split.needs import Needs, needs_of
from reviewbot.split.parts import parts_of
from reviewbot.split.repair import Parts, repaired
from reviewbot.split.validity import States
from reviewbot.split.wording import no_split_reason

MOST_SMALL = 2_000  # pieces, of what is cut once more; so many are put into order in well under a second


def plan(
    files: Sequence[FileTexts],
    history: Sequence[Sequence[bytes]],
    budget: int,
    *,
    base: str | None = None,
    head: str | None = None,
) -> SplitPlan:
    """How the change divides into parts of at most `budget` counted lines.

    files: all of the change, by path. history: the paths of each of the last commits before merge-base. base, head:
    full ids of merge-base and head, to be said in the plan. What comes first when not all can be had: every prefix
    parses, definitions come before uses, no function is cut, the budget. `identical` is left open, see `SplitPlan`.
    """
    lines = read_lines(files)
    states = States(lines)
    found = _ordered(_drafted(lines, history, budget), lines, states, budget)
    over = found.over(budget)
    if over:
        smaller = _cut_smaller(found.draft, over, lines, budget)
        again = _ordered(smaller, lines, states, budget) if smaller is not None else found
        found = min(found, again, key=lambda each: each.counted(each.over(budget)))
    draft = found.draft
    parts = parts_of(found.parts, draft.atoms, lines, found.needs, states, draft.edits, budget)
    return SplitPlan(base, head, budget, parts, no_split=no_split_reason(parts, budget))


class _Draft(NamedTuple):
    """Pieces, the mechanical edits among them, and which belong together, each within the budget or one piece."""

    atoms: Sequence[Atom]
    edits: Sequence[Mechanical]
    groups: Sequence[Group]


class _Ordered(NamedTuple):
    """The parts that a draft comes to once each goes after what it needs and every prefix is valid."""

    draft: _Draft
    needs: Needs
    parts: Parts

    def over(self, budget: int) -> list[int]:
        """The pieces of parts over the budget."""
        return [piece for part in self.parts if self.counted(part) > budget for piece in part]

    def counted(self, pieces: Sequence[int]) -> int:
        return sum(self.draft.atoms[piece].counted for piece in pieces)


def _drafted(files: Sequence[Lines], history: Sequence[Sequence[bytes]], budget: int) -> _Draft:
    atoms = _atoms(files, budget)
    counted = [atom.counted for atom in atoms]
    edits = mechanical_edits(atoms, files)
    mechanical = {piece for edit in edits for piece in edit.pieces}
    groups: list[Group] = []
    for edit in edits:
        groups += [edit.pieces] if edit.is_one else filled(edit.pieces, counted, budget)
    groups += grouped([piece for piece in range(len(atoms)) if piece not in mechanical], atoms, files, history, budget)
    return _Draft(atoms, edits, groups)


def _ordered(draft: _Draft, files: Sequence[Lines], states: States, budget: int) -> _Ordered:
    counted = [atom.counted for atom in draft.atoms]
    first = frozenset(piece for edit in draft.edits for piece in edit.pieces)
    needs = needs_of(draft.atoms, files)

    def arrange(needs: Needs) -> list[Group]:
        return arranged(draft.groups, counted, needs, budget, first)

    return _Ordered(draft, needs, repaired(draft.atoms, states, needs, arrange))


def _cut_smaller(draft: _Draft, pieces: Sequence[int], files: Sequence[Lines], budget: int) -> _Draft | None:
    """The same with these pieces cut wherever they can be; what needed each other may then do without some of it."""
    large = frozenset(pieces)
    numbers: list[Group] = []  # of each piece, what became of it
    atoms: list[Atom] = []
    for number, atom in enumerate(draft.atoms):
        is_cut = number in large and not is_written_by_a_program(files[atom.file].texts.file)
        found = cut_small(files[atom.file], atom) if is_cut else [atom]
        numbers.append(list(range(len(atoms), len(atoms) + len(found))))
        atoms += found
    if not len(draft.atoms) < len(atoms) <= len(draft.atoms) + MOST_SMALL:
        return None
    counted = [atom.counted for atom in atoms]
    whole = [edit.pieces for edit in draft.edits if edit.is_one]
    groups: list[Group] = []
    for group in draft.groups:
        own = [each for piece in group for each in numbers[piece]]
        groups += [own] if group in whole else filled(own, counted, budget)
    edits = [edit._replace(pieces=[each for piece in edit.pieces for each in numbers[piece]]) for edit in draft.edits]
    return _Draft(atoms, edits, groups)


def _atoms(lines: Sequence[Lines], budget: int) -> list[Atom]:
    small = [atoms_of(file) for file in lines]
    if sum(map(len, small)) > MOST_PIECES:  # too many to compare each with each
        small = [_as_one(file, atoms, budget) for file, atoms in zip(lines, small, strict=True)]
    found: list[Atom] = []
    for file, atoms in zip(lines, small, strict=True):
        if is_written_by_a_program(file.texts.file):  # half of it is what no program writes
            found += atoms_of(file, whole=True)
        else:
            found += [piece for atom in atoms for piece in cut(file, atom, budget)]
    return found


def _as_one(file: Lines, atoms: list[Atom], budget: int) -> list[Atom]:
    """One piece for the whole file, where it fits the budget."""
    return atoms if sum(atom.counted for atom in atoms) > budget else atoms_of(file, whole=True)
