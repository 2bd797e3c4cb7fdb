"""What a policy's lists say of the commands in a text: deny before ask before allow."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from reviewbot.shell.carriers import CARRIERS
from reviewbot.shell.command import Command, Parsed, Unclear
from reviewbot.shell.matching import Entry, Match, entry
from reviewbot.shell.unfolding import parse
from reviewbot.shell.wrappers import is_wrapper

_SHOWN = 200
# They run nothing and change nothing but the shell that reads them.
_NEUTRAL = frozenset((":", "true", "false", "exit", "return", "break", "continue", "shift"))
# Programs whose words are names, or a command that they only write, look for or explain.
_TALK = frozenset((
    "echo", "printf", "grep", "egrep", "fgrep", "rg", "ag", "ack", "man", "which", "type", "whereis", "whatis",
    "help", "apropos", "tldr", "git", "gh", "apt", "apt-get", "dnf", "yum", "brew", "pip", "npm", "cargo", "cd",
    "ls", "cat", "cp", "mv", "rm", "mkdir", "rmdir", "touch", "test", "head", "tail", "less", "vim", "nano", "code",
    "stat", "file", "diff", "du", "tar", "chmod", "chown", "ln", "pgrep", "pkill", "killall", "systemctl", "export",
    "unset", "declare", "local",
))  # fmt: skip


class Answer(StrEnum):
    """What is said of a command, the worst first."""

    DENY = "deny"
    ASK = "ask"
    ALLOW = "allow"


class Decision(NamedTuple):
    """An answer with its reason. command: the one that it is about, "" when it is about none.

    line: of the text, from 0. garbled: the text is no whole shell text there.
    """

    kind: Answer
    why: str = ""
    command: str = ""
    line: int = 0
    garbled: bool = False
    runs_file: bool = False


class Lists(NamedTuple):
    """The lists of a policy, read. allow: None when everything is allowed that the others do not name."""

    deny: tuple[Entry, ...] = ()
    ask: tuple[Entry, ...] = ()
    allow: tuple[Entry, ...] | None = None


def lists(deny: tuple[str, ...], ask: tuple[str, ...], allow: tuple[str, ...]) -> Lists:
    """Read the lists. Raises ValueError, naming the entry, for one that means nothing."""
    return Lists(_entries("deny", deny), _entries("ask", ask), _entries("allow", allow) or None)


def _entries(key: str, written: tuple[str, ...]) -> tuple[Entry, ...]:
    entries = []
    for each in written:
        try:
            entries.append(entry(each))
        except ValueError as error:
            raise ValueError(f"{key} holds {each!r}: {error}") from None
    if key == "allow" and any(each.text for each in entries):
        raise ValueError("allow names commands; text in capitals can only be denied or asked about")
    return tuple(entries)


def decide_text(held: Lists, text: str) -> Decision:
    """The worst answer to anything in this text. Never raises: what fails is asked."""
    try:
        decisions = judge(held, parse(text))
        return min(
            decisions, key=lambda each: (each.kind is not Answer.DENY, each.line), default=Decision(Answer.ALLOW)
        )
    except Exception as error:  # whatever fails here must not become an allow
        return Decision(Answer.ASK, f"cannot be judged: {type(error).__name__}")


def judge(held: Lists, parsed: Parsed) -> list[Decision]:
    """Everything that is not simply allowed."""
    found = [_of_command(held, each) for each in parsed.commands]
    return [each for each in found if each is not None] + [_of_unclear(each) for each in parsed.unclear]


def _of_command(held: Lists, command: Command) -> Decision | None:
    denied, entry_of_deny = _best(held.deny, command)
    asked, entry_of_ask = _best(held.ask, command)
    if denied is Match.YES:
        return _decision(Answer.DENY, f"{entry_of_deny} must not run", command)
    if asked is Match.YES:
        return _decision(Answer.ASK, f"{entry_of_ask} needs somebody's agreement", command)
    if denied or asked:
        named = entry_of_deny if denied else entry_of_ask
        return _decision(Answer.ASK, f"may be {named}, which is decided when it runs", command)
    started = _may_start(held, command)
    if started is not None:
        return _decision(Answer.ASK, f"may run {started.written}", command)
    if (
        held.allow is None
        or command.wraps
        or command.words[0] in _NEUTRAL
        or _best(held.allow, command)[0] is Match.YES
    ):
        return None
    return _decision(Answer.ASK, "is not among the commands that may run", command)


def _best(entries: tuple[Entry, ...], command: Command) -> tuple[Match, str]:
    matches = [(each.match(command), each.written) for each in entries]
    return max(matches, key=lambda match: match[0], default=(Match.NO, ""))


def _may_start(held: Lists, command: Command) -> Entry | None:
    program = command.words[0]
    if program in _TALK or program in CARRIERS or is_wrapper(program) or command.wraps:
        return None
    entries = (each for each in (*held.deny, *held.ask) if each.words)
    return next((each for each in entries if each.may_start_in(command)), None)


def _decision(kind: Answer, why: str, command: Command) -> Decision:
    return Decision(kind, printable(why), printable(str(command)), command.line)


def _of_unclear(unclear: Unclear) -> Decision:
    why = printable(f"cannot be judged before it runs: {unclear.why}")
    return Decision(Answer.ASK, why, "", unclear.line, unclear.garbled, unclear.runs_file)


def mentions(held: Lists, text: str) -> bool:
    """Whether a text that is not understood names a program, or holds the first word of a text, of deny or ask."""
    firsts = ((each.words or each.text)[0] for each in (*held.deny, *held.ask))
    plain = re.sub(r"[\\\"']", "", text)
    return any(re.search(rf"(?<![\w-]){re.escape(first)}(?![\w-])", plain, re.IGNORECASE) for first in firsts)


def printable(text: str) -> str:
    """The text in one line, not too long."""
    line = "".join(each if each.isprintable() else " " for each in text)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
