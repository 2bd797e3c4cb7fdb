"""Whether what some of the parts make of the files is sound: it parses, and it defines what it uses."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reviewbot.split.atoms import Lines
from reviewbot.split.imports import Imports
from reviewbot.split.languages import is_python
from reviewbot.split.python_names import undefined_names
from reviewbot.split.states import Fault, State, is_complete, text_of
from reviewbot.split.syntax import is_readable, mistakes


class States:
    """The files of a change in the states that a plan puts them into; each state is looked at once."""

    def __init__(self, files: Sequence[Lines]) -> None:
        self.files = files
        self._known: dict[tuple[int, State], tuple[Fault, ...]] = {}
        self._bounds: dict[int, tuple[int | None, frozenset[str]]] = {}
        self._imports = Imports(files)

    def faults(self, number: int, state: State) -> tuple[Fault, ...]:
        """What is wrong with one file in this state; nothing at merge-base and at head."""
        file = self.files[number]
        if not state or not is_readable(file.path) or is_complete(file, state):
            return ()
        if (number, state) not in self._known:
            self._known[number, state] = self._looked_at(number, text_of(file, state))
        return self._known[number, state]

    def import_faults(self, states: Sequence[State], touched: Collection[int]) -> list[Fault]:
        """Names that a Python file imports from another changed one that does not give them then.

        states: of all files. touched: the files of which the state is new; they and those who import them are seen.
        """
        return self._imports.faults(states, touched)

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
