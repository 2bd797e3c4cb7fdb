"""Lines under way to a terminal, made to fit its width, its colours and its characters."""

from __future__ import annotations

from collections.abc import Iterable

from reviewbot.render import Style
from reviewbot.render.text.escape import ascii_only
from reviewbot.render.text.layout import ELLIPSIS, cells, shorten, shorten_path, wrap

NARROWEST = 40  # columns; less is not asked of any line
WIDE = 64  # columns from which things stand side by side
MARGIN = 8
LABEL = 7
LEAST_REMARK = 16

# SGR parameters, https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "31", "32", "33", "36"


class Page:
    """What is added must be safe to show already, see `reviewbot.render.text.escape`."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.width = max(style.width, NARROWEST)
        self.wide = self.width >= WIDE
        self.margin = MARGIN if self.wide else 2
        self.ellipsis = ELLIPSIS if style.unicode else "..."
        self.lines: list[str] = []

    def whole(self) -> str:
        return "".join(f"{line.rstrip()}\n" for line in self.lines)

    def paint(self, text: str, *codes: str) -> str:
        """The text in these SGR codes, as it is when the terminal has no colours."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.style.colour and text else text

    def plain(self, text: str) -> str:
        """The text in the characters that the terminal has."""
        return text if self.style.unicode else ascii_only(text)

    def gap(self) -> None:
        """An empty line, unless it would be the first or the second in a row."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def line(self, *parts: str) -> None:
        """One line as it is: the caller sees to its width."""
        self.lines.append("".join(parts))

    def text(self, text: str, *, leading: str = "", codes: Iterable[str] = ()) -> None:
        """A paragraph. leading: what it starts with, to be painted in these codes."""
        for number, line in enumerate(wrap(self.plain(text), self.width)):
            if number == 0 and leading and line.startswith(leading):
                line = self.paint(leading, *codes) + line.removeprefix(leading)
            self.lines.append(line)

    def headed(self, word: str, text: str, *codes: str) -> None:
        """A paragraph that starts a block or is one; the word stands to its left, in these codes."""
        self.beside(f"{word:<{MARGIN}}", codes, wrap(self.plain(text), self.width - MARGIN))

    def labelled(self, label: str, text: str) -> None:
        """A paragraph within a block, with its label to the left."""
        self.within(label, wrap(self.plain(text), self.width - self.margin - LABEL))

    def places(self, places: list[str]) -> None:
        """Places of a block, one a line so that they can be clicked on, shortened where they are too long."""
        room = self.width - self.margin - LABEL
        self.within("where", [shorten_path(self.plain(place), room, self.ellipsis) for place in places])

    def within(self, label: str, lines: list[str]) -> None:
        self.beside(f"{'':{self.margin}}{label:<{LABEL}}", (DIM,), lines)

    def beside(self, label: str, codes: Iterable[str], lines: list[str]) -> None:
        self.lines.append(self.paint(label, *codes) + lines[0])
        self.lines += [" " * len(label) + line for line in lines[1:]]

    def path_with(self, path: str, remark: str, room: int) -> str:
        """A path and a remark in brackets within so many columns; the remark gives way first."""
        path = shorten_path(self.plain(path), room, self.ellipsis)
        left = room - cells(path) - 4
        remark = self.plain(remark)
        if not remark or left < min(cells(remark), LEAST_REMARK):
            return path
        return path + self.paint(f"  ({shorten(remark, left, self.ellipsis)})", DIM)
