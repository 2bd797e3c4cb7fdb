"""The text of a file with only some of its hunks applied, and the lines that a hunk takes out and puts in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise

from reviewbot.model.split_plan import FileTexts, Hunk


def lines_of(text: bytes | None) -> list[bytes]:
    """The LF lines with their ends; the last may have none."""
    return BytesIO(text or b"").readlines()


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
        made += old[at : old_from(hunk)]
        made += new[new_from(hunk) : new_from(hunk) + hunk.new_lines]
        at = old_from(hunk) + hunk.old_lines
    made += old[at:]
    if any(side and not side[-1].endswith(b"\n") for side in (old, new)):
        for index, (line, _) in enumerate(pairwise(made)):
            if not line.endswith(b"\n"):
                made[index] = line + b"\n"
    return b"".join(made)
