"""Finding the added lines that a policy looks for in the hunks of one file.

The expressions run over windows of a few kilobytes; only where one is found, the window is walked line by line. That
keeps the cost near that of reading the bytes, and bounded whatever the content is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewbot.diff.expressions import found_in, looks_for_line_starts
from reviewbot.model.change import AddedLine

WINDOW_BYTES = 8192
_HUNK_START = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)")


class AddedLineFinder:
    """Fed the hunks of one file in pieces (each line after an LF), remembers the added lines that hold a pattern."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._prefix_matters = looks_for_line_starts(patterns)
        self._next_number = 0
        self._before = b""
        self._found: list[AddedLine] = []
        self._waits_for_neighbour = False

    def feed(self, piece: bytes) -> None:
        """Take the next whole lines of the hunks."""
        for start, end in _windows(piece):
            window = piece[start:end]
            if b"\n+" in window and found_in(self._patterns, self._as_read(window)):
                self._walk(window, look=True)
            else:
                self._pass(window)

    def finish(self) -> tuple[AddedLine, ...]:
        """All that was found, in the order of the lines."""
        return tuple(self._found)

    def _as_read(self, window: bytes) -> bytes:
        """The window with added lines as they stand in the file: no CR in the line end, no prefix if that matters."""
        text = window.replace(b"\n+", b"\n") if self._prefix_matters else window
        return _without_carriage_returns(text)

    def _walk(self, window: bytes, *, look: bool) -> None:
        """Line by line: number what head has, and keep the added lines in which a pattern is found."""
        for line in window.split(b"\n")[1:]:
            prefix, text = line[:1], line[1:]
            if prefix == b"@":
                self._start_hunk(line)
            elif prefix in (b"+", b" "):
                self._neighbour(text)
                if look and prefix == b"+" and found_in(self._patterns, text.removesuffix(b"\r")):
                    self._found.append(AddedLine(self._next_number, text.removesuffix(b"\r"), self._before))
                    self._waits_for_neighbour = True
                self._before = text
                self._next_number += 1

    def _pass(self, window: bytes) -> None:
        """The same without looking, at the speed of counting."""
        if self._waits_for_neighbour:
            self._walk(window, look=False)
            return
        hunk = window.rfind(b"\n@@ -")
        if hunk >= 0:
            self._start_hunk(window[hunk + 1 :])
            window = window[window.find(b"\n", hunk + 1) :] if b"\n" in window[hunk + 1 :] else b""
        in_head = window.count(b"\n+") + window.count(b"\n ")
        self._next_number += in_head
        if in_head:
            self._before = _last_line_of_head(window)

    def _start_hunk(self, line: bytes) -> None:
        match = _HUNK_START.match(line)
        self._next_number = int(match[1]) if match else 0
        self._before = b""
        self._waits_for_neighbour = False

    def _neighbour(self, text: bytes) -> None:
        if self._waits_for_neighbour:
            last = self._found[-1]
            self._found[-1] = AddedLine(last.number, last.text, last.before, text)
            self._waits_for_neighbour = False


class AddedTextFinder(AddedLineFinder):
    """The same for a file that is added whole, fed as it stands in head, some whole lines at a time."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        super().__init__(patterns)
        self._next_number = 1

    def feed(self, text: bytes) -> None:
        """Take the next whole lines of the file; only its last one may lack its LF."""
        start = 0
        while start < len(text):
            stop = text.find(b"\n", start + WINDOW_BYTES)
            window = text[start:stop] if stop >= 0 else text[start:].removesuffix(b"\n")
            start = stop + 1 if stop >= 0 else len(text)
            if self._waits_for_neighbour or found_in(self._patterns, _without_carriage_returns(window)):
                self._walk(b"\n+" + window.replace(b"\n", b"\n+"), look=True)
            else:
                self._next_number += window.count(b"\n") + 1
                self._before = window[window.rfind(b"\n") + 1 :]


def _windows(piece: bytes) -> Iterator[tuple[int, int]]:
    """Where to cut a piece: windows of whole lines, each starting with the LF before its first line."""
    start = 0
    end = len(piece)
    while start < end:
        stop = piece.find(b"\n", start + WINDOW_BYTES)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop


def _without_carriage_returns(text: bytes) -> bytes:
    return text.replace(b"\r\n", b"\n").removesuffix(b"\r") if b"\r" in text else text


def _last_line_of_head(window: bytes) -> bytes:
    end = len(window)
    while end > 0:
        start = window.rfind(b"\n", 0, end)
        if window[start + 1 : start + 2] in (b"+", b" "):
            return window[start + 2 : end]
        end = start
    return b""
