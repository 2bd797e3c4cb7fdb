"""Shell scripts and git hooks: every line is shell text."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.model.change import AddedLine
from reviewbot.shell.files.block import Block, decoded


def blocks(lines: tuple[AddedLine, ...]) -> Iterator[Block]:
    yield Block(tuple(decoded(line) for line in lines), lines)
