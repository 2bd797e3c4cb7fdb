"""Comments to commands: `/reviewbot VERB ...` on a line of its own, as a reader of the comment sees it.

What is quoted, in code, in a list, in a table or hidden in HTML is somebody else's, an example or a trick. Which it is
only a parser of Markdown can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token  # noqa: TC002 - as all that a file uses

from reviewbot.policy.wording import did_you_mean, quoted
from reviewbot.rules import rule_names

VERBS = ("explain", "help", "recheck", "split", "unwaive", "waive")
MOST_COMMANDS = 10  # of one comment
MOST_CHARACTERS = 10_000  # of a comment that is looked at
LONGEST_REASON = 500  # characters, as at a push
LONGEST_SUBJECT = 1000
_PARSER = MarkdownIt("commonmark").enable("table")
_COMMAND = re.compile(r"/reviewbot(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_MENTIONED = re.compile(r"^ {0,3}/reviewbot(?!\S)", re.IGNORECASE | re.MULTILINE)
_BREAKS = ("softbreak", "hardbreak")


class Command(NamedTuple):
    """What somebody asks. position: which command of its comment, from 0. line: as it was written, not safe to show.

    subject: the rule or the path, "" for none. mistake: why it means nothing, not safe to show; "" when it means
    something. A rule is one that exists, in lower case; a reason is there where the verb needs one.
    """

    position: int
    verb: str
    subject: str = ""
    reason: str = ""
    mistake: str = ""
    line: str = ""


def parse_commands(body: str) -> tuple[Command, ...]:
    """The commands of a comment, in order; of those beyond `MOST_COMMANDS` one mistake."""
    body = body.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    if not _MENTIONED.search(body):
        return ()
    if len(body) > MOST_CHARACTERS:
        return (Command(0, "", mistake=f"a comment of more than {MOST_CHARACTERS:,} characters is not read"),)
    found: list[Command] = []
    for line in lines_of(body):
        read = _COMMAND.fullmatch(line)
        if read and len(found) == MOST_COMMANDS:
            what = f"of a comment no more than {MOST_COMMANDS} commands are read"
            return (*found, Command(MOST_COMMANDS, "", mistake=what, line=line))
        if read:
            found.append(_command(read[1] or "help")._replace(position=len(found), line=line))
    return tuple(found)


def lines_of(body: str) -> Iterator[str]:
    """The lines of a comment's own paragraphs that start with plain text, as they were written."""
    in_paragraph = False
    for token in _PARSER.parse(body):
        if token.type == "html_block" and token.content.rfind("<!--") > token.content.rfind("-->"):
            return  # what follows is in a comment of HTML, which nobody sees
        if token.type == "inline" and in_paragraph:
            yield from _lines(token.content, token.children or [])
        in_paragraph = token.type == "paragraph_open" and token.level == 0


def _lines(content: str, children: Iterable[Token]) -> Iterator[str]:
    shown: list[list[Token]] = [[]]
    for child in children:
        if child.type in _BREAKS:
            shown.append([])
        elif child.content or child.type != "text":  # the parser puts empty ones before what is emphasised
            shown[-1].append(child)
    written = content.split("\n")
    if len(written) != len(shown):  # a span of code, say, goes over several lines
        written = ["".join(token.content for token in line if token.type != "html_inline") for line in shown]
    for line, tokens in zip(written, shown, strict=True):
        if tokens and tokens[0].type == "text":
            yield line.strip().removesuffix("\\").rstrip()  # which would be a line break


def _command(text: str) -> Command:
    verb, subject, rest = [*text.split(None, 2), "", "", ""][:3]
    verb = verb.lower()
    if verb not in VERBS:
        near = did_you_mean(verb, VERBS, "there are")
        return Command(0, "", mistake=f"there is no command {quoted(verb)}; {near}")
    if verb in ("waive", "unwaive"):
        return _about_a_rule(verb, subject, rest.strip())
    if verb == "explain":
        whole = f"{subject} {rest}".strip()
        quotes = 1 if len(whole) > 2 and whole[0] == whole[-1] == "`" else 0
        return Command(0, verb, whole[quotes : len(whole) - quotes][:LONGEST_SUBJECT])
    return Command(0, verb)


def _about_a_rule(verb: str, subject: str, reason: str) -> Command:
    command = Command(0, verb, subject.lower(), reason[:LONGEST_REASON])
    example = f"`/reviewbot {verb} RULE{' REASON' if verb == 'waive' else ''}`"
    if not subject:
        return command._replace(mistake=f"say which rule: {example}")
    if command.subject not in rule_names():
        near = did_you_mean(subject, rule_names(), "the rules are")
        return command._replace(mistake=f"there is no rule {quoted(subject)}; {near}")
    if verb == "waive" and reason in ("", "REASON"):  # the check's own example, as it stands there
        return command._replace(mistake=f"say why: {example}")
    return command
