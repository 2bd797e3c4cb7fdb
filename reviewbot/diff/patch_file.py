"""A patch that a user hands over -> changed files.

unidiff parses the hunks, one file at a time and under names of ours, because its own reading of names and headers can
be misled (a name that holds " b/", quoted names, colour, garbage that gives an empty answer). Its result is compared
with the counts of the hunk headers, so that no line can get lost between the two.
"""

from __future__ import annotations

import re

from reviewbot.diff.expressions import found_in
from reviewbot.diff.line_charge import charge
from reviewbot.diff.patch_sections import Section, split_sections
from reviewbot.diff.quoted_name import split_pair, unquote
from reviewbot.errors import SourceError
from reviewbot.model.change import (
    MODE_ABSENT,
    MODE_REGULAR,
    MODE_SYMLINK,
    AddedLine,
    ChangedFile,
    FileStatus,
    LineCounts,
    Needs,
)

_NO_FILE = b"/dev/null"
_HEADER_WORDS = (
    "old mode", "new mode", "deleted file mode", "new file mode", "rename from", "rename to", "copy to", "index"
)  # fmt: skip
_PREFIX = re.compile(rb"[a-z]/")  # a/ b/, or i/ w/ c/ o/ with diff.mnemonicPrefix


def parse_patch(patch: bytes, needs: Needs) -> tuple[ChangedFile, ...]:
    """Every changed file of a patch, sorted by path; ids are "" and sizes None, since a patch does not tell them.

    Raises SourceError, naming the line, for a patch that is empty, coloured, cut off or otherwise not understood.
    """
    files = [_changed_file(section, needs) for section in split_sections(patch)]
    return tuple(sorted(_join_type_changes(files), key=lambda file: file.path))


def _changed_file(section: Section, needs: Needs) -> ChangedFile:
    headers = _headers(section)
    try:
        old, new = _names(section, headers)
    except ValueError as error:
        raise _garbled(section, str(error)) from None
    old_mode, new_mode = _modes(headers, old, new)
    lines, counts, binary = _lines(section)
    path, old_path = new or old, None
    status = FileStatus.MODIFIED
    if new is None:
        status = FileStatus.DELETED
    elif old is None:
        status = FileStatus.ADDED
    elif old != new:
        status, old_path = FileStatus.RENAMED, old
    if path is None:
        raise _garbled(section, "the file has no name")
    return ChangedFile(
        path=path,
        old_path=old_path,
        status=status,
        old_mode=old_mode,
        new_mode=new_mode,
        counts=counts,
        added=tuple(line for line in lines if found_in(needs.patterns, line.text)),
        link_target=lines[0].text if new_mode == MODE_SYMLINK and len(lines) == 1 else None,
        binary=binary,
    )


def _headers(section: Section) -> dict[str, bytes]:
    """The extended headers by their words: "new file mode" -> b"100644"."""
    return {
        word: line[len(word) + 1 :]
        for line in section.headers
        for word in _HEADER_WORDS
        if line.startswith(word.encode() + b" ")
    }


def _names(section: Section, headers: dict[str, bytes]) -> tuple[bytes | None, bytes | None]:
    """The old and the new path; None for the side that does not exist. Raises ValueError when they cannot be told."""
    if "rename from" in headers and "rename to" in headers:
        return unquote(headers["rename from"]), unquote(headers["rename to"])
    if "copy to" in headers:
        return None, unquote(headers["copy to"])
    if section.old is not None and section.new is not None:
        old, new = _file_name(section.old), _file_name(section.new)
    else:
        old, new = _names_of_header(section.names)
    if section.names and "new file mode" in headers:
        old = None
    if section.names and "deleted file mode" in headers:
        new = None
    return _without_prefixes(old, new, section.names)


def _file_name(text: bytes) -> bytes | None:
    """The name after "--- " or "+++ ": up to a tab (a date follows in plain patches), None for no file."""
    name = unquote(text) if text.startswith(b'"') else text.partition(b"\t")[0].removesuffix(b"\r")
    return None if name == _NO_FILE else name


def _names_of_header(names: bytes) -> tuple[bytes, bytes]:
    """Without hunks both names are the same but for their prefixes, which settles where the first one ends."""
    pairs = [pair for pair in split_pair(names) if pair[0] == pair[1] or _bare(pair[0]) == _bare(pair[1])]
    if len(pairs) != 1:
        raise ValueError("the names after `diff --git` can be read in more than one way")
    return pairs[0]


def _bare(name: bytes) -> bytes:
    return name[2:] if _PREFIX.match(name) else name


def _without_prefixes(old: bytes | None, new: bytes | None, header: bytes) -> tuple[bytes | None, bytes | None]:
    """Take off a/ and b/ (or their mnemonic kin), but not the folder of a patch made with --no-prefix.

    With prefixes the two sides begin with different letters; where one side is missing, the header tells.
    """
    left, right = old, new
    if (left is None or right is None) and header:
        pairs = [pair for pair in split_pair(header) if _bare(pair[0]) == _bare(pair[1]) or pair[0] == pair[1]]
        left, right = pairs[0] if len(pairs) == 1 else (old or new, new or old)
    elif left is None or right is None:
        left, right = left or b"a/", right or b"b/"
    left, right = left or b"", right or b""
    prefixed = bool(_PREFIX.match(left) and _PREFIX.match(right) and left[:1] != right[:1])
    if not prefixed:
        return old, new
    return (None if old is None else old[2:]), (None if new is None else new[2:])


def _modes(headers: dict[str, bytes], old: bytes | None, new: bytes | None) -> tuple[int, int]:
    unchanged = headers.get("index", b"").rpartition(b" ")[2]
    plain = _mode(unchanged) if re.fullmatch(rb"[0-7]{6}", unchanged) else MODE_REGULAR
    old_mode = _mode(headers["old mode"]) if "old mode" in headers else plain
    new_mode = _mode(headers["new mode"]) if "new mode" in headers else plain
    if old is None:
        old_mode, new_mode = MODE_ABSENT, _mode(headers.get("new file mode", b"100644"))
    if new is None:
        old_mode, new_mode = _mode(headers.get("deleted file mode", b"100644")), MODE_ABSENT
    return old_mode, new_mode


def _mode(text: bytes) -> int:
    if not re.fullmatch(rb"[0-7]{6}", text.strip()):
        raise SourceError(f"the patch holds {text[:40]!r} where a file mode should stand")
    return int(text, 8)


def _lines(section: Section) -> tuple[list[AddedLine], LineCounts, bool]:
    """The added lines, the counts, and whether head shows a NUL byte."""
    if not section.hunks:
        return [], LineCounts(), False
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet  # only who hands over a patch waits for it

    text = b"--- a/file\n+++ b/file\n" + b"\n".join(section.hunks) + b"\n"
    try:
        (file,) = PatchSet.from_string(text, errors="surrogateescape")
    except (UnidiffParseError, ValueError) as error:
        raise _garbled(section, f"unidiff does not understand the hunks ({error})") from None
    counts = LineCounts()
    head: list[tuple[int, bytes, bool]] = []
    for line in (line for hunk in file for line in hunk):
        content = line.value.removesuffix("\n").encode("utf-8", "surrogateescape")
        if line.is_added:
            counts += LineCounts(1, 0, charge(content), 0, len(content) + 1, 0)
        elif line.is_removed:
            counts += LineCounts(0, 1, 0, charge(content), 0, len(content) + 1)
        if line.target_line_no is not None:
            head.append((line.target_line_no, content, line.is_added))
    if (counts.added_lines, counts.removed_lines) != (section.added, section.removed):
        raise _garbled(section, "unidiff and the hunk headers disagree about how many lines there are")
    return _with_neighbours(head), counts, any(b"\0" in content for _, content, _ in head)


def _with_neighbours(head: list[tuple[int, bytes, bool]]) -> list[AddedLine]:
    numbered = {number: content for number, content, _ in head}
    return [
        AddedLine(number, content.removesuffix(b"\r"), numbered.get(number - 1, b""), numbered.get(number + 1, b""))
        for number, content, is_added in head
        if is_added
    ]


def _join_type_changes(files: list[ChangedFile]) -> list[ChangedFile]:
    """A deletion followed by an addition of the same path is one file that changed its kind."""
    joined: list[ChangedFile] = []
    for file in files:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.path == file.path
            and (last.status, file.status) == (FileStatus.DELETED, FileStatus.ADDED)
        ):
            joined[-1] = file._replace(
                status=FileStatus.TYPE_CHANGED, old_mode=last.old_mode, counts=last.counts + file.counts
            )
        else:
            joined.append(file)
    return joined


def _garbled(section: Section, what: str) -> SourceError:
    return SourceError(what, where=f"the file that begins in line {section.line} of the patch")
