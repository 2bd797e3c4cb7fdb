"""What shell text comes to: the commands that it runs, and what nobody can say before it runs."""

from __future__ import annotations

from typing import NamedTuple

# No word of a command can hold a NUL byte, so it can stand for what only the run decides.
HOLE = "\0"  # any text within one word, as `"$x"`
ANY = "\0\0"  # a word by itself: any number of words, as `$x` or `"$@"`


class Command(NamedTuple):
    """One command: the program first, its path taken off, then its words with `HOLE` and `ANY` where they are open.

    input: the text of its here-document or here-string. assignments: `NAME=value` in front of it. fed: whether it reads
    from a pipe or file whose content is not in the text. wraps: it only starts another command, which is listed too.
    line: of the text in which it begins, from 0.
    """

    words: tuple[str, ...]
    input: str = ""
    assignments: tuple[str, ...] = ()
    fed: bool = False
    wraps: bool = False
    line: int = 0

    def __str__(self) -> str:
        """As a person would write it, with an ellipsis for what is open."""
        return " ".join(word.replace(ANY, "…").replace(HOLE, "…") for word in self.words)


class Unclear(NamedTuple):
    """Why a piece of the text is not understood, and in which line it begins.

    runs_file: it is, but runs a file whose name is known. garbled: it is no whole shell text.
    """

    why: str
    line: int = 0
    runs_file: bool = False
    garbled: bool = False


class Parsed(NamedTuple):
    """Every command that the text may run, and what of it is not understood (() when all of it is)."""

    commands: tuple[Command, ...] = ()
    unclear: tuple[Unclear, ...] = ()


class UnclearError(Exception):
    """Raised where a piece of the text is not understood, with the reason. See `Unclear`."""

    def __init__(self, why: str, *, runs_file: bool = False, garbled: bool = False) -> None:
        super().__init__(why)
        self.unclear = Unclear(why, runs_file=runs_file, garbled=garbled)
