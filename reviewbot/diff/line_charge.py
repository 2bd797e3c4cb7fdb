"""What a line counts: a long line is several lines to whoever has to read it.

A line ends in LF; a CR before it belongs to the line end. Other characters that readers and programs take for line
ends (CR, VT, FF, NEL, LS, PS) split it, and every piece of more than 512 bytes counts again. So a line of 1 MB counts
about 2,000, and a file with CR line ends is not one line.
"""

from __future__ import annotations

import re

BYTES_PER_LINE = 512
_SEPARATOR = rb"\r|\x0b|\x0c|\xc2\x85|\xe2\x80[\xa8\xa9]"
_LS_OR_PS = rb"\xe2\x80[\xa8\xa9]"
_CHANGED_LINE = rb"\n([+-])([^\n]*)"


def charge(line: bytes) -> int:
    """How many lines this one counts; `line` is without its LF. At least 1."""
    if len(line) <= BYTES_PER_LINE and re.search(_SEPARATOR, line) is None:
        return 1
    pieces = re.split(_SEPARATOR, line)
    return sum(-(-len(piece) // BYTES_PER_LINE) for piece in pieces) or 1


def may_hold_long_lines(lines: bytes) -> bool:
    """Whether any of these lines could count more than one. A fast look at a block: False is certain, True is not."""
    # One byte is looked for many times faster than two, and most text is ASCII.
    if b"\x0b" in lines or b"\x0c" in lines:
        return True
    if (b"\xc2" in lines and b"\xc2\x85" in lines) or (b"\xe2" in lines and re.search(_LS_OR_PS, lines)):
        return True
    if b"\r" in lines and lines.count(b"\r") != lines.count(b"\r\n"):
        return True
    return _has_line_over(lines, BYTES_PER_LINE + 1)  # one more for the prefix that a line of a patch has


def extra_charge(body: bytes) -> tuple[int, int]:
    """What the added and the removed lines of a patch body count beyond one each.

    body: lines of hunks, each after an LF, as in b"\\n+text\\n-text".
    """
    added = removed = 0
    for prefix, line in re.findall(_CHANGED_LINE, body):
        extra = charge(line) - 1
        if prefix == b"+":
            added += extra
        else:
            removed += extra
    return added, removed


def _has_line_over(lines: bytes, limit_bytes: int) -> bool:
    """Jump from one LF to the last LF within reach: about two steps a kilobyte instead of one a line."""
    position = -1
    end = len(lines)
    while position + limit_bytes + 1 < end:
        following = lines.rfind(b"\n", position + 1, position + limit_bytes + 2)
        if following < 0:
            return True
        position = following
    return False
