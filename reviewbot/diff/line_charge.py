"""What a line counts: a long line is several lines to whoever has to read it.

A line ends in LF; a CR before it belongs to the line end. Other characters that readers and programs take for line
ends (CR, VT, FF, NEL, LS, PS) split it, and every piece of more than 512 bytes counts again. So a line of 1 MB counts
about 2,000, and a file with CR line ends is not one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

BYTES_PER_LINE = 512
_SEPARATOR = re.compile(rb"\r|\x0b|\x0c|\xc2\x85|\xe2\x80[\xa8\xa9]")
_SPLITS = re.compile(rb"\r(?!\n)|\x0b|\x0c|\xc2\x85|\xe2\x80[\xa8\xa9]")


def charge(line: bytes) -> int:
    """How many lines this one counts; `line` is without its LF. At least 1."""
    if len(line) <= BYTES_PER_LINE and _SEPARATOR.search(line) is None:
        return 1
    pieces = _SEPARATOR.split(line)
    return sum(-(-len(piece) // BYTES_PER_LINE) for piece in pieces) or 1


def extra_charge(body: bytes) -> tuple[int, int]:
    """What the added and the removed lines of a patch body count beyond one each.

    body: lines of hunks, each after an LF, as in b"\\n+text\\n-text". Only lines that may count more than one are
    looked at, so ordinary text costs little more than searching it.
    """
    added = removed = 0
    for start, end in _candidates(body, 0, BYTES_PER_LINE + 2):
        prefix = body[start + 1 : start + 2]
        if prefix == b"+":
            added += charge(body[start + 2 : end]) - 1
        elif prefix == b"-":
            removed += charge(body[start + 2 : end]) - 1
    return added, removed


def extra_charge_of_text(text: bytes) -> int:
    """The same of some whole lines as they stand in a file."""
    return sum(charge(text[start + 1 : end]) - 1 for start, end in _candidates(text, -1, BYTES_PER_LINE + 1))


def _candidates(body: bytes, position: int, reach: int) -> Iterable[tuple[int, int]]:
    """(LF before, end) of each line that may count more than one.

    position: of the LF before the first line. reach: from an LF to the next one after a line of the most bytes.
    """
    return {**dict(_long_lines(body, position, reach)), **dict(_split_lines(body))}.items()


def _long_lines(body: bytes, position: int, reach: int) -> Iterator[tuple[int, int]]:
    """Of each line over the limit: jumps from one LF to the last one within reach of it."""
    last = len(body)
    while position + reach < last:
        following = body.rfind(b"\n", position + 1, position + reach + 1)
        if following < 0:
            following = _end_of_line(body, position + 1)
            yield position, following
        position = following


def _split_lines(body: bytes) -> Iterator[tuple[int, int]]:
    """Of each line that holds a separator."""
    # One byte is looked for many times faster than an expression, and most text is ASCII with LF.
    if not (b"\r" in body or b"\x0b" in body or b"\x0c" in body or b"\xc2" in body or b"\xe2" in body):
        return
    position = 0
    while match := _SPLITS.search(body, position):
        start = body.rfind(b"\n", position, match.start())
        position = _end_of_line(body, match.end())
        yield start, position


def _end_of_line(body: bytes, position: int) -> int:
    end = body.find(b"\n", position)
    return len(body) if end < 0 else end
