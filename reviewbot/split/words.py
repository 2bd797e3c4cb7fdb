"""Words of a text: what it speaks of, and which of them a line defines. For every language alike, by their looks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

WORD = re.compile(rb"[A-Za-z_]\w{2,}")
_PIECE = re.compile(rb"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")
# What is no code of a line: quoted text, and comments of one line.
_NO_CODE = re.compile(rb""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|//.*|\#.*""")
_DEFINITION = re.compile(
    rb"""^\s*(?:export\s+)?(?:default\s+)?(?:pub(?:\([^)]*\))?\s+)?
    (?:async\s+|static\s+|unsafe\s+|declare\s+|abstract\s+|public\s+|private\s+|protected\s+|final\s+|inline\s+)*
    (?:(?:def|class|function\*?|fn|struct|enum|trait|interface|type|mod|module|macro_rules!|namespace|record)\s+
        (?:self\.)?([A-Za-z_]\w{2,})
      |func\s+(?:\([^)]*\)\s*)?([A-Za-z_]\w{2,})
      |(?:const|let|var|static|val)\s+(?:mut\s+)?([A-Za-z_]\w{2,})\s*(?::[^=]+)?=
      |([A-Z][A-Z0-9_]{2,})\s*(?::[^=]+)?=(?!=))""",
    re.X,
)
_MAX_LINE = 2000  # bytes of a line that are looked at; longer ones are data
_MOST_LINES = 4000  # of one hunk
LEAST_NAME = 4  # letters of a name that is looked for; shorter ones mean too many things


def code_of(line: bytes) -> bytes:
    """The line without quoted text and comments."""
    return _NO_CODE.sub(b" ", line[:_MAX_LINE])


def words_of(lines: Iterable[bytes]) -> frozenset[bytes]:
    """All words of these lines, those in quotes and comments too."""
    found: set[bytes] = set()
    for number, line in enumerate(lines):
        if number == _MOST_LINES:
            break
        found.update(WORD.findall(line[:_MAX_LINE]))
    return frozenset(found)


def code_words_of(lines: Iterable[bytes]) -> frozenset[bytes]:
    """The words of these lines outside of quotes and comments."""
    return words_of(map(code_of, lines))


def defined_in(lines: Iterable[bytes]) -> frozenset[bytes]:
    """The names that these lines define, one a line at most."""
    found = set()
    for line in lines:
        match = _DEFINITION.match(code_of(line))
        if match is not None:
            found.add(next(filter(None, match.groups())))
    return frozenset(found)


def names_in(words: frozenset[bytes]) -> frozenset[bytes]:
    """Those of the words that are long enough to mean one thing."""
    return frozenset(word for word in words if len(word) >= LEAST_NAME)


def changed_names(added: frozenset[bytes], removed: frozenset[bytes]) -> frozenset[bytes]:
    """The names that are on one side only."""
    return names_in(added ^ removed)


def pieces_of(words: Iterable[bytes]) -> frozenset[bytes]:
    """The lower-case pieces of which names are put together: `parse_HTTPBody` has parse, http, body."""
    return frozenset(chain.from_iterable(map(_pieces, words)))


@lru_cache(maxsize=1 << 15)
def _pieces(word: bytes) -> tuple[bytes, ...]:
    return tuple(piece.lower() for piece in _PIECE.findall(word))
