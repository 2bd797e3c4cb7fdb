"""Making every prefix sound: a part that breaks a file is put together with what it needs, or after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from reviewbot.model.split_plan import Hunk
from reviewbot.split.atoms import Atom
from reviewbot.split.needs import Needs
from reviewbot.split.states import Fault, State
from reviewbot.split.validity import States

MOST_ROUNDS = 40
_GIVE_UP_ROUND = 25  # from here on a file that still breaks goes as one

Parts = Sequence[Sequence[int]]


def repaired(atoms: Sequence[Atom], states: States, needs: Needs, arrange: Callable[[Needs], list[list[int]]]) -> Parts:
    """The parts, as `arrange` makes them of needs to which is added what was seen to break. needs is added to."""
    parts = arrange(needs)
    for number in range(MOST_ROUNDS):
        binding = _Binding(atoms, needs, whole=number >= _GIVE_UP_ROUND)
        for position, fault in faults_of(parts, atoms, states):
            binding.bind(fault, parts, position)
        if not binding.is_new:
            break
        parts = arrange(needs)
    return parts


def faults_of(parts: Parts, atoms: Sequence[Atom], states: States) -> Iterator[tuple[int, Fault]]:
    """(position of the last part of the prefix, what is wrong) for every proper prefix."""
    applied: list[State] = [None for _ in states.files]
    for position, part in enumerate(parts[:-1]):
        for fault in advance(applied, part, atoms, states):
            yield position, fault


def advance(applied: list[State], part: Iterable[int], atoms: Sequence[Atom], states: States) -> list[Fault]:
    """Apply the pieces to the states of the files, and say what is wrong with these then."""
    touched: dict[int, list[Hunk]] = {}
    for piece in part:
        touched.setdefault(atoms[piece].file, []).extend(atoms[piece].hunks)
    for file, hunks in touched.items():
        applied[file] = tuple(sorted((*(applied[file] or ()), *hunks)))
    found = [fault for file in sorted(touched) for fault in states.faults(file, applied[file])]
    return found + states.import_faults(applied, touched)


class _Binding:
    """Binds pieces together so that a fault cannot come again. is_new: whether any need was added."""

    def __init__(self, atoms: Sequence[Atom], needs: Needs, *, whole: bool) -> None:
        self._atoms, self._needs, self._whole = atoms, needs, whole
        self._of_file: dict[int, list[int]] = {}
        for number, atom in enumerate(atoms):
            self._of_file.setdefault(atom.file, []).append(number)
        self.is_new = False

    def bind(self, fault: Fault, parts: Parts, position: int) -> None:
        before = {piece for part in parts[: position + 1] for piece in part}
        own = self._of_file[fault.file]
        givers = own if fault.other is None else self._of_file[fault.other]
        names = frozenset(name.encode() for name in fault.names)
        if names and not self._whole and self._bind_by_names(names, own, givers, before):
            return
        if fault.other is None:
            self._bind_near([piece for piece in parts[position] if piece in own] or own, own, before)
        else:
            self._bind_files(own, givers, before)

    def _bind_by_names(self, names: frozenset[bytes], own: list[int], givers: list[int], before: set[int]) -> bool:
        """Who uses a name after who gives it, who takes it away after who uses it no more."""
        users = [piece for piece in own if piece in before and names & self._atoms[piece].added]
        giving = [piece for piece in givers if piece not in before and names & self._atoms[piece].added]
        taking = [piece for piece in givers if piece in before and names & self._atoms[piece].removed]
        leaving = [piece for piece in own if piece not in before and names & self._atoms[piece].removed]
        return self._need_all(users, giving) | self._need_all(taking, leaving)

    def _bind_files(self, own: list[int], givers: list[int], before: set[int]) -> None:
        """The importing file after the imported one, else the imported one after it."""
        applied, waiting = _divided(own, before)
        given, to_give = _divided(givers, before)
        self._need_all(applied, to_give) or self._need_all(given, waiting)

    def _bind_near(self, last: list[int], own: list[int], before: set[int]) -> None:
        """What was applied last with the nearest that waits, in the end all of the file."""
        applied, waiting = _divided(own, before)
        if not applied or not waiting:
            return
        if self._whole:
            self._need_all(applied, waiting)
            self._need_all(waiting, applied)
            return
        pairs = ((_gap(self._atoms[one], self._atoms[other]), one, other) for one in last for other in waiting)
        _, one, other = min(pairs)
        self._need_all([one], [other])
        self._need_all([other], [one])

    def _need_all(self, pieces: list[int], needed: list[int]) -> bool:
        """Whether that is new."""
        new = False
        for piece in pieces:
            wanted = set(needed) - {piece} - self._needs[piece]
            self._needs[piece] |= wanted
            new |= bool(wanted)
        self.is_new |= new
        return new


def _divided(pieces: list[int], before: set[int]) -> tuple[list[int], list[int]]:
    return [piece for piece in pieces if piece in before], [piece for piece in pieces if piece not in before]


def _gap(one: Atom, other: Atom) -> int:
    return max(one.first - other.last, other.first - one.last, 0)
