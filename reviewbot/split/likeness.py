"""How likely two pieces of a change belong together: the signals, weighed and summed.

All is computed in a fixed order and rounded where a logarithm or an exponential comes in, so that no machine's
mathematics library changes a plan.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from reviewbot.split.atoms import Atom, Lines
from reviewbot.split.signals import Pieces, load_signal, signal_names
from reviewbot.split.words import WORD

# Thousandths of a logit, fitted and chosen with the weights of the signals.
BASE = -4050
MANY_PIECES = 3733  # the more there is, the more of it belongs together; no more from 19 pieces on
LARGE = (
    294  # a natural logarithm of the lines of the larger one takes away so much: large pieces are subjects of their own
)
MOST_FILES_OF_A_COMMIT = 20  # a commit of more says nothing of any two
MOST_PATHS = 400
MOST_BYTES, MOST_ALL_BYTES = 1 << 18, 1 << 23  # of a file and of all that tell which words are common
FEW = 3  # commits more than there are with either file: so few together say little

Likeness = list[list[float]]


def likeness_of(atoms: Sequence[Atom], files: Sequence[Lines], history: Sequence[Sequence[bytes]]) -> Likeness:
    """For each two pieces a number from 0 to 1: how often such two belong together."""
    pieces = _pieces(atoms, files, history)
    size = len(atoms)
    base = BASE + round(MANY_PIECES * min(1.0, math.log(size + 1) / 3))
    large = [round(LARGE * math.log(1 + max(1, atom.counted))) for atom in atoms]
    sums = [
        [0.0] * (one + 1) + [float(base - (mine if mine > theirs else theirs)) for theirs in large[one + 1 :]]
        for one, mine in enumerate(large)
    ]
    for name in signal_names():
        signal = load_signal(name)
        weight = signal.WEIGHT
        for one, other, value in signal.values(pieces):
            sums[one][other] += weight * value
    known: dict[float, float] = {}  # most pairs share nothing, so few sums differ
    for one, row in enumerate(sums):
        for other in range(one + 1, size):
            value = row[other]
            found = known.get(value)
            if found is None:
                found = known[value] = _probability(value)
            row[other] = sums[other][one] = found
    return sums


def _pieces(atoms: Sequence[Atom], files: Sequence[Lines], history: Sequence[Sequence[bytes]]) -> Pieces:
    """Only the files that these are of, numbered anew: of a large change a few pieces are compared at a time."""
    some = sorted({atom.file for atom in atoms})
    numbers = {file: number for number, file in enumerate(some)}
    own = [atom._replace(file=numbers[atom.file]) for atom in atoms]
    theirs = [files[file] for file in some]
    return Pieces(own, theirs, _rarity(own), common_in(theirs), _together(theirs, history))


def _probability(thousandths: float) -> float:
    return round(1e6 / (1 + math.exp(-thousandths / 1000))) / 1e6


def _rarity(atoms: Sequence[Atom]) -> dict[bytes, int]:
    """By how few of the changed files have a word."""
    by_file: dict[int, set[bytes]] = defaultdict(set)
    for atom in atoms:
        by_file[atom.file] |= atom.words
    counts = Counter(word for words in by_file.values() for word in words)
    logarithms = {count: round(1000 * math.log((len(by_file) + 1) / count)) for count in set(counts.values())}
    return {word: logarithms[count] for word, count in counts.items()}


def common_in(files: Sequence[Lines]) -> Mapping[bytes, int]:
    """How often each word is in these files as they were before: what the change brings is not among them."""
    counts: Counter[bytes] = Counter()
    left = MOST_ALL_BYTES
    for file in files:
        text = (file.texts.old or b"")[: min(MOST_BYTES, left)]
        counts.update(WORD.findall(text))
        left -= len(text)
    return counts


def _together(files: Sequence[Lines], history: Sequence[Sequence[bytes]]) -> dict[tuple[bytes, bytes], float]:
    paths = {file.texts.file.old_path or file.path for file in files}
    if not 1 < len(paths) <= MOST_PATHS:
        return {}
    alone: Counter[bytes] = Counter()
    both: Counter[tuple[bytes, bytes]] = Counter()
    for commit in history:
        if len(commit) <= MOST_FILES_OF_A_COMMIT:
            named = sorted(paths.intersection(commit))
            alone.update(named)
            both.update(combinations(named, 2))
    return {pair: count / (alone[pair[0]] + alone[pair[1]] - count + FEW) for pair, count in both.items()}
