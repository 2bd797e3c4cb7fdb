"""Cutting a patch that a user hands over into files and hunks.

Driven by the counts in the hunk headers, as `git apply` is, so content that looks like a header stays content, and
text between files (mails, `git log -p`) is passed over. What cannot be understood to the last line is an error: a
reader that skips what it does not know judges less than is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewbot.errors import SourceError

HUNK = re.compile(rb"@@ -(\d{1,18})(?:,(\d{1,18}))? \+(\d{1,18})(?:,(\d{1,18}))? @@")
MAKE_ANEW = "make the patch with: git diff --no-color --no-ext-diff --text BASE...HEAD"
_COLOUR = re.compile(rb"^\x1b\[[0-9;]*[mK]", re.MULTILINE)
_EXTENDED = re.compile(
    rb"(old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to|"
    rb"similarity index|dissimilarity index|index) (.*)"
)
# Lines by which git says that something differs and does not show what: https://git-scm.com/docs/git-diff
_NOT_SHOWN = re.compile(
    rb"Binary files .* differ|GIT binary patch|@@ -|(?:old|new|deleted file|new file) mode [0-7]{6}|"
    rb"(?:dis)?similarity index \d+%|"
    rb"Submodule .* (?:[0-9a-f]{7,64}\.{2,3}[0-9a-f]{7,64}|contains (?:untracked|modified) content)"
)
# The same of diff and svn, which put no letter around a patch that could begin a line in this way:
# https://www.gnu.org/software/diffutils/manual/html_node/Comparing-Directories.html
_NOT_SHOWN_BY_OTHERS = re.compile(
    rb"Files .* differ|Only in .*: |File .* while file |Cannot display: |Property changes on: |\*{15}"
)
_END_OF_MAIL = re.compile(rb"-- ?\r?")


@dataclass(slots=True)
class Section:
    """One file of a patch. line: where it begins, from 1. names: the two after "diff --git ", b"" in a plain patch.

    headers: the extended headers by their words ("new file mode" -> b"100644"). old, new: what stands after "--- "
    and "+++ ", None when there are none. hunks: header lines and bodies as they stand. added, removed: lines, by the
    counts of the headers.
    """

    line: int
    names: bytes = b""
    headers: dict[str, bytes] = field(default_factory=dict)
    old: bytes | None = None
    new: bytes | None = None
    hunks: list[bytes] = field(default_factory=list)
    added: int = 0
    removed: int = 0


def split_sections(patch: bytes) -> list[Section]:
    """The files of a patch, in order. Raises SourceError naming the line for anything that cannot be read whole."""
    if not patch.strip():
        raise SourceError("the patch is empty", help="nothing to judge is not a pass; " + MAKE_ANEW)
    if patch.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("the patch is UTF-16", help="let git write it: git diff --output=FILE BASE...HEAD")
    if _COLOUR.search(patch):
        raise SourceError("the patch is coloured", help=MAKE_ANEW)
    lines = patch.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if lines.pop() != b"":
        raise SourceError(
            "the patch ends in the middle of a line", where=f"line {len(lines) + 1} of the patch", help=MAKE_ANEW
        )
    sections = _Reader(lines).read()
    if not sections:
        raise SourceError("this is no patch: it names no changed file", help=MAKE_ANEW)
    return sections


class _Reader:
    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines
        self._is_of_git = any(line.startswith(b"diff --git ") for line in lines)
        self._index = 0
        self._sections: list[Section] = []

    def read(self) -> list[Section]:
        while self._index < len(self._lines):
            line = self._lines[self._index]
            if line.startswith(b"diff --git "):
                self._sections.append(Section(self._index + 1, names=line[11:].removesuffix(b"\r")))
                self._index += 1
                self._git_headers()
            elif self._is_file_header():
                self._sections.append(Section(self._index + 1))
            else:
                self._refuse_what_is_not_shown()
                self._index += 1
                continue
            if self._is_file_header():
                self._hunks()
        return self._sections

    def _refuse_what_is_not_shown(self) -> None:
        line = self._lines[self._index]
        if line.startswith((b"diff --cc ", b"diff --combined ", b"@@@ ")):
            raise self._garbled("a combined diff of a merge does not tell what either side changed")
        if _NOT_SHOWN.match(line) or (not self._is_of_git and _NOT_SHOWN_BY_OTHERS.match(line)):
            raise self._garbled("a difference stands here that the patch does not show")

    def _git_headers(self) -> None:
        headers = self._sections[-1].headers
        while self._index < len(self._lines):
            match = _EXTENDED.match(self._lines[self._index].removesuffix(b"\r"))
            if match is None:
                return
            word = match[1].decode("ascii")
            if word in headers:
                raise self._garbled(f"a second {word!r} for one file")
            headers[word] = match[2]
            self._index += 1

    def _is_file_header(self) -> bool:
        old, new = [*self._lines[self._index : self._index + 2], b"", b""][:2]
        return old.startswith(b"--- ") and new.startswith(b"+++ ")

    def _hunks(self) -> None:
        section = self._sections[-1]
        section.old = self._lines[self._index][4:].removesuffix(b"\r")
        section.new = self._lines[self._index + 1][4:].removesuffix(b"\r")
        self._index += 2
        header = self._hunk_header()
        if header is None:
            raise self._garbled("a file header is followed by no hunk")
        while header is not None:
            self._hunk(section, header)
            header = self._hunk_header()
        self._refuse_more_lines()

    def _hunk_header(self) -> re.Match[bytes] | None:
        return HUNK.match(self._lines[self._index]) if self._index < len(self._lines) else None

    def _hunk(self, section: Section, header: re.Match[bytes]) -> None:
        """Take as many lines as the header promises; each belongs to the old side, the new side or both."""
        old_left = int(header[2]) if header[2] is not None else 1
        new_left = int(header[4]) if header[4] is not None else 1
        if old_left + new_left == 0:
            raise self._garbled("a hunk without lines")
        section.hunks.append(self._lines[self._index])
        self._index += 1
        changed_before = section.added + section.removed
        while old_left or new_left or self._next_is(b"\\"):
            if self._index >= len(self._lines):
                raise self._garbled("the patch ends in the middle of a hunk")
            line = self._lines[self._index]
            if line in (b"", b"\r"):  # some mail programs drop the space of an empty context line
                line = b" " + line
            kind = line[:1]
            if kind not in b"+- \\":
                raise self._garbled("this is no line of a hunk")
            old_left -= kind in b"- "
            new_left -= kind in b"+ "
            if old_left < 0 or new_left < 0:
                raise self._garbled("the hunk holds other lines than its header says")
            section.added += kind == b"+"
            section.removed += kind == b"-"
            section.hunks.append(line)
            self._index += 1
        if section.added + section.removed == changed_before:
            raise self._garbled("a hunk ends here in which nothing changes (git diff --word-diff makes such)")

    def _next_is(self, prefix: bytes) -> bool:
        return self._index < len(self._lines) and self._lines[self._index].startswith(prefix)

    def _refuse_more_lines(self) -> None:
        """What goes on like a hunk after its last line would be judged by nobody."""
        if self._index < len(self._lines) and not self._is_file_header():
            line = self._lines[self._index]
            if line[:1] in (b"+", b"-", b" ") and not _END_OF_MAIL.fullmatch(line):
                raise self._garbled("the hunk holds more lines than its header says")

    def _garbled(self, what: str) -> SourceError:
        return SourceError(what, where=f"line {self._index + 1} of the patch", help=MAKE_ANEW)
