"""The text of a file with only some of its hunks applied, and the lines that a hunk takes out and puts in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewbot.model.split_plan import FileTexts, Hunk


def lines_of(text: bytes | None) -> list[bytes]:
    """The LF lines with their ends; the last may have none."""
    lines = (text or b"").split(b"\n")
    ended = [line + b"\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines[-1] else ended


def old_from(hunk: Hunk) -> int:
    """The index of the first line that the hunk takes out, or before which it puts its own."""
    return hunk.old_start - 1 if hunk.old_lines else hunk.old_start


def new_from(hunk: Hunk) -> int:
    """The index of the first line that the hunk puts in, or where head lacks what it takes out."""
    return hunk.new_start - 1 if hunk.new_lines else hunk.new_start


def text_with(texts: FileTexts, hunks: Iterable[Hunk]) -> bytes:
    """The file at merge-base with just these of its hunks applied; with all of them it is the file at head."""
    return with_hunks(lines_of(texts.old), lines_of(texts.new), hunks)


def with_hunks(old: Sequence[bytes], new: Sequence[bytes], hunks: Iterable[Hunk]) -> bytes:
    """As `text_with`, of lines. A line without its end that does not come last any more gets one."""
    made: list[bytes] = []
    at = 0
    for hunk in sorted(hunks, key=lambda hunk: (old_from(hunk), new_from(hunk))):
        _add(made, old[at : old_from(hunk)])
        _add(made, new[new_from(hunk) : new_from(hunk) + hunk.new_lines])
        at = old_from(hunk) + hunk.old_lines
    _add(made, old[at:])
    return b"".join(made)


def _add(made: list[bytes], lines: Sequence[bytes]) -> None:
    """Only the last line of a text can lack its end, so that is looked at where two runs of lines meet."""
    if lines:
        if made and not made[-1].endswith(b"\n"):
            made[-1] += b"\n"
        made += lines
