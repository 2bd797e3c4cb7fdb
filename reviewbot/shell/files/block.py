"""A piece of shell text in a file that is more than that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reviewbot.model.change import AddedLine

OPEN = "${_}"  # what another language puts in: some text


class Block(NamedTuple):
    """Shell text, line by line, each with the added line that it comes from.

    words: instead of text, the words of a command that no shell reads. guessed: it may be no shell text at all, because
    the line that says so was not added.
    """

    text: tuple[str, ...]
    lines: tuple[AddedLine, ...]
    words: tuple[str, ...] = ()
    guessed: bool = False


Extractor = Callable[[tuple[AddedLine, ...]], Iterator[Block]]  # given added lines that follow each other


def decoded(line: AddedLine) -> str:
    """The line's text; bytes that are none are kept as what no shell text may hold."""
    return line.text.decode("utf-8", "surrogateescape")


def continued(lines: tuple[AddedLine, ...]) -> Iterator[tuple[AddedLine, ...]]:
    """Lines with those behind them that a backslash at the end joins to them."""
    group: list[AddedLine] = []
    for line in lines:
        group.append(line)
        if not line.text.endswith(b"\\"):
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)
