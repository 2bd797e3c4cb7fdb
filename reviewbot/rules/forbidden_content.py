"""An added line holds something that must not come in.

What it does
    Looks for each of `patterns` in every added line by itself, and finds a line once, with the first pattern that is
    in it. What a change removes, leaves alone or only moves within a file that it renames is not looked at. Expressions
    are RE2's (https://github.com/google/re2/wiki/Syntax) over the bytes of the line without its line end, so a
    character outside ASCII is several bytes.

Why
    Our choice: a command that destroys data or cannot be reviewed, or a credential, is easily read over.

Example
    With ``patterns = ['DROP\\s+DATABASE']``, an added line ``DROP DATABASE shop;`` is found.

Instead
    Take the line out. Where the text is right, as in a test, leave the file out with ``ignore``.

Options
    ``patterns``: RE2 expressions, required.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.diff.expressions import first_found
from reviewbot.model.change import Needs
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Statement
from reviewbot.model.wording import listed


class Options(NamedTuple):
    patterns: Annotated[tuple[str, ...], Option(Kind.REGEXES, "RE2 expressions that no added line may hold.")]


def needs(options: Options) -> Needs:
    return Needs(patterns=options.patterns)


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    for file in scope.files:
        for line in file.added:
            pattern = first_found(options.patterns, line.text)
            if pattern is not None:
                yield Found(
                    path=file.path,
                    line=line.number,
                    message=f"holds what must not come in: {pattern}",
                    help="take it out of this line, or ask those who may waive the rule",
                    text=b"\n".join((line.before, line.text, line.after)),
                )


def told(_instance: Instance, options: Options) -> str:
    return f"Add no line in which {listed(options.patterns, 'or')} is found."


RULE = Rule(name="forbidden-content", options=Options, check=check, needs=needs, measures=True, lasting=True, told=told)
