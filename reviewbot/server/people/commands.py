"""Comments to commands: `/reviewbot VERB ...` on a line of its own. Nothing else of a comment is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

VERBS = ("waive", "unwaive", "recheck", "explain", "split", "help")
MOST_COMMANDS = 10  # of one comment
LONGEST_REASON = 500
_LINE = re.compile(r" {0,3}/reviewbot(?:[ \t]+(.*))?", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class Command(NamedTuple):
    """What somebody asks. position: which command of its comment, from 0. subject: the rule or path, "" for none.

    mistake: why it means nothing, for who wrote it; "" when it means something.
    """

    position: int
    verb: str
    subject: str = ""
    reason: str = ""
    mistake: str = ""


def parse_commands(body: str) -> tuple[Command, ...]:
    """The commands of a comment, in order. What is quoted or in a code block is somebody else's, or an example."""
    return tuple(_command(position, text) for position, text in enumerate(_texts(body)) if position < MOST_COMMANDS)


def _texts(body: str) -> Iterator[str]:
    fence = ""
    for line in re.split(r"\r\n|\r|\n", body):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark:
            fence = mark[1]
        elif found := _LINE.fullmatch(line):
            yield found[1] or ""


def _command(position: int, text: str) -> Command:
    words = text.split(None, 2)
    verb = words[0].lower() if words else "help"
    subject = words[1] if len(words) > 1 else ""
    reason = words[2].strip()[:LONGEST_REASON] if len(words) > 2 else ""
    if verb not in VERBS:
        near = get_close_matches(verb, VERBS, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return Command(position, "help", mistake=f"there is no such command{hint}")
    if verb in ("waive", "unwaive") and not subject:
        return Command(position, verb, mistake=f"say which rule: /reviewbot {verb} RULE")
    if verb == "waive" and not reason:
        return Command(position, verb, subject, mistake="say why: /reviewbot waive RULE REASON")
    return Command(position, verb, subject, reason)
