"""How long a text may be: what does not fit is left out whole, and the text says so.

https://docs.github.com/en/rest/checks/runs and https://docs.github.com/en/rest/pulls/reviews
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.render.text.layout import shorten
from reviewbot.render.text.markup import prose

LONGEST_TEXT_BYTES = 65_535  # summary of a check run; a comment may have one more
LONGEST_TITLE = 255  # characters


class Section(NamedTuple):
    """A block of Markdown that stands or falls as a whole. name: what is missing without it, in the plural."""

    name: str
    text: str


def fitting(sections: Sequence[Section], limit_bytes: int = LONGEST_TEXT_BYTES) -> str:
    """The sections, the most important first, as far as they fit; at the end the names of those that do not."""
    kept: list[str] = []
    left_out: list[str] = []
    most_left_out = _left_out([section.name for section in sections])
    for section in sections:
        if _size([*kept, section.text, most_left_out]) > limit_bytes:
            left_out.append(section.name)
        else:
            kept.append(section.text)
    return "\n\n".join([*kept, *([_left_out(left_out)] if left_out else [])]) + "\n"


def one_line(text: str, longest: int = LONGEST_TITLE) -> str:
    """A line that is safe to show already, as prose of so many characters; GitHub does not say where it is Markdown."""
    room = longest
    while len(line := prose(shorten(text, room), folders=True)) > longest:
        room = room * 3 // 4
    return line


def _left_out(names: list[str]) -> str:
    said = ", ".join(dict.fromkeys(names))
    return f"Left out, since GitHub takes no longer text: {said}. `reviewbot lint-diff` shows all."


def _size(texts: list[str]) -> int:
    return len("\n\n".join(texts).encode()) + 1
