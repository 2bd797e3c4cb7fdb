"""What speaks for two pieces of a change belonging together. One file each; the file list is the list of signals.

A signal file has a docstring that explains it, `WEIGHT` (thousandths of a logit: how much the odds grow when its value
is 1) and `values(pieces)`, which yields (i, j, value) with i < j. A pair that is not yielded has the value 0. The
weights were fitted by logistic regression on the training cases of a benchmark of real histories; some were then set by
what plans are worth, on these and on cases of eight other repositories, see tests/split/README.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import combinations
from os import listdir
from typing import NamedTuple, Protocol

from reviewbot.split.atoms import Atom, Lines

Value = tuple[int, int, float]


class Pieces(NamedTuple):
    """The pieces of a change that are compared, and the files that they are of.

    rarity: of each word, 0 for one that is everywhere, in thousandths of a logarithm. common: how often a word is in
    the files before the change. together: for two paths (sorted) the share of the commits with either that have both,
    less where these are few.
    """

    atoms: Sequence[Atom]
    files: Sequence[Lines]
    rarity: Mapping[bytes, int]
    common: Mapping[bytes, int]
    together: dict[tuple[bytes, bytes], float]

    def path(self, number: int) -> bytes:
        """The path at head of the file that this piece is of."""
        return self.files[self.atoms[number].file].path

    def by_file(self) -> list[list[int]]:
        """The numbers of the pieces of each file, in order."""
        found: list[list[int]] = [[] for _ in self.files]
        for number, atom in enumerate(self.atoms):
            found[atom.file].append(number)
        return found


class Signal(Protocol):
    WEIGHT: int

    def values(self, pieces: Pieces, /) -> Iterable[Value]: ...


def signal_names() -> tuple[str, ...]:
    return tuple(sorted(name[:-3] for folder in __path__ for name in listdir(folder) if _is_signal(name)))


def _is_signal(name: str) -> bool:
    return name.endswith(".py") and not name.startswith("_")


def load_signal(name: str) -> Signal:
    module: Signal = import_module(f"{__name__}.{name}")
    return module


def pairs_in(groups: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Each pair of members of each group, the smaller first."""
    for group in groups:
        yield from combinations(sorted(group), 2)
