"""A plan that a person edited: whether it still is the change, and what is wrong with the states between."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from reviewbot.errors import UsageError
from reviewbot.model.shown import shown_path
from reviewbot.model.split_plan import FileTexts, Hunk, Part, SplitPlan
from reviewbot.split.atoms import Atom, Lines, atoms_of, make_atom, read_lines, runs_of
from reviewbot.split.mechanical import mechanical_edits
from reviewbot.split.needs import needs_between
from reviewbot.split.parts import parts_of
from reviewbot.split.repair import Parts, faults_of
from reviewbot.split.states import Fault
from reviewbot.split.texts import new_from, old_from
from reviewbot.split.validity import States
from reviewbot.split.wording import no_split_reason

MOST_PROBLEMS = 20
_HELP = "every hunk of the change belongs into exactly one part; the plan that reviewbot made has them all"


def replanned(edited: SplitPlan, files: Sequence[FileTexts]) -> SplitPlan:
    """The edited plan with needs and counted lines worked out anew, and its problems.

    files: all of the change. Titles and reasons stay as they were edited. Raises UsageError, naming the place, when the
    parts are not the change: a hunk that is in none of them, in two, or that the change does not have.
    """
    lines = read_lines(files)
    numbers = {file.path: file.number for file in lines}
    atoms: list[Atom] = []
    groups: list[list[int]] = []
    placed: dict[int, list[tuple[Hunk, int]]] = defaultdict(list)
    for part in edited.parts:
        found = _atoms(part, lines, numbers)
        groups.append(list(range(len(atoms), len(atoms) + len(found))))
        atoms += found
        for atom in found:
            placed[atom.file] += [(hunk, part.number) for hunk in atom.hunks] or [(Hunk(0, 0, 0, 0), part.number)]
    for file in lines:
        _check_complete(file, placed[file.number])
    states = States(lines)
    parts = parts_of(groups, atoms, lines, states, mechanical_edits(atoms, lines), edited.budget)
    named = [
        new._replace(title=old.title if old.title.strip() else new.title, why=old.why if old.why.strip() else new.why)
        for old, new in zip(edited.parts, parts, strict=True)
    ]
    problems = [*_out_of_order(groups, atoms, lines), *_faults(faults_of(groups, atoms, states), lines)]
    if len(problems) > MOST_PROBLEMS:
        problems = [*problems[:MOST_PROBLEMS], f"and {len(problems) - MOST_PROBLEMS} more"]
    return edited._replace(
        parts=tuple(named), no_split=no_split_reason(named, edited.budget), problems=tuple(dict.fromkeys(problems))
    )


def _atoms(part: Part, lines: Sequence[Lines], numbers: dict[bytes, int]) -> list[Atom]:
    """The pieces of a part: each hunk that it lists, or all of a file's as one."""
    if not part.files:
        raise UsageError(f"part {part.number} holds nothing", help="take it out, or move something into it")
    found: list[Atom] = []
    for file in part.files:
        if file.path not in numbers:
            raise UsageError(
                f"the change does not touch {shown_path(file.path)}",
                where=f"part {part.number}",
                help="take it out of the plan",
            )
        known = lines[numbers[file.path]]
        if file.whole:
            found += atoms_of(known, whole=True)
        else:
            for hunk in file.hunks:
                _check_inside(known, hunk, part.number)
            # As when the plan was made: what one of near hunks uses another may define.
            found += [make_atom(known, run) for run in runs_of(sorted(file.hunks))]
    return found


def _check_inside(file: Lines, hunk: Hunk, part: int) -> None:
    """Every listed hunk is one of the change, or a piece of one."""
    for own in file.texts.hunks:
        old, new = old_from(hunk) - old_from(own), new_from(hunk) - new_from(own)
        inside = 0 <= old <= old + hunk.old_lines <= own.old_lines and 0 <= new <= new + hunk.new_lines <= own.new_lines
        if inside and hunk.old_lines + hunk.new_lines:
            return
    raise UsageError(f"the change has no hunk {_said(hunk)} in {_path(file)}", where=f"part {part}", help=_HELP)


def _check_complete(file: Lines, placed: list[tuple[Hunk, int]]) -> None:
    """The pieces of each hunk, put one behind the other, are the hunk."""
    if not placed:
        raise UsageError(f"no part holds {_path(file)}", help=_HELP)
    if not file.texts.hunks:
        if len(placed) > 1:
            raise _twice(placed[0], placed[1], _path(file))
        return
    waiting = deque(sorted(placed, key=lambda each: (old_from(each[0]), new_from(each[0]), each)))
    last = waiting[0]
    for own in file.texts.hunks:
        at, end = (old_from(own), new_from(own)), _end(own)
        while at != end:
            if not waiting or at < _start(waiting[0][0]):
                all_of = "" if at == _start(own) and not (waiting and _start(waiting[0][0]) < end) else "all of "
                raise UsageError(f"no part holds {all_of}hunk {_said(own)} of {_path(file)}", help=_HELP)
            piece = waiting.popleft()
            if _start(piece[0]) != at:
                raise _twice(last, piece, f"hunk {_said(piece[0])} of {_path(file)}")
            last, at = piece, _end(piece[0])
    if waiting:
        raise _twice(last, waiting[0], f"hunk {_said(waiting[0][0])} of {_path(file)}")


def _start(hunk: Hunk) -> tuple[int, int]:
    return old_from(hunk), new_from(hunk)


def _end(hunk: Hunk) -> tuple[int, int]:
    return old_from(hunk) + hunk.old_lines, new_from(hunk) + hunk.new_lines


def _twice(one: tuple[Hunk, int], other: tuple[Hunk, int], what: str) -> UsageError:
    parts = sorted((one[1], other[1]))
    said = (
        f"part {parts[0]} holds {what} twice"
        if parts[0] == parts[1]
        else f"parts {parts[0]} and {parts[1]} both hold {what}"
    )
    return UsageError(said, help=_HELP)


def _path(file: Lines) -> str:
    return shown_path(file.path)


def _said(hunk: Hunk) -> str:
    return f"-{hunk.old_start},{hunk.old_lines} +{hunk.new_start},{hunk.new_lines}"


def _out_of_order(groups: Parts, atoms: Sequence[Atom], files: Sequence[Lines]) -> list[str]:
    """Parts that need what comes after them."""
    found = []
    for position, needed in enumerate(needs_between(groups, atoms, files)):
        for later in sorted(each for each in needed if each > position):
            names = _between(groups[position], groups[later], atoms)
            said = ", ".join(name.decode() for name in names[:3])
            why = f"which it needs: {said}" if said else "which frees a path that it takes"
            found.append(f"part {position + 1} comes before part {later + 1}, {why}")
    return found


def _between(part: Sequence[int], needed: Sequence[int], atoms: Sequence[Atom]) -> list[bytes]:
    """The names for which one part needs another."""
    pairs = [(atoms[one], atoms[other]) for one in part for other in needed]
    defined = {name for one, other in pairs for name in other.defines & one.uses}
    return sorted(defined or {name for one, other in pairs for name in one.took_away & other.used})


def _faults(faults: Iterable[tuple[int, Fault]], lines: Sequence[Lines]) -> list[str]:
    """What is wrong with the files once a part is applied."""
    found = []
    for position, fault in faults:
        path = lines[fault.file].path.decode("utf-8", "surrogateescape")
        wrong = f"lacks {', '.join(fault.names[:3])}" if fault.names else "does not parse"
        found.append(f"after part {position + 1} {path} {wrong}")
    return found
