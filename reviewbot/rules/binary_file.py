"""A file is added or changed that nobody can read as text.

What it does
    Finds every changed file in which the change shows a NUL byte on the head side. Attributes such as ``binary`` or
    ``-diff`` make no difference, since whoever makes the change can write them.

Why
    git itself takes a NUL byte near the beginning for the sign of a binary file
    (https://git-scm.com/docs/gitattributes, "diff"), and no review tool shows what such a file holds.

Example
    A change that adds ``logo.png`` is found.

Instead
    Commit what the file is made from, or name the folders where binary files are in order with ``ignore``.

Options
    None.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Statement


class Options(NamedTuple):
    """None."""


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.files:
        if file.binary:
            yield Found(
                path=file.path,
                message="holds NUL bytes, so it cannot be reviewed as text",
                help="commit what the file is made from, or leave it out",
            )


def told(_instance: Instance, _options: Options) -> str:
    return "Add or change no file that is not text."


RULE = Rule(name="binary-file", options=Options, check=check, told=told)
