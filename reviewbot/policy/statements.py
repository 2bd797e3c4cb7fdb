"""The lines of a policy: where each statement begins, and which line first makes a key appear.

tomllib tells the line of a syntax error, not that of a key. So the line of a key is found by parsing prefixes of the
text: the first prefix that holds the key ends with the statement that wrote it. Only an error pays for this.
"""

from __future__ import annotations

import re
from bisect import bisect_left

TYPE_CHECKING = False  # what follows is for annotations only
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

KeyPath = tuple[str | int, ...]

_STRING_OR_COMMENT = (
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
)


def deep_key_line(text: str, depth: int) -> int | None:
    """The line of the first dotted key with more than `depth` parts, None when there is none.

    Looks before anything is parsed, since tomllib's time for a key grows with the square of its parts.
    """
    if all(line.count(".") < depth for line in text.split("\n")):
        return None
    blanked = re.sub(_STRING_OR_COMMENT, lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(blanked.split("\n"), 1):
        if any(piece.count(".") >= depth for piece in re.split(r"[][{},=]", line)):
            return number
    return None


def long_number_line(text: str) -> int | None:
    """The line of the first number that Python will not read, None when there is none."""
    found = re.search(r"[0-9][0-9_]{4000}", text)  # https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
    return text.count("\n", 0, found.start()) + 1 if found else None


def line_of(text: str, path: KeyPath) -> int | None:
    """The line, from 1, of the statement that first makes the path appear; the text must be valid TOML.

    Parses prefixes of the text as often as the logarithm of its statements. None when the path is not there.
    """
    from tomllib import loads

    text = text.replace("\r\n", "\n")  # as tomllib does; a prefix must not end between the two
    starts = _statement_lines(text)
    lines = text.split("\n")

    def holds(index: int) -> bool:
        end = starts[index + 1] - 1 if index + 1 < len(starts) else len(lines)
        return _has(loads("\n".join(lines[:end])), path)

    try:
        index = bisect_left(range(len(starts)), True, key=holds)
    except ValueError:  # a prefix is no TOML: better no line than a wrong one
        return None
    return starts[index] if index < len(starts) else None


def deep_bracket_line(text: str, depth: int) -> int | None:
    """The line where brackets are first nested deeper than `depth`, None when they never are."""
    return next((line for line, _, open_brackets in _structure(text) if open_brackets > depth), None)


def _statement_lines(text: str) -> list[int]:
    """The numbers of all lines that stand outside of strings and brackets where they begin."""
    return [1, *(line for line, mark, depth in _structure(text) if mark == "\n" and depth == 0)]


def _structure(text: str) -> Iterator[tuple[int, str, int]]:
    """(line, mark, depth) after each line end and bracket that is not in a string or comment."""
    line, depth = 1, 0
    for found in re.finditer(rf"{_STRING_OR_COMMENT}|[][{{}}\n]", text, flags=re.DOTALL):
        mark = found[0]
        line += mark.count("\n")
        if mark in ("[", "{"):
            depth += 1
        elif mark in ("]", "}"):
            depth -= 1
        elif mark != "\n":
            continue
        yield line, mark, depth


def _has(tables: Any, path: KeyPath) -> bool:
    for step in path:
        if isinstance(step, int):
            if not isinstance(tables, list) or len(tables) <= step:
                return False
        elif not isinstance(tables, dict) or step not in tables:
            return False
        tables = tables[step]
    return True
