"""Which pieces belong together: alike ones, small groups put to what they are like, large ones divided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewbot.split.absorbing import absorbed
from reviewbot.split.arrangement import Group
from reviewbot.split.atoms import Atom, Lines
from reviewbot.split.clusters import cluster, packed
from reviewbot.split.likeness import Likeness, likeness_of

# Chosen on the training cases of the benchmark, see tests/split/README.md.
SMALL_LINES, LEAST = 5, 0.35  # a group as small goes to the one it is most like, if it is as like
MOST_PIECES = 420  # are compared each with each; of more, those whose paths are neighbours
MORE_PIECES = 180  # so many at most, where the last file has very many
MOST_PAIRS = 1_000_000  # of all runs together: of five thousand pieces and more, fewer are compared each with each


def grouped(
    pieces: Sequence[int],
    atoms: Sequence[Atom],
    files: Sequence[Lines],
    history: Sequence[Sequence[bytes]],
    budget: int,
) -> list[Group]:
    """Groups of these pieces, each within the budget unless one piece alone is over it."""
    found: list[Group] = []
    for run in _runs(pieces, atoms):
        some = [atoms[piece] for piece in run]
        counted = [atom.counted for atom in some]
        likeness = likeness_of(some, files, history)
        alike = absorbed(cluster(likeness, counted), likeness, counted, SMALL_LINES, LEAST)
        found += [
            [run[number] for number in part] for group in alike for part in _within(group, likeness, counted, budget)
        ]
    return found


def _runs(pieces: Sequence[int], atoms: Sequence[Atom]) -> Iterator[list[int]]:
    """The pieces in runs that are small enough, by path; a run ends between two files where it can."""
    most = min(MOST_PIECES, 1 + 2 * MOST_PAIRS // max(1, len(pieces)))
    run: list[int] = []
    for piece in pieces:
        is_long = len(run) >= most and atoms[piece].file != atoms[run[-1]].file
        if is_long or len(run) == most + MORE_PIECES:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _within(group: Group, likeness: Likeness, counted: Sequence[int], budget: int) -> list[Group]:
    """The group, divided where it is over budget, with what is most alike together."""
    if sum(counted[piece] for piece in group) <= budget or len(group) == 1:
        return [group]
    inner = [[likeness[one][other] for other in group] for one in group]
    found = packed(inner, [counted[piece] for piece in group], budget)
    return [[group[number] for number in each] for each in found]
