"""A file is touched that this change must leave alone.

What it does
    Finds every changed file whose name matches. Both names of a renamed file are looked at, and names that some file
    system would take for a matching one (other case, ``config.``, ``CONFIG~1``) match too. A pattern ``config/``
    guards a file, link or submodule named ``config`` as well.

Why
    Our choice: secrets, migrations and release machinery deserve a decision by a person, not a side effect of a
    change about something else.

Example
    With ``match = ["config/"]``, a change to ``config/production.yml`` is found.

Instead
    Leave the file as it is, or ask those who may waive the rule.

Options
    ``match``: gitignore patterns, required.
    ``change``: any of ``"added"``, ``"modified"``, ``"deleted"``; all unless given. A rename deletes one name and adds
    the other; a file that becomes a link or a submodule is modified.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.diff.path_patterns import guarding_pattern
from reviewbot.model.change import ChangedFile, FileStatus
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, MatchUse, Rule, Scope, Statement
from reviewbot.model.wording import patterns

KINDS = ("added", "modified", "deleted")
_VERBS = {"added": "add", "modified": "modify", "deleted": "delete"}


class Options(NamedTuple):
    change: Annotated[
        tuple[str, ...], Option(Kind.CHOICES, "The kinds of change that are forbidden.", choices=KINDS)
    ] = KINDS


def kinds_of(file: ChangedFile) -> frozenset[str]:
    """What happened, in the words of the option: a rename within the scope deletes one name and adds the other."""
    if file.status is FileStatus.RENAMED:
        return frozenset(("added", "deleted"))
    if file.status is FileStatus.TYPE_CHANGED:
        return frozenset(("modified",))
    return frozenset((file.status.value,))


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    for file in scope.files:
        if kinds_of(file) & frozenset(options.change):
            yield Found(
                path=file.path,
                message=message_for(file, scope.instance.match),
                help="leave this path out of the change, or ask those who may waive the rule",
            )


def message_for(file: ChangedFile, patterns: tuple[str, ...]) -> str:
    """What must not happen, and the pattern that says so: the name alone may not show it (``CONFIG~1``)."""
    what = "replaced by another kind of file" if file.status is FileStatus.TYPE_CHANGED else file.status.value
    if len(patterns) > 1:
        names = (file.path, file.old_path or file.path)
        patterns = tuple(filter(None, (guarding_pattern(patterns, name) for name in names)))
    return f"must not be {what}" + (f" (matches {patterns[0]})" if patterns else "")


def told(instance: Instance, options: Options) -> str:
    verbs = " or ".join(_VERBS[kind] for kind in KINDS if kind in options.change)
    verb = "touch" if len(options.change) == len(KINDS) else verbs
    return f"Do not {verb} {patterns(instance.match, 'or')}."


RULE = Rule(
    name="forbidden-path",
    options=Options,
    check=check,
    match=MatchUse.REQUIRED,
    guards=True,
    lasting=True,
    told=told,
)
