"""Cutting what is over budget between the blocks of a file, never inside of one: near hunks, or one run of lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reviewbot.model.split_plan import Hunk
from reviewbot.split.arrangement import filled
from reviewbot.split.atoms import Atom, Lines, counted_lines, make_atom
from reviewbot.split.syntax import block_starts
from reviewbot.split.texts import new_from, old_from


def cut(file: Lines, atom: Atom, budget: int) -> list[Atom]:
    """The atom in pieces of at most `budget` counted lines; a single block that is larger stays whole."""
    if atom.counted <= budget or not atom.hunks:
        return [atom]
    if len(atom.hunks) > 1:
        return _apart(file, atom, budget)
    (hunk,) = atom.hunks
    if hunk.old_lines and hunk.new_lines:
        return [atom]
    is_new = hunk.new_lines > 0
    lines, start = (file.new, new_from(hunk)) if is_new else (file.old, old_from(hunk))
    end = start + (hunk.new_lines or hunk.old_lines)
    starts = [number for number in block_starts(file.path, b"".join(lines)) if start < number < end]
    edges = _filled([start, *starts, end], lines, budget)
    return [make_atom(file, [_piece(hunk, first, last, is_new)]) for first, last in pairwise(edges)]


def _apart(file: Lines, atom: Atom, budget: int) -> list[Atom]:
    """The hunks in pieces that hold as many as fit; two stay together unless a block begins between them."""
    starts = block_starts(file.path, b"".join(file.new))
    runs: list[list[Hunk]] = [[atom.hunks[0]]]
    for before, after in pairwise(atom.hunks):
        end = new_from(before) + before.new_lines
        if any(end <= start <= new_from(after) for start in starts):
            runs.append([after])
        else:
            runs[-1].append(after)
    if len(runs) == 1:
        return [atom]
    sizes = [make_atom(file, run).counted for run in runs]
    pieces = [[hunk for number in some for hunk in runs[number]] for some in filled(range(len(runs)), sizes, budget)]
    return [smaller for piece in pieces for smaller in cut(file, make_atom(file, piece), budget)]


def _filled(edges: Sequence[int], lines: Sequence[bytes], budget: int) -> list[int]:
    """Those of the edges at which to cut so that each piece holds as many blocks as fit."""
    kept, used = [edges[0]], 0
    for first, last in pairwise(edges):
        size = counted_lines(lines[first:last])
        if used and used + size > budget:
            kept.append(first)
            used = 0
        used += size
    return [*kept, edges[-1]]


def _piece(hunk: Hunk, first: int, last: int, is_new: bool) -> Hunk:
    if is_new:
        return Hunk(hunk.old_start, 0, first + 1, last - first)
    return Hunk(first + 1, last - first, hunk.new_start, 0)
