"""A merge conflict was committed unresolved.

What it does
    Finds every added line that begins with exactly seven ``<``, ``|`` or ``>`` and then ends or goes on with white
    space. Seven ``=`` alone are not found: they underline headings in Markdown and reStructuredText, and a conflict
    never comes without the other markers.

Why
    git writes these markers where it cannot merge, and they are never meant to stay:
    https://git-scm.com/docs/git-merge#_how_conflicts_are_presented.

Example
    An added line ``<<<<<<< HEAD`` is found.

Instead
    Resolve the conflict and commit again. Leave files that show conflicts on purpose out with ``ignore``.

Options
    None.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.diff.expressions import first_found
from reviewbot.model.change import Needs
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Statement

MARKERS = (r"^(?:<{7}|\|{7}|>{7})(?:\s|$)",)


class Options(NamedTuple):
    """None."""


def needs(_options: Options) -> Needs:
    return Needs(patterns=MARKERS)


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.files:
        for line in file.added:
            if first_found(MARKERS, line.text) is not None:
                yield Found(
                    path=file.path,
                    line=line.number,
                    message="is a conflict marker",
                    help="resolve the conflict and commit again",
                    text=b"\n".join((line.before, line.text, line.after)),
                )


def told(_instance: Instance, _options: Options) -> str:
    return "Leave no conflict marker of a merge behind."


RULE = Rule(name="conflict-marker", options=Options, check=check, needs=needs, measures=True, told=told)
