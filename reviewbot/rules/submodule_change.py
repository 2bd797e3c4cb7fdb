"""A submodule is put somewhere, moved to another commit, or taken away.

What it does
    Finds every submodule of the change. One that is put at, below or above a path that ``forbidden-path`` or
    ``protected-path`` guards has the severity of the instance (above: as far as a pattern names a path from the root).
    Everything else is a warning: a submodule put elsewhere, removed, or pointed at another commit.

Why
    What a submodule brings is in another repository, and no rule judges it; a pull request shows one line for it.
    See https://git-scm.com/docs/gitsubmodules. That a moved pointer is a warning only is our choice.

Example
    With ``config/`` forbidden, a submodule at ``config`` blocks, and a submodule at ``vendor/library`` warns.

Instead
    Take the dependency from a package registry at a fixed version, or review the other repository's change first.

Options
    None.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.diff.guarded_paths import guard_at, guard_below
from reviewbot.model.change import MODE_SUBMODULE, ChangedFile
from reviewbot.model.policy import Instance
from reviewbot.model.report import Severity
from reviewbot.model.rule import Found, Rule, Scope, Statement


class Options(NamedTuple):
    """None."""


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.files:
        if MODE_SUBMODULE not in (file.old_mode, file.new_mode):
            continue
        guard = guard_of(file, scope.guards)
        if guard is not None:
            yield Found(
                path=file.path,
                message=f"puts a submodule where {guard.rule} guards",
                help="put the submodule elsewhere, or ask those who may waive the rule",
            )
        else:
            yield Found(
                path=file.path,
                message=what_happened(file),
                help="review what the other repository changed; it is not part of this change",
                severity=Severity.WARN,
            )


def is_put_here(file: ChangedFile) -> bool:
    """Whether the submodule is new at this path: added, moved here, or in the place of something else."""
    return file.new_mode == MODE_SUBMODULE and (file.old_mode != MODE_SUBMODULE or file.old_path is not None)


def guard_of(file: ChangedFile, guarding: tuple[Instance, ...]) -> Instance | None:
    """The instance that guards where a submodule is put; None as well when it was there before."""
    if not is_put_here(file):
        return None
    return guard_at(guarding, file.path) or guard_below(guarding, file.path)


def what_happened(file: ChangedFile) -> str:
    if is_put_here(file):
        return "puts a submodule here"
    if file.new_mode == MODE_SUBMODULE:
        return "points the submodule at another commit"
    return "removes a submodule"


def told(_instance: Instance, _options: Options) -> str:
    return "Do not add, move or remove a submodule."


RULE = Rule(name="submodule-change", options=Options, check=check, told=told)
