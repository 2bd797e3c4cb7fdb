"""A file with only some of its hunks applied, and what can be wrong with it then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.model.split_plan import Hunk
from reviewbot.split.atoms import Lines
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


def is_complete(file: Lines, state: State) -> bool:
    """Whether the file is as at head: all of its hunks are applied, in one piece each or in several."""
    return state is not None and _lines(state) == _lines(file.texts.hunks)


def _lines(hunks: Sequence[Hunk]) -> int:
    return sum(hunk.old_lines + hunk.new_lines for hunk in hunks)


def text_of(file: Lines, state: State) -> bytes:
    """The file in this state, b"" where it is not there."""
    if not state:
        return file.texts.old or b""
    if is_complete(file, state):
        return file.texts.new or b""
    return with_hunks(file.old, file.new, state)
