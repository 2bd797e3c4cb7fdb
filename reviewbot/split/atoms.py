"""The smallest pieces that a plan moves: hunks that are near each other, or a whole file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.diff.line_charge import charge
from reviewbot.model.split_plan import FileTexts, Hunk
from reviewbot.split.kinds import CODE_ENDINGS
from reviewbot.split.texts import lines_of, new_from, old_from
from reviewbot.split.words import code_words_of, defined_in, words_of

NEAR_LINES = 6  # what `git diff -U3` shows as one hunk
_ALL = 1 << 60


class Lines(NamedTuple):
    """A changed file with its lines at merge-base and at head. number: its place in the change."""

    number: int
    texts: FileTexts
    old: Sequence[bytes]
    new: Sequence[bytes]

    @property
    def path(self) -> bytes:
        return self.texts.file.path

    @property
    def is_code(self) -> bool:
        return self.path[self.path.rfind(b".") :].lower() in CODE_ENDINGS


class Atom(NamedTuple):
    """file: its number. hunks: () when the file changes as one. first, last: indexes of lines of head, for nearness.

    counted: lines as a budget counts them. added, removed: words of the added and of the removed lines. defines,
    took_away: names that code in added and in removed lines defines. uses, used: words of code in them.
    opens: the frames of classes of which this is the frame; inside: those in which it stands. Each is called by the
    index of its first line, one that goes by that below 0.
    """

    file: int
    hunks: tuple[Hunk, ...]
    counted: int
    first: int = 0
    last: int = 0
    added: frozenset[bytes] = frozenset()
    removed: frozenset[bytes] = frozenset()
    defines: frozenset[bytes] = frozenset()
    took_away: frozenset[bytes] = frozenset()
    uses: frozenset[bytes] = frozenset()
    used: frozenset[bytes] = frozenset()
    opens: frozenset[int] = frozenset()
    inside: frozenset[int] = frozenset()

    @property
    def words(self) -> frozenset[bytes]:
        return self.added | self.removed


def read_lines(files: Sequence[FileTexts]) -> list[Lines]:
    return [
        Lines(number, texts, lines_of(texts.old) if texts.hunks else (), lines_of(texts.new) if texts.hunks else ())
        for number, texts in enumerate(files)
    ]


def atoms_of(file: Lines, *, whole: bool = False) -> list[Atom]:
    """The pieces of one file: one for each run of near hunks, or one for all."""
    hunks = file.texts.hunks
    if not hunks:
        return [Atom(file.number, (), file.texts.file.counts.counted_lines if file.texts.is_counted else 0)]
    return [make_atom(file, run) for run in ([hunks] if whole else runs_of(hunks))]


def runs_of(hunks: Sequence[Hunk]) -> list[list[Hunk]]:
    """The hunks of a file, in order, those together that are near each other."""
    runs: list[list[Hunk]] = []
    for hunk in hunks:
        if runs and new_from(hunk) - _end(runs[-1][-1]) <= NEAR_LINES:
            runs[-1].append(hunk)
        else:
            runs.append([hunk])
    return runs


def _end(hunk: Hunk) -> int:
    return new_from(hunk) + hunk.new_lines


def make_atom(file: Lines, hunks: Sequence[Hunk]) -> Atom:
    added, removed = added_lines(file, hunks), removed_lines(file, hunks)
    atom = Atom(
        file.number,
        tuple(hunks),
        counted_of(file, hunks),
        new_from(hunks[0]),
        _end(hunks[-1]),
        words_of(added),
        words_of(removed),
    )
    if not file.is_code:
        return atom
    return atom._replace(
        defines=defined_in(added),
        took_away=defined_in(removed),
        uses=code_words_of(added),
        used=code_words_of(removed),
    )


def added_lines(file: Lines, hunks: Sequence[Hunk]) -> list[bytes]:
    return [line for hunk in hunks for line in file.new[new_from(hunk) : new_from(hunk) + hunk.new_lines]]


def removed_lines(file: Lines, hunks: Sequence[Hunk]) -> list[bytes]:
    return [line for hunk in hunks for line in file.old[old_from(hunk) : old_from(hunk) + hunk.old_lines]]


def counted_of(file: Lines, hunks: Sequence[Hunk]) -> int:
    """What these hunks of the file count."""
    if not file.texts.is_counted:
        return 0
    return counted_lines(added_lines(file, hunks)) + counted_lines(removed_lines(file, hunks))


def counted_lines(lines: Sequence[bytes]) -> int:
    """What these lines count for a budget: one each, long ones more."""
    return sum(charge(line.removesuffix(b"\n")) for line in lines)
