"""Whether a command is one that an entry of a policy names: certainly, perhaps (it is decided at run time), or not."""

from __future__ import annotations

import re
import shlex
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from reviewbot.shell.command import ANY, HOLE, Command, UnclearError
from reviewbot.shell.command_line import CommandLine, Operand, command_line
from reviewbot.shell.unfolding import named
from reviewbot.shell.wrappers import is_wrapper

_TEXT = re.compile(r"[A-Z][A-Z0-9_]+(?:\s|$)")
_OPERATORS = re.compile(r"[|;&<>()$`\n]")
_GAP = r"(?:\s|/\*.*?\*/|--[^\n]*\n)+"
# Programs that run statements which they are given or read, so that what they are fed may hold any text.
_CLIENTS = frozenset((
    "psql", "mysql", "mariadb", "sqlite3", "sqlcmd", "mongo", "mongosh", "redis-cli", "clickhouse-client", "cqlsh",
    "duckdb",
    "sqlplus", "cockroach", "bq",
))  # fmt: skip


class Match(IntEnum):
    """How far an entry and a command agree."""

    NO = 0
    PERHAPS = 1
    YES = 2


class Entry(NamedTuple):
    """One entry of a policy's list: as it was written, and what it means.

    words: the beginning of a command. text: instead, words that are looked for in every command.
    """

    written: str
    words: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    def match(self, command: Command) -> Match:
        """Whether the command is one of these."""
        if self.text:
            return _text_match(self.text, command)
        if self.words[0] != command.words[0]:
            return Match.NO
        return _line_match(_entry_line(self.words), command_line(command.words))

    def may_start_in(self, command: Command) -> bool:
        """Whether the words of another command begin one of these: a program that is not known may run it."""
        starts = (
            index for index, word in enumerate(command.words) if index and word.rpartition("/")[2] == self.words[0]
        )
        line = _entry_line(self.words)
        return any(_line_match(line, command_line((self.words[0], *command.words[index + 1 :]))) for index in starts)


@lru_cache(maxsize=1024)
def entry(written: str) -> Entry:
    """Read an entry. Raises ValueError, saying what is wrong with it."""
    if _TEXT.match(written.strip()):
        return Entry(written, text=tuple(written.split()))
    if _OPERATORS.search(written):
        raise ValueError("an entry is one command, without | ; & < > ( ) $ `; name the program that must not run")
    try:
        words = named(tuple(shlex.split(written)) or ("",))
    except (ValueError, UnclearError) as error:
        raise ValueError(f"is no command: {error}") from None
    if words[0].startswith("-"):
        raise ValueError("an entry begins with a program")
    if is_wrapper(words[0]) and len(words) > 1 and words[0] not in ("xargs", "ssh", "watch"):
        raise ValueError(f"name the command behind {words[0]} by itself; it is found behind any such program")
    return Entry(written, words)


@lru_cache(maxsize=1024)
def _entry_line(words: tuple[str, ...]) -> CommandLine:
    return command_line(words)


def _line_match(wanted: CommandLine, given: CommandLine) -> Match:
    match = _operands_match(tuple(each.word for each in wanted.operands), given.operands)
    for option in wanted.options:
        if match is Match.NO:
            break
        match = min(match, _option_match(option, given))
    return match


def _operands_match(wanted: tuple[str, ...], given: tuple[Operand, ...]) -> Match:
    """Whether the operands begin as wanted. A word that may be the value of an option may be passed over."""
    if not wanted:
        return Match.YES
    if not given:
        return Match.NO
    first = given[0]
    if first.word == ANY:
        return Match.PERHAPS
    passed = min(Match.PERHAPS, _operands_match(wanted, given[1:])) if first.may_be_value else Match.NO
    same = Match.YES if first.word == wanted[0] else Match.PERHAPS if _could_be(first.word, wanted[0]) else Match.NO
    if same is Match.NO:
        return passed
    return max(passed, min(same, _operands_match(wanted[1:], given[1:])))


def _option_match(option: tuple[str, str], given: CommandLine) -> Match:
    name, value = option
    values = [each for other, each in given.options if other == name]
    if any(not value or each == value for each in values):
        return Match.YES
    if any(_could_be(each, value) for each in values):
        return Match.PERHAPS
    is_open = any(map(_could_be_option, given.open)) or any(each.word == ANY for each in given.operands)
    return Match.PERHAPS if is_open or name in given.behind else Match.NO


def _could_be(word: str, text: str) -> bool:
    return HOLE in word and re.fullmatch(".*".join(map(re.escape, word.split(HOLE))), text, re.DOTALL) is not None


def _could_be_option(word: str) -> bool:
    """Whether a word that is not known yet may be any option, alone or among letters."""
    return re.fullmatch(r"[\w\0-]*(=.*)?", word, re.DOTALL) is not None


def _text_match(text: tuple[str, ...], command: Command) -> Match:
    held = "\n".join((" ".join(command.words), *command.assignments, command.input))
    words = [re.escape(each) for each in text]
    if re.search(_GAP.join(words), held, re.IGNORECASE | re.DOTALL):
        return Match.YES
    if command.words[0] in _CLIENTS and (HOLE in held or command.fed or {"-f", "--file"} & set(command.words)):
        return Match.PERHAPS
    if HOLE in held:
        beginnings = [_GAP.join(words[:count]) + rf"\s*{HOLE}" for count in range(1, len(words))]
        endings = [rf"{HOLE}\s*" + _GAP.join(words[count:]) for count in range(1, len(words))]
        if any(re.search(each, held, re.IGNORECASE | re.DOTALL) for each in (*beginnings, *endings)):
            return Match.PERHAPS
    return Match.NO
