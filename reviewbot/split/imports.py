"""What Python files of a change import from each other, so that a name is there before it is imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from reviewbot.model.change import FileStatus
from reviewbot.split.atoms import Lines
from reviewbot.split.languages import is_python
from reviewbot.split.python_names import Import, given_names, imports_of
from reviewbot.split.states import Fault, State, is_complete, text_of
from reviewbot.split.texts import new_from, old_from


class _Place(NamedTuple):
    """Where a module is: the number of its file, and whether under the path that a move takes from it."""

    file: int
    is_old: bool


class Imports:
    """Who of the changed Python files imports what from another of them."""

    def __init__(self, files: Sequence[Lines]) -> None:
        self._files = files
        self._places: dict[str, list[_Place]] = defaultdict(list)
        for file in self._files:
            for path, is_old in ((file.path, False), (file.texts.file.old_path, True)):
                if path is not None and is_python(path):
                    self._places[_module(path)].append(_Place(file.number, is_old))
        self._wanted_by: dict[tuple[int, State], frozenset[tuple[str, str]]] = {}
        self._steady: set[int] = set()  # files whose imports are the same in every state
        self._given_by: dict[tuple[int, State], frozenset[str] | None] = {}
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
            return not is_complete(self._files[place.file], state)
        return state is not None or file.file.status not in (FileStatus.ADDED, FileStatus.RENAMED)

    def _places_of(self, module: str) -> list[_Place]:
        found = self._places.get(module)
        return found if found is not None else self._places.get(f"src/{module}", [])

    def _wanted(self, number: int, state: State) -> frozenset[tuple[str, str]]:
        key = (number, state if number not in self._steady else None)
        if key not in self._wanted_by:
            file = self._files[number]
            found = imports_of(file.path, text_of(file, state))
            if state is None and file.texts.old is not None and not _changes_imports(file, found):
                self._steady.add(number)
            self._wanted_by[key] = frozenset().union(*(each.names for each in found))
        return self._wanted_by[key]

    def _given(self, number: int, state: State) -> frozenset[str] | None:
        file = self._files[number]
        if file.path.endswith(b"__init__.py"):
            return None  # a package gives its modules too, changed or not
        if (number, state) not in self._given_by:
            self._given_by[number, state] = given_names(file.path, text_of(file, state))
        return self._given_by[number, state]


def _changes_imports(file: Lines, imports: Sequence[Import]) -> bool:
    """Whether any hunk touches one of these statements of the file at merge-base, or brings the word."""
    if file.texts.file.old_path not in (None, file.path):
        return True
    for hunk in file.texts.hunks:
        start = old_from(hunk)
        if any(b"import" in line for line in file.new[new_from(hunk) : new_from(hunk) + hunk.new_lines]):
            return True
        if any(each.start < start + max(hunk.old_lines, 1) and start < each.end for each in imports):
            return True
    return False


def _module(path: bytes) -> str:
    return path.decode("utf-8", "replace").rpartition(".")[0].removesuffix("/__init__")
