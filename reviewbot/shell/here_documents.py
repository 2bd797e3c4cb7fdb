"""Here-documents are taken out before the text is parsed, and the syntax tree must show each at its place.

The parser's own reading of them is not relied on: it leaves backquotes in a body unread, for one, and its time grows
with bodies that hold another language. What stands before a body decides whether it is one, and that part is parsed as
it is; so a tree which shows a here-document that begins and ends where it was cut out proves the cut right.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewbot.shell.command import UnclearError

_START = re.compile(r"(?<!<)<<(-?)[ \t]*((?:\\?[\w.]+)|'[^'\n]+'|\"[^\"\n$`\\]+\")")


class HereDocument(NamedTuple):
    """A body that was taken out.

    start: from where to where the first delimiter stands in what is left; end: where the second one begins (bytes).
    quoted: nothing in the body is expanded.
    """

    start: tuple[int, int]
    end: int
    body: str
    quoted: bool


class _Open(NamedTuple):
    start: tuple[int, int]
    delimiter: str
    quoted: bool
    tabs: bool


def take_out(text: str) -> tuple[str, tuple[HereDocument, ...], tuple[int, ...]]:
    """The text with the body of each here-document taken out, these in order, and which lines (from 0) are left.

    Where no line ends one, it is left as it is. Raises UnclearError where a body's place is open.
    """
    if "<<" not in text:
        return text, (), tuple(range(text.count("\n") + 1))
    lines = text.split("\n")
    last_place = {line: index for index, line in enumerate(lines)}
    last_place_behind_tabs = {line.lstrip("\t"): index for index, line in enumerate(lines)}
    kept: list[str] = []
    found: list[HereDocument] = []
    left: list[int] = []
    size = index = 0
    while index < len(lines):
        line = lines[index]
        kept.append(line)
        left.append(index)
        opened = _opened(line, size)
        size += _bytes(line) + 1
        index += 1
        if not all(_is_there(last_place_behind_tabs if each.tabs else last_place, each, index) for each in opened):
            continue
        ends = _bodies(lines, index, opened)
        if ends is None:
            continue
        if line.endswith("\\"):
            raise UnclearError("a here-document begins in a line that goes on")
        for start, (first, last) in zip(opened, ends, strict=True):
            body = [each.lstrip("\t") if start.tabs else each for each in lines[first:last]]
            tabs = len(lines[last]) - len(lines[last].lstrip("\t"))
            found.append(HereDocument(start.start, size + tabs, "".join(f"{each}\n" for each in body), start.quoted))
            kept.append(lines[last])
            left.append(last)
            size += _bytes(lines[last]) + 1
            index = last + 1
    return "\n".join(kept), tuple(found), tuple(left)


def _is_there(last_place: dict[str, int], opened: _Open, index: int) -> bool:
    return last_place.get(opened.delimiter, 0) >= index


def _opened(line: str, offset: int) -> list[_Open]:
    opened = []
    for match in _START.finditer(line):
        written = match[2]
        quoted = not (written[0].isalnum() or written[0] in "_.")
        start = offset + _bytes(line[: match.start(2)])
        opened.append(_Open((start, start + _bytes(written)), written.strip("\\'\""), quoted, bool(match[1])))
    return opened


def _bodies(lines: list[str], index: int, opened: list[_Open]) -> list[tuple[int, int]] | None:
    """First and last (the delimiter's) line of each body; None when there is none, or one has no end."""
    spans = []
    for start in opened:
        first = index
        while index < len(lines) and (lines[index].lstrip("\t") if start.tabs else lines[index]) != start.delimiter:
            index += 1
        if index == len(lines):
            return None
        spans.append((first, index))
        index += 1
    return spans or None


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def as_quoted_text(body: str) -> str:
    """The body of an unquoted here-document as a double-quoted string of the same meaning."""
    if ('"' in body or "\\" in body) and re.search(r"`|\$[({\[]", body):
        raise UnclearError("a here-document holds quotes and substitutions")
    return (
        '"' + re.sub(r"\\[$`\\\n]|[\\\"]", lambda match: match[0] if len(match[0]) > 1 else f"\\{match[0]}", body) + '"'
    )
