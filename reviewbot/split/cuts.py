"""Cutting what is over budget between the blocks of a file, never inside of a function.

Of a class the lines that make it one, its frame, come first, and go last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from reviewbot.model.split_plan import Hunk
from reviewbot.split.arrangement import filled
from reviewbot.split.atoms import Atom, Lines, added_lines, counted_lines, counted_of, make_atom, removed_lines, runs_of
from reviewbot.split.blocks import Block, blocks_of, starts_in
from reviewbot.split.texts import new_from, old_from
from reviewbot.split.words import defined_in

_SMALLEST = 1  # as `most`: whatever can be cut is


class _Unit(NamedTuple):
    """What stays together. opens: the frames that it is; inside: the frame that it stands in, see `Atom`."""

    hunks: tuple[Hunk, ...]
    opens: frozenset[int] = frozenset()
    inside: int | None = None


class _Span(NamedTuple):
    """Ranges of lines, each from its first to the one after its last."""

    ranges: tuple[tuple[int, int], ...]
    opens: int | None = None
    inside: int | None = None


def cut(file: Lines, atom: Atom, budget: int) -> list[Atom]:
    """The atom in pieces of at most `budget` counted lines; a single block that is larger stays whole."""
    if atom.counted <= budget or not atom.hunks:
        return [atom]
    blocks = _Blocks(file)
    found: list[_Unit] = []
    for unit in _units(file, atom.hunks, budget, blocks):
        is_large = len(unit.hunks) > 1 and not unit.opens and counted_of(file, unit.hunks) > budget
        found += _units(file, unit.hunks, _SMALLEST, blocks) if is_large else [unit]
    found = _framed(file, found, budget)
    sizes = [counted_of(file, unit.hunks) for unit in found]
    groups = filled(range(len(found)), sizes, budget)
    return [_joined(file, [found[number] for number in group]) for group in groups]


def cut_small(file: Lines, atoms: Sequence[Atom], budget: int) -> list[list[Atom]]:
    """Each of these atoms of the file in the smallest pieces that it can be cut into."""
    blocks = _Blocks(file)
    units = [
        unit
        for run in runs_of(file.texts.hunks)
        for unit in _framed(file, _units(file, run, _SMALLEST, blocks), budget)
    ]
    return [_held(file, atom, units) for atom in atoms]


def _held(file: Lines, atom: Atom, units: Sequence[_Unit]) -> list[Atom]:
    own = [unit for unit in units if all(any(_holds(hunk, each) for hunk in atom.hunks) for each in unit.hunks)]
    found = [_joined(file, [unit]) for unit in own]
    return found if found and sum(piece.counted for piece in found) == atom.counted else [atom]


def _holds(outer: Hunk, inner: Hunk) -> bool:
    return (
        old_from(outer) <= old_from(inner)
        and old_from(inner) + inner.old_lines <= old_from(outer) + outer.old_lines
        and new_from(outer) <= new_from(inner)
        and new_from(inner) + inner.new_lines <= new_from(outer) + outer.new_lines
    )


def _units(file: Lines, hunks: Sequence[Hunk], most: int, blocks: _Blocks) -> list[_Unit]:
    """The hunks, cut where a block begins between or in them. Of a block within `most` counted lines nothing is cut."""
    starts = sorted(starts_in(blocks.new))
    found: list[_Unit] = []
    end = 0
    for hunk in hunks:
        inner = list(_within(file, hunk, blocks, most))
        if found and not any(end <= start <= new_from(hunk) for start in starts):
            found[-1] = _together([found[-1], inner.pop(0)])
        found += inner
        end = new_from(hunk) + hunk.new_lines
    return found


class _Blocks:
    """The blocks of a file on either side, each worked out when it is wanted."""

    def __init__(self, file: Lines) -> None:
        self._file = file

    @cached_property
    def new(self) -> Sequence[Block]:
        return blocks_of(self._file.path, b"".join(self._file.new))

    @cached_property
    def old(self) -> Sequence[Block]:
        return blocks_of(self._file.path, b"".join(self._file.old))


def _within(file: Lines, hunk: Hunk, blocks: _Blocks, most: int) -> Iterator[_Unit]:
    """A hunk cut at the blocks of its larger side, the lines that it adds or those that it removes.

    Where the other side defines something it stays whole, so that no definition is gone before it is there again.
    """
    added, removed = added_lines(file, [hunk]), removed_lines(file, [hunk])
    is_new = len(added) >= len(removed)
    if defined_in(removed if is_new else added) or counted_lines(added) + counted_lines(removed) <= most:
        yield _Unit((hunk,))
        return
    side, lines, start = (file.new, added, new_from(hunk)) if is_new else (file.old, removed, old_from(hunk))
    for span in _spans(blocks.new if is_new else blocks.old, side, start, start + len(lines), most):
        pieces = tuple(_piece(hunk, first, last, is_new) for first, last in span.ranges)
        opens = frozenset() if span.opens is None else frozenset((_frame(span.opens, is_new),))
        yield _Unit(pieces, opens, None if span.inside is None else _frame(span.inside, is_new))


def _spans(blocks: Sequence[Block], lines: Sequence[bytes], start: int, end: int, most: int) -> Iterator[_Span]:
    """What of the blocks is between start and end: each whole, or the frame of a large class and its members."""
    for block in blocks:
        first, last = max(start, block.start), min(end, block.end)
        if first >= last:
            continue
        if not block.members or counted_lines(lines[first:last]) <= most:
            yield _Span(((first, last),))
            continue
        opening, closing = block.members[0].start, block.members[-1].end
        ranges = ((first, min(last, opening)), (max(first, closing), last))
        frame = tuple(each for each in ranges if each[0] < each[1])
        is_opened = first == block.start
        if frame:
            yield _Span(frame, first if is_opened else None)
        for span in _spans(block.members, lines, first, last, most):
            yield span._replace(inside=first) if is_opened and span.inside is None else span


def _framed(file: Lines, units: Sequence[_Unit], budget: int) -> list[_Unit]:
    """Of a file that is new or goes: what stands before the first definition is the frame of all else, if it fits."""
    if not file.is_code or (file.texts.old is not None and file.texts.new is not None):
        return list(units)
    is_new = file.texts.old is None
    lines_in = added_lines if is_new else removed_lines
    before = next((n for n, unit in enumerate(units) if unit.opens or defined_in(lines_in(file, unit.hunks))), 0)
    opening = _together(units[:before]) if before else None
    if opening is None or counted_lines(lines_in(file, opening.hunks)) > budget:
        return list(units)
    frame = _frame(0, is_new)
    return [
        opening._replace(opens=opening.opens | {frame}, inside=None),
        *(unit if unit.inside is not None else unit._replace(inside=frame) for unit in units[before:]),
    ]


def _frame(line: int, is_new: bool) -> int:
    """How a frame is called: by its first line, those of removed lines below 0."""
    return line if is_new else ~line


def _together(units: Sequence[_Unit]) -> _Unit:
    opens = frozenset().union(*(unit.opens for unit in units))
    inside = [unit.inside for unit in units if unit.inside is not None and unit.inside not in opens]
    return _Unit(tuple(hunk for unit in units for hunk in unit.hunks), opens, next(iter(inside), None))


def _joined(file: Lines, units: Sequence[_Unit]) -> Atom:
    """Several units as one piece."""
    opens = frozenset().union(*(unit.opens for unit in units))
    inside = frozenset(unit.inside for unit in units if unit.inside is not None) - opens
    hunks = sorted((hunk for unit in units for hunk in unit.hunks), key=lambda hunk: (old_from(hunk), new_from(hunk)))
    return make_atom(file, _merged(hunks))._replace(opens=opens, inside=inside)


def _merged(hunks: Sequence[Hunk]) -> list[Hunk]:
    """Pieces of one hunk that follow each other, as one again."""
    found = [hunks[0]]
    for hunk in hunks[1:]:
        before = found[-1]
        is_next = old_from(hunk) == old_from(before) + before.old_lines
        if is_next and new_from(hunk) == new_from(before) + before.new_lines:
            found[-1] = Hunk(
                before.old_start if before.old_lines else hunk.old_start,
                before.old_lines + hunk.old_lines,
                before.new_start if before.new_lines else hunk.new_start,
                before.new_lines + hunk.new_lines,
            )
        else:
            found.append(hunk)
    return found


def _piece(hunk: Hunk, first: int, last: int, is_new: bool) -> Hunk:
    """These lines of the one side; those of the other go with the first that is added, or the last that is removed."""
    if is_new and hunk.old_lines and first == new_from(hunk):
        return Hunk(hunk.old_start, hunk.old_lines, first + 1, last - first)
    if is_new:
        return Hunk(old_from(hunk) + hunk.old_lines, 0, first + 1, last - first)
    if hunk.new_lines and last == old_from(hunk) + hunk.old_lines:
        return Hunk(first + 1, last - first, hunk.new_start, hunk.new_lines)
    return Hunk(first + 1, last - first, new_from(hunk), 0)
