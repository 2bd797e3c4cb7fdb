"""Whether what some of the parts make of the files is sound: it parses, and it defines what it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from reviewbot.model.change import FileStatus
from reviewbot.model.split_plan import Hunk
from reviewbot.split.atoms import Lines
from reviewbot.split.syntax import given_names, imported_names, is_python, mistakes, undefined_names
from reviewbot.split.texts import with_hunks

State = tuple[Hunk, ...] | None  # which hunks of a file are applied, sorted; None when nothing of the file is


class Fault(NamedTuple):
    """What is wrong with a file in a state between: its number, and the names that it lacks.

    names: () where it does not parse. other: the number of the file that a name should come from, None for the file
    itself.
    """

    file: int
    names: tuple[str, ...] = ()
    other: int | None = None


class States:
    """The files of a change in the states that a plan puts them into; each state is looked at once."""

    def __init__(self, files: Sequence[Lines]) -> None:
        self.files = files
        self._known: dict[tuple[int, State], tuple[Fault, ...]] = {}
        self._bounds: dict[int, tuple[int | None, frozenset[str]]] = {}
        self._imports = _Imports(self)

    def faults(self, number: int, state: State) -> tuple[Fault, ...]:
        """What is wrong with one file in this state; nothing at merge-base and at head."""
        if not state or len(state) == len(self.files[number].texts.hunks):
            return ()
        if (number, state) not in self._known:
            self._known[number, state] = self._looked_at(number, self.text(number, state))
        return self._known[number, state]

    def import_faults(self, states: Sequence[State], touched: Collection[int]) -> list[Fault]:
        """Names that a Python file imports from another changed one that does not give them then.

        states: of all files. touched: the files of which the state is new; they and those who import them are seen.
        """
        return self._imports.faults(states, touched)

    def text(self, number: int, state: State) -> bytes:
        """The file in this state, b"" where it is not there."""
        file = self.files[number]
        if not state:
            return file.texts.old or b""
        return (file.texts.new or b"") if len(state) == len(file.texts.hunks) else with_hunks(file.old, file.new, state)

    def _looked_at(self, number: int, text: bytes) -> tuple[Fault, ...]:
        path = self.files[number].path
        most, allowed = self._bound(number)
        found = mistakes(path, text) if most is not None else None
        if found is not None and most is not None and found > most:
            return (Fault(number),)
        names = undefined_names(path, text) - allowed
        return (Fault(number, tuple(sorted(names))),) if names else ()

    def _bound(self, number: int) -> tuple[int | None, frozenset[str]]:
        """What is wrong at merge-base and at head already: (mistakes, None when unknown; undefined names)."""
        if number not in self._bounds:
            texts, path = self.files[number].texts, self.files[number].path
            sides = [texts.old or b"", texts.new or b""]
            counts = [mistakes(path, side) for side in sides]
            known = [count for count in counts if count is not None]
            most = max(known) if len(known) == len(sides) else None
            if is_python(path) and most:
                most = None  # one place that Python does not read says nothing of the others
            self._bounds[number] = (most, frozenset().union(*(undefined_names(path, side) for side in sides)))
        return self._bounds[number]


class _Place(NamedTuple):
    """Where a module is: the number of its file, and whether under the path that a move takes from it."""

    file: int
    is_old: bool


class _Imports:
    """Who of the changed Python files imports what from another of them."""

    def __init__(self, states: States) -> None:
        self._states, self._files = states, states.files
        self._places: dict[str, list[_Place]] = defaultdict(list)
        for file in self._files:
            for path, is_old in ((file.path, False), (file.texts.file.old_path, True)):
                if path is not None and is_python(path):
                    self._places[_module(path)].append(_Place(file.number, is_old))
        self._python = [number for number, file in enumerate(self._files) if is_python(file.path)]
        self._users: dict[int, set[int]] = defaultdict(set)
        for user in self._python:
            for side in (None, self._files[user].texts.hunks):
                for module, name in self._wanted(user, side):
                    for place in (*self._places_of(module), *self._places_of(f"{module}/{name}")):
                        self._users[place.file].add(user)
        nothing: list[State] = [None for _ in self._files]
        everything: list[State] = [file.texts.hunks for file in self._files]
        self._always = {fault for side in (nothing, everything) for fault in self._missing(self._python, side)}

    def faults(self, states: Sequence[State], touched: Collection[int]) -> list[Fault]:
        looked_at = {user for number in touched for user in self._users[number]}
        looked_at.update(number for number in touched if is_python(self._files[number].path))
        return sorted(set(self._missing(sorted(looked_at), states)) - self._always)

    def _missing(self, users: Sequence[int], states: Sequence[State]) -> Iterator[Fault]:
        for user in users:
            for module, name in self._wanted(user, states[user]):
                place = self._lacking(module, name, states)
                if place is not None and place.file != user:
                    yield Fault(user, (name or module.rpartition("/")[2],), place.file)

    def _lacking(self, module: str, name: str, states: Sequence[State]) -> _Place | None:
        """The place that should give the name and does not, None when all is well or nobody knows."""
        inner = self._places_of(f"{module}/{name}") if name else []
        if any(self._is_there(place, states) for place in inner):
            return None
        givers = self._places_of(module)
        there = [place for place in givers if self._is_there(place, states)]
        if not there:
            return next(iter([*givers, *inner]), None)
        given = self._given(there[0].file, states[there[0].file]) if name else None
        return there[0] if given is not None and name not in given else None

    def _is_there(self, place: _Place, states: Sequence[State]) -> bool:
        file, state = self._files[place.file].texts, states[place.file]
        if place.is_old:
            return state is None
        if file.file.status is FileStatus.DELETED:
            return state is None or len(state) < len(file.hunks)
        return state is not None or file.file.status not in (FileStatus.ADDED, FileStatus.RENAMED)

    def _places_of(self, module: str) -> list[_Place]:
        found = self._places.get(module)
        return found if found is not None else self._places.get(f"src/{module}", [])

    def _wanted(self, number: int, state: State) -> frozenset[tuple[str, str]]:
        return imported_names(self._files[number].path, self._states.text(number, state))

    def _given(self, number: int, state: State) -> frozenset[str] | None:
        path = self._files[number].path
        # A package gives its modules too, changed or not.
        return None if path.endswith(b"__init__.py") else given_names(path, self._states.text(number, state))


def _module(path: bytes) -> str:
    return path.decode("utf-8", "replace").rpartition(".")[0].removesuffix("/__init__")
