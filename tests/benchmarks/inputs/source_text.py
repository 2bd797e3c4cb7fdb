"""Lines that look like source code: indented, mostly distinct, with the blanks and braces that every file repeats."""

from __future__ import annotations

import random
from collections.abc import Callable

# How many distinct lines there are at most: like source, a large change repeats some, and a small one hardly any.
POOL_LINES = 1 << 16
COMMON_LINES = (
    b"\n",
    b"\n",
    b"\n",
    b"}\n",
    b"    }\n",
    b"        return\n",
    b"    else:\n",
    b"    return None\n",
    b"*/\n",
)
COMMON_SHARE = 0.2
# One line in so many is long, as in minified code and lock files: the charge for long lines must be paid for.
LONG_LINE_EVERY = 10_000
# One new line in so many contains what the content patterns look for.
PLANTED_EVERY = 5_000

WORDS = """
account action apply array author base batch block branch buffer build bytes cache call change check
child client close code column commit compile context copy count create cursor data date default
delete depth entry error event field file filter find first flag format frame group handle hash head
header index input insert item iter join key last layer length level line link list load local lock
log map mark match merge message method mode model name next node number object offset open option
order output owner page parent parse part path pattern plan point policy port prefix process query
queue range read record ref render report request result row rule scale scope session set size slot
source split stack start state step store stream table tag task text time token tree type unit
update user value version view visit width window work write zone
""".split()  # noqa: SIM905 - a list literal would be 150 lines

TEMPLATES = (
    "{a}_{b} = {c}.{d}({n})",
    "self.{a}_{b} = {c}",
    "if {a}.{b} != {c}_{d}[{n}]:",
    "for {a} in {b}_{c}({d}, {n}):",
    "return {a}_{b}({c}=self.{d}, {a}={n})",
    "# the {a} of a {b} is the {c} that its {d} had before {n}",
    "def {a}_{b}_{n}(self, {c}: int, {d}: str) -> None:",
    '{a}.{b}({c}_{d}, "{a} {b} {c}", {n})',
    'assert {a}_{b} == {{"{c}": {n}, "{d}": None}}',
    "static int {a}_{b}(struct {c} *{d}, size_t n{n});",
    "import {a}.{b}_{c}  # {d} {n}",
    'raise {a}_{b}_error(f"{c} {{{d}}} is more than {n}")',
)


class SourceText:
    """Endless lines from one seed. `planted` counts the new lines that contain something from `planting`."""

    def __init__(self, seed: str, planting: tuple[bytes, ...], size: int = POOL_LINES) -> None:
        self.random = random.Random(seed)
        self.planted = 0
        self._planting = planting
        self._pool = [self._line() for _ in range(min(POOL_LINES, 4 * size))]

    def _line(self) -> bytes:
        pick = self.random
        if pick.random() < COMMON_SHARE:
            return pick.choice(COMMON_LINES)
        a, b, c, d = pick.choices(WORDS, k=4)
        words = pick.choice(TEMPLATES).format(a=a, b=b, c=c, d=d, n=pick.randrange(1000))
        return f"{'    ' * pick.randrange(4)}{words}\n".encode()

    def lines(self, count: int) -> list[bytes]:
        """Lines of what was there before, each with its line end."""
        lines = self.random.choices(self._pool, k=count)
        self._replace_some(lines, LONG_LINE_EVERY, self._long_line)
        return lines

    def new_lines(self, count: int) -> list[bytes]:
        """Lines that a change adds: some are long, some contain what content patterns look for."""
        lines = self.lines(count)
        self._replace_some(lines, PLANTED_EVERY, self._planted_line)
        return lines

    def _replace_some(self, lines: list[bytes], every: int, make_line: Callable[[], bytes]) -> None:
        wanted = len(lines) / every
        replaced = int(wanted) + (self.random.random() < wanted % 1)
        for place in self.random.sample(range(len(lines)), replaced) if replaced else ():
            lines[place] = make_line()

    def _long_line(self) -> bytes:
        numbers = self.random.choices(range(100_000), k=self.random.randrange(100, 500))
        return b"    data = [" + b", ".join(b"%d" % number for number in numbers) + b"]\n"

    def _planted_line(self) -> bytes:
        self.planted += 1
        return b"    %b  %d\n" % (self.random.choice(self._planting), self.random.randrange(1000))

    def edited(self, lines: list[bytes], changed_lines: int) -> list[bytes]:
        """The same lines with so many added or removed, in hunks of about six spread over the whole file."""
        hunks = max(1, min(changed_lines // 6, len(lines) // 4))
        starts = sorted(self.random.sample(range(len(lines)), hunks))
        edited: list[bytes] = []
        copied = 0
        for number, start in enumerate(starts):
            edited += lines[copied:start]
            share = changed_lines // hunks + (number < changed_lines % hunks)
            room = (starts[number + 1] if number + 1 < hunks else len(lines)) - start
            removed = min(room, self.random.choice((share // 2, share // 2, share // 3, 0)))
            edited += self.new_lines(share - removed)
            copied = start + removed
        return edited + lines[copied:]
