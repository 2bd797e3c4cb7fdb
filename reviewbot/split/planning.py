"""The plan: pieces, which of them belong together, parts within the budget, and every prefix of the parts valid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.model.split_plan import FileTexts, SplitPlan
from reviewbot.split.arrangement import Group, arranged, filled
from reviewbot.split.atoms import Atom, Lines, atoms_of, read_lines
from reviewbot.split.cuts import cut, cut_small
from reviewbot.split.grouping import MOST_PIECES, grouped
from reviewbot.split.kinds import Kind, is_written_by_a_program, kind_of
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
    found = _with_less_over(_ordered(_drafted(lines, history, budget), lines, states, budget), lines, states, budget)
    draft = found.draft
    parts = parts_of(found.parts, draft.atoms, lines, states, draft.edits, budget)
    return SplitPlan(base, head, budget, parts, no_split=no_split_reason(parts, budget))


class _Draft(NamedTuple):
    """Pieces, the mechanical edits among them, and which belong together, each within the budget or one piece."""

    atoms: Sequence[Atom]
    edits: Sequence[Mechanical]
    groups: Sequence[Group]


class _Ordered(NamedTuple):
    """The parts that a draft comes to once each goes after what it needs and every prefix is valid."""

    draft: _Draft
    parts: Parts

    def over(self, budget: int) -> list[Sequence[int]]:
        """The parts over the budget."""
        return [part for part in self.parts if sum(self.draft.atoms[piece].counted for piece in part) > budget]


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
    mechanical = {piece for edit in draft.edits for piece in edit.pieces}
    turns = [0 if piece in mechanical else _turn(files[atom.file].path) for piece, atom in enumerate(draft.atoms)]

    def arrange(needs: Needs) -> list[Group]:
        return arranged(draft.groups, counted, needs, budget, turns)

    return _Ordered(draft, repaired(draft.atoms, states, needs_of(draft.atoms, files), arrange))


def _turn(path: bytes) -> int:
    """Code before tests and documentation: what only they say is there by then."""
    return 2 if kind_of(path) in (Kind.TEST, Kind.DOCUMENTATION) else 1


def _with_less_over(found: _Ordered, files: Sequence[Lines], states: States, budget: int) -> _Ordered:
    """Cuts what is over the budget once more, where that helps: what is still over it then stays as it was."""
    over = found.over(budget)
    for _ in range(2):
        numbers, smaller = _cut_smaller(found.draft, over, files, budget)
        if not len(found.draft.atoms) < len(smaller.atoms) <= len(found.draft.atoms) + MOST_SMALL:
            break
        again = _ordered(smaller, files, states, budget)
        still = {piece for part in again.over(budget) for piece in part}
        helped = [part for part in over if still.isdisjoint(each for piece in part for each in numbers[piece])]
        if len(helped) == len(over) and len(again.over(budget)) < len(found.over(budget)):
            return again
        over = helped
    return found


def _cut_smaller(
    draft: _Draft, parts: Sequence[Sequence[int]], files: Sequence[Lines], budget: int
) -> tuple[list[Group], _Draft]:
    """What becomes of each piece, and the same draft with those of these parts cut wherever they can be.

    What needed each other may then do without some of it.
    """
    large: dict[int, list[int]] = defaultdict(list)
    for piece in sorted(piece for part in parts for piece in part):
        if not is_written_by_a_program(files[draft.atoms[piece].file].texts.file):
            large[draft.atoms[piece].file].append(piece)
    smaller: dict[int, list[Atom]] = {}
    for file, pieces in large.items():
        small = cut_small(files[file], [draft.atoms[piece] for piece in pieces], budget)
        smaller.update(zip(pieces, small, strict=True))
    numbers: list[Group] = []
    atoms: list[Atom] = []
    for number, atom in enumerate(draft.atoms):
        found = smaller.get(number, [atom])
        numbers.append(list(range(len(atoms), len(atoms) + len(found))))
        atoms += found
    counted = [atom.counted for atom in atoms]
    whole = [edit.pieces for edit in draft.edits if edit.is_one]
    groups: list[Group] = []
    for group in draft.groups:
        own = [each for piece in group for each in numbers[piece]]
        groups += [own] if group in whole else filled(own, counted, budget)
    edits = [edit._replace(pieces=[each for piece in edit.pieces for each in numbers[piece]]) for edit in draft.edits]
    return numbers, _Draft(atoms, edits, groups)


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
    if len(atoms) == 1 or sum(atom.counted for atom in atoms) > budget:
        return atoms
    return atoms_of(file, whole=True)
