"""Text in columns: how wide it is, where a line breaks, what of a long path is kept."""

from __future__ import annotations

from collections.abc import Iterable

from reviewbot.render.text.escape import without_leading_colons

ELLIPSIS = "…"


def cells(text: str) -> int:
    """How many columns of a terminal the text takes: two for a wide (CJK) character, none for a combining one."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # not needed for most reports

    wide = sum(1 for character in text if east_asian_width(character) in "WF")
    combining = sum(1 for character in text if category(character) in ("Mn", "Me"))
    return len(text) + wide - combining


def head(text: str, width: int) -> str:
    """The longest beginning of the text that takes at most `width` columns."""
    if text.isascii():
        return text[: max(width, 0)]
    end = 0
    while end < len(text) and cells(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def tail(text: str, width: int) -> str:
    """The longest end of the text that takes at most `width` columns."""
    start = len(text)
    while start and cells(text[start - 1 :]) <= width:
        start -= 1
    return text[start:]


def shorten(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """The text, cut at its end to `width` columns."""
    if cells(text) <= width:
        return text
    return head(text, width - cells(ellipsis)) + ellipsis


def shorten_path(path: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """The path, cut in the middle to `width` columns; the file's name stays as long as it fits."""
    if cells(path) <= width:
        return path
    folder, _, name = path.rpartition("/")
    room = width - cells(ellipsis) - cells(name) - 1
    if folder and room >= 0:
        return f"{head(folder, room)}{ellipsis}/{name}"
    room = width - cells(ellipsis)
    end = tail(name, room - room // 3)
    return head(name, room - cells(end)) + ellipsis + end


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces, a longer word where it must be.

    No line starts with `::`, for which a build log would take it as a command.
    """
    lines: list[str] = []
    line = ""
    for word in pieces(text.split(" "), width):
        if line and cells(line) + 1 + cells(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line or not lines else lines


def pieces(words: Iterable[str], width: int) -> Iterable[str]:
    """The words; those longer than a line in pieces of a line's length."""
    for word in words:
        rest = without_leading_colons(word)
        while cells(rest) > width:
            piece = head(rest, width) or rest[:1]
            yield piece
            rest = without_leading_colons(rest[len(piece) :])
        yield rest
