"""Finding the removed lines that a policy looks for in the hunks of one file.

Only of a file that is on both sides: of one that is deleted everything is removed, which its status says already.
"""

from __future__ import annotations

import re

from reviewbot.diff.expressions import found_in
from reviewbot.model.change import RemovedLine

_HUNK_START = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)")
_REMOVED = re.compile(rb"\n-([^\n]*)")


class RemovedLineFinder:
    """Fed the hunks of one file in pieces (each line after an LF), remembers the removed lines that hold a pattern."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._next_number = 0
        self._found: list[RemovedLine] = []

    def feed(self, piece: bytes) -> None:
        """Take the next whole lines of the hunks."""
        removed = b"\n".join(_REMOVED.findall(piece)).replace(b"\r\n", b"\n").removesuffix(b"\r")
        if removed and found_in(self._patterns, removed):
            self._walk(piece)
            return
        hunk = piece.rfind(b"\n@@ -")
        if hunk >= 0:
            self._start_hunk(piece[hunk + 1 : hunk + 100])
        self._next_number += piece.count(b"\n+", max(hunk, 0)) + piece.count(b"\n ", max(hunk, 0))

    def finish(self) -> tuple[RemovedLine, ...]:
        """All that was found, in the order of the lines."""
        return tuple(self._found)

    def _walk(self, piece: bytes) -> None:
        for line in piece.split(b"\n")[1:]:
            prefix = line[:1]
            if prefix == b"@":
                self._start_hunk(line)
            elif prefix in (b"+", b" "):
                self._next_number += 1
            elif prefix == b"-" and found_in(self._patterns, text := line[1:].removesuffix(b"\r")):
                self._found.append(RemovedLine(max(0, self._next_number - 1), text))

    def _start_hunk(self, line: bytes) -> None:
        match = _HUNK_START.match(line)
        self._next_number = int(match[1]) if match else 0
