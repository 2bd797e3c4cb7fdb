"""The hunks of a change without their context lines, for whoever takes it apart. unidiff parses them, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from reviewbot.diff.patch_stream import HUNK, SECTION, expected_sections, read_list, whole_lines
from reviewbot.diff.raw import RawEntry
from reviewbot.errors import SourceError
from reviewbot.model.change import FileStatus
from reviewbot.model.split_plan import Hunk

TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from unidiff.patch import Hunk as ParsedHunk

_ON_BOTH_SIDES = (FileStatus.MODIFIED, FileStatus.RENAMED)


def read_hunks(blocks: Iterable[bytes]) -> dict[bytes, tuple[Hunk, ...]]:
    """The hunks of each file that is on both sides, by its path at head, in order.

    blocks: the whole output of diff-tree with `--raw -z -p`, in blocks of any size. Raises SourceError for what is not
    understood, or breaks off.
    """
    blocks = iter(blocks)
    entries, rest = read_list(blocks)
    sections = _sections(chain((rest,), blocks))
    found: dict[bytes, tuple[Hunk, ...]] = {}
    for entry, _old_id, _new_id in expected_sections(entries):
        section = next(sections, None)
        if section is None:
            raise SourceError("git's patch ends before the last changed file")
        if entry.status in _ON_BOTH_SIDES:
            found[entry.path] = _hunks_in(entry, section)
    return found


def _sections(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """One file of the patch after the other; each of its lines stands after an LF."""
    held: list[bytes] = []
    for lines in whole_lines(blocks):
        before, *begun = (b"\n" + lines.removesuffix(b"\n")).split(SECTION)
        held.append(before)
        for section in begun:
            yield from _joined(held)
            held = [b"\n" + section]
    yield from _joined(held)


def _joined(pieces: list[bytes]) -> Iterator[bytes]:
    section = b"".join(pieces)
    if section:
        yield section


def _hunks_in(entry: RawEntry, section: bytes) -> tuple[Hunk, ...]:
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet  # only who takes a change apart waits for it

    start = section.find(HUNK)
    if start < 0:
        return ()
    text = b"--- a/file\n+++ b/file" + section[start:] + b"\n"
    try:
        (file,) = PatchSet.from_string(text, encoding="latin-1")
    except (UnidiffParseError, ValueError) as error:
        raise SourceError(f"unidiff does not understand git's hunks of {entry.path!r} ({error})") from None
    return tuple(hunk for parsed in file for hunk in _without_context(parsed))


def _without_context(parsed: ParsedHunk) -> Iterator[Hunk]:
    """Each run of removed and added lines."""
    old = parsed.source_start - (parsed.source_length > 0)  # lines before the next one, on either side
    new = parsed.target_start - (parsed.target_length > 0)
    shown = (line for line in parsed if line.line_type in ("+", "-", " "))
    for is_context, lines in groupby(shown, key=lambda line: line.line_type == " "):
        kinds = [line.line_type for line in lines]
        removed, added = kinds.count("-"), kinds.count("+")
        if is_context:
            removed = added = len(kinds)
        else:
            yield Hunk(old + (removed > 0), removed, new + (added > 0), added)
        old += removed
        new += added
