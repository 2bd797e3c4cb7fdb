"""Groups of pieces in order, as the parts of a plan: what each changes, needs, and is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from reviewbot.model.change import FileStatus
from reviewbot.model.split_plan import Hunk, Part, PartFile
from reviewbot.split.atoms import Atom, Lines
from reviewbot.split.graph import without_detours
from reviewbot.split.mechanical import Mechanical
from reviewbot.split.needs import Needs, needs_between
from reviewbot.split.repair import Parts, advance
from reviewbot.split.states import Fault, State
from reviewbot.split.texts import new_from, old_from
from reviewbot.split.validity import States
from reviewbot.split.wording import Wording

CONTEXT_LINES = 3  # of a patch; what is nearer than that does not apply without the other


def parts_of(
    groups: Parts,
    atoms: Sequence[Atom],
    files: Sequence[Lines],
    states: States,
    edits: Sequence[Mechanical],
    budget: int,
) -> tuple[Part, ...]:
    """The parts, numbered from 1. edits: the mechanical ones, for the words."""
    between = [
        {each for each in needed if each < position}
        for position, needed in enumerate(needs_between(groups, atoms, files))
    ]
    _add_of_same_file(between, groups, atoms, files)
    _add_of_soundness(between, groups, atoms, states)
    direct = without_detours(between)
    wording = Wording(groups, atoms, files, direct, edits, budget)
    return tuple(
        Part(
            position + 1,
            wording.title(position),
            wording.why(position),
            wording.counted(position),
            wording.counted(position) > budget,
            tuple(sorted(needed + 1 for needed in direct[position])),
            _part_files(group, atoms, files),
        )
        for position, group in enumerate(groups)
    )


def _part_files(group: Sequence[int], atoms: Sequence[Atom], files: Sequence[Lines]) -> tuple[PartFile, ...]:
    hunks: dict[int, list[Hunk]] = defaultdict(list)
    for piece in group:
        hunks[atoms[piece].file] += atoms[piece].hunks
    found = []
    for number, some in sorted(hunks.items()):
        texts = files[number].texts
        whole = _lines_in(some) == _lines_in(texts.hunks)
        found.append(PartFile(texts.file.path, texts.file.old_path, whole, () if whole else tuple(sorted(some))))
    return tuple(found)


def _lines_in(hunks: Sequence[Hunk]) -> int:
    return sum(hunk.old_lines + hunk.new_lines for hunk in hunks)


def _add_of_same_file(between: Needs, groups: Parts, atoms: Sequence[Atom], files: Sequence[Lines]) -> None:
    """A part needs the one before it that changes lines near its own, or that makes, moves or removes the same file."""
    of_file: dict[int, list[tuple[int, Hunk]]] = defaultdict(list)
    for position, group in enumerate(groups):
        for piece in group:
            of_file[atoms[piece].file] += [(position, hunk) for hunk in atoms[piece].hunks]
    for number, placed in of_file.items():
        file = files[number].texts.file
        if file.status is not FileStatus.MODIFIED or file.old_mode != file.new_mode:
            positions = sorted({position for position, _ in placed})
            pairs = list(pairwise(positions))
        else:
            placed.sort(key=lambda each: each[1])
            pairs = [(one, other) for (one, first), (other, second) in pairwise(placed) if _are_near(first, second)]
        for one, other in pairs:
            if one != other:
                between[max(one, other)].add(min(one, other))


def _are_near(first: Hunk, second: Hunk) -> bool:
    return (
        min(
            old_from(second) - old_from(first) - first.old_lines,
            new_from(second) - new_from(first) - first.new_lines,
        )
        <= CONTEXT_LINES
    )


def _add_of_soundness(between: Needs, groups: Parts, atoms: Sequence[Atom], states: States) -> None:
    """A part alone with what it needs must be as sound as the prefix that ends with it; else it needs more."""
    ancestors: list[set[int]] = []
    of_file: dict[int | None, set[int]] = defaultdict(set)
    for position, group in enumerate(groups):
        needed = _all_of(between[position], ancestors)
        while len(needed) < position:
            faults = _faults_alone([*sorted(needed), position], groups, atoms, states)
            if not faults:
                break
            lacking = {each for fault in faults for file in (fault.file, fault.other) for each in of_file.get(file, ())}
            # Where no file of the fault is touched by others, all that came before is what was seen to be sound.
            between[position] |= lacking - needed or set(range(position))
            needed = _all_of(between[position], ancestors)
        ancestors.append(needed)
        for piece in group:
            of_file[atoms[piece].file].add(position)


def _all_of(needs: set[int], ancestors: Sequence[set[int]]) -> set[int]:
    return needs.union(*(ancestors[each] for each in needs))


def _faults_alone(positions: Sequence[int], groups: Parts, atoms: Sequence[Atom], states: States) -> list[Fault]:
    """What is wrong once the last of these parts is applied after the others."""
    hunks: dict[int, list[Hunk]] = defaultdict(list)
    for position in positions[:-1]:
        for piece in groups[position]:
            hunks[atoms[piece].file] += atoms[piece].hunks
    applied: list[State] = [None] * len(states.files)
    for file, some in hunks.items():
        applied[file] = tuple(sorted(some))
    return advance(applied, groups[positions[-1]], atoms, states)
