"""Cutting a patch that a user hands over into files and hunks.

Driven by the counts in the hunk headers, as `git apply` is, so content that looks like a header stays content, and
text between files (mails, `git log -p`) is passed over. What cannot be understood to the last line is an error: a
reader that skips what it does not know judges less than is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewbot.errors import SourceError

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_COLOUR = re.compile(rb"^\x1b\[[0-9;]*m", re.MULTILINE)
_MAKE_ANEW = "make the patch with: git diff --no-color --no-ext-diff --text BASE...HEAD"


@dataclass(slots=True)
class Section:
    """One file of a patch. line: where it begins, from 1. names: the two after "diff --git ", b"" in a plain patch.

    headers: the extended header lines. old, new: the names after "--- " and "+++ ", None when there are none.
    hunks: header lines and bodies as they stand. added, removed: lines, by the counts of the headers.
    """

    line: int
    names: bytes = b""
    headers: list[bytes] = field(default_factory=list)
    old: bytes | None = None
    new: bytes | None = None
    hunks: list[bytes] = field(default_factory=list)
    added: int = 0
    removed: int = 0


def split_sections(patch: bytes) -> list[Section]:
    """The files of a patch, in order. Raises SourceError naming the line for anything that cannot be read whole."""
    if not patch.strip():
        raise SourceError("the patch is empty", help="nothing to judge is not a pass; " + _MAKE_ANEW)
    if _COLOUR.search(patch):
        raise SourceError("the patch is coloured", help=_MAKE_ANEW)
    reader = _Reader(patch.split(b"\n"))
    sections = reader.read()
    if not sections:
        raise SourceError("this is no patch: it names no changed file", help=_MAKE_ANEW)
    return sections


class _Reader:
    def __init__(self, lines: list[bytes]) -> None:
        if lines and lines[-1] == b"":
            lines.pop()
        self._lines = lines
        self._index = 0
        self._sections: list[Section] = []

    def read(self) -> list[Section]:
        while self._index < len(self._lines):
            line = self._lines[self._index]
            if line.startswith(b"diff --git "):
                self._sections.append(Section(self._index + 1, names=line[11:]))
                self._index += 1
                self._git_headers()
            elif self._is_plain_header():
                self._sections.append(Section(self._index + 1))
            elif line.startswith((b"diff --cc ", b"diff --combined ", b"@@@ ")):
                raise self._garbled("a combined diff of a merge does not tell what either side changed")
            elif line.startswith((b"Binary files ", b"Submodule ", b"@@ -")):
                raise self._garbled("a difference stands here without the file that it belongs to")
            else:
                self._index += 1
                continue
            self._hunks()
        return self._sections

    def _git_headers(self) -> None:
        section = self._sections[-1]
        while self._index < len(self._lines):
            line = self._lines[self._index]
            if line.startswith((b"Binary files ", b"GIT binary patch")):
                raise self._garbled("the patch does not show the content of a binary file")
            if not re.match(rb"(?:old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|"
                            rb"rename to|similarity index|dissimilarity index|index) ", line):  # fmt: skip
                return
            section.headers.append(line)
            self._index += 1

    def _is_plain_header(self) -> bool:
        following = self._lines[self._index + 1 : self._index + 2]
        return self._lines[self._index].startswith(b"--- ") and bool(following) and following[0].startswith(b"+++ ")

    def _hunks(self) -> None:
        section = self._sections[-1]
        if not self._is_plain_header_here():
            return
        section.old, section.new = self._lines[self._index][4:], self._lines[self._index + 1][4:]
        self._index += 2
        if not (self._index < len(self._lines) and _HUNK.match(self._lines[self._index])):
            raise self._garbled("a file header is followed by no hunk")
        while self._index < len(self._lines):
            header = _HUNK.match(self._lines[self._index])
            if header is None:
                break
            self._hunk(section, header)
        self._refuse_more_lines()

    def _is_plain_header_here(self) -> bool:
        return self._index < len(self._lines) and self._is_plain_header()

    def _hunk(self, section: Section, header: re.Match[bytes]) -> None:
        """Take as many lines as the header promises; each belongs to the old side, the new side or both."""
        old_left = int(header[2]) if header[2] is not None else 1
        new_left = int(header[4]) if header[4] is not None else 1
        section.hunks.append(self._lines[self._index])
        self._index += 1
        while old_left or new_left or self._next_is(b"\\"):
            if self._index >= len(self._lines):
                raise self._garbled("the patch ends in the middle of a hunk")
            line = self._lines[self._index]
            kind = line[:1] or b" "  # some mail programs drop the space of an empty context line
            if kind not in b"+- \\":
                raise self._garbled("this is no line of a hunk")
            old_left -= kind in b"- "
            new_left -= kind in b"+ "
            if old_left < 0 or new_left < 0:
                raise self._garbled("the hunk holds other lines than its header says")
            section.added += kind == b"+"
            section.removed += kind == b"-"
            section.hunks.append(line or b" ")
            self._index += 1

    def _next_is(self, prefix: bytes) -> bool:
        return self._index < len(self._lines) and self._lines[self._index].startswith(prefix)

    def _refuse_more_lines(self) -> None:
        """What goes on like a hunk after its last line would be judged by nobody."""
        if self._index < len(self._lines) and not self._is_plain_header():
            line = self._lines[self._index]
            if line[:1] in (b"+", b"-", b" ") and line.rstrip() != b"--":
                raise self._garbled("the hunk holds more lines than its header says")

    def _garbled(self, what: str) -> SourceError:
        return SourceError(what, where=f"line {self._index + 1} of the patch", help=_MAKE_ANEW)
