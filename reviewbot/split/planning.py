"""The plan: pieces, which of them belong together, parts within the budget, and every prefix of the parts valid."""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.model.split_plan import FileTexts, SplitPlan
from reviewbot.split.arrangement import Group, arranged, filled
from reviewbot.split.atoms import Atom, Lines, atoms_of, read_lines
from reviewbot.split.cuts import cut
from reviewbot.split.grouping import MOST_PIECES, grouped
from reviewbot.split.kinds import is_written_by_a_program
from reviewbot.split.mechanical import mechanical_edits
from reviewbot.split.needs import Needs, needs_of
from reviewbot.split.parts import parts_of
from reviewbot.split.repair import repaired
from reviewbot.split.validity import States
from reviewbot.split.wording import no_split_reason


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
    atoms = _atoms(lines, budget)
    counted = [atom.counted for atom in atoms]
    edits = mechanical_edits(atoms, lines)
    first = frozenset(piece for edit in edits for piece in edit.pieces)
    groups: list[Group] = []
    for edit in edits:
        groups += [edit.pieces] if edit.is_one else filled(edit.pieces, counted, budget)
    groups += grouped([piece for piece in range(len(atoms)) if piece not in first], atoms, lines, history, budget)

    def arrange(needs: Needs) -> list[Group]:
        return arranged(groups, counted, needs, budget, first)

    states = States(lines)
    needs = needs_of(atoms, lines)
    parts = parts_of(repaired(atoms, states, needs, arrange), atoms, lines, needs, states, edits, budget)
    return SplitPlan(base, head, budget, parts, no_split=no_split_reason(parts, budget))


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
