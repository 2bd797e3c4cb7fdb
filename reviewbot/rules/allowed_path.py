"""A file is touched outside of the paths that this change may touch.

What it does
    Finds every changed file that ``match`` does not name, deletions included. A file that moves in or out is found
    under the name that is outside. A name is allowed when it matches as it is and also as file systems read it, so
    ``SRC/app.py`` is outside of ``src/``.

Why
    Our choice: whoever has a narrow task (a coding agent, a bot that updates dependencies) can be held to it.

Example
    With ``match = ["src/", "tests/"]``, a change to ``setup.py`` is found.

Instead
    Leave the file as it is, or propose its change apart from this one.

Options
    None of its own. ``match``: gitignore patterns of what may be touched, required.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, MatchUse, Rule, Scope, Statement
from reviewbot.model.wording import patterns


class Options(NamedTuple):
    """None."""


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.files:
        yield Found(
            path=file.path,
            message="is outside of the paths that this change may touch",
            help="leave this path out of the change, or propose it apart from this one",
        )


def told(instance: Instance, _options: Options) -> str:
    return f"Touch nothing outside of {patterns(instance.match, 'and')}."


RULE = Rule(name="allowed-path", options=Options, check=check, match=MatchUse.ALLOWS, told=told)
