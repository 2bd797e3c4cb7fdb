"""A file changes its mode: it becomes executable, stops being so, or becomes another kind of file.

What it does
    Finds every file of which both sides exist and whose mode differs: regular (100644), executable (100755), symlink
    (120000) or submodule (160000). A file that is added with any mode is not found, and neither is one that moves into
    the instance's ``match`` from outside, since it is added there.

Why
    Our choice: a change of mode has no lines, so it is easily missed, and it decides what can be run. A file that
    becomes a link or a submodule is found here too, wherever the link points.

Example
    A change that makes ``tools/report.py`` executable is found.

Instead
    Restore the mode with ``git update-index --chmod=-x FILE``, or propose it as a change of its own.

Options
    None.
"""

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.model.change import MODE_ABSENT, MODE_EXECUTABLE, MODE_REGULAR, MODE_SUBMODULE, MODE_SYMLINK
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Statement

KINDS = {
    MODE_REGULAR: "a regular file",
    MODE_EXECUTABLE: "an executable file",
    MODE_SYMLINK: "a symlink",
    MODE_SUBMODULE: "a submodule",
}


class Options(NamedTuple):
    """None."""


def kind_of(mode: int) -> str:
    return KINDS.get(mode) or f"something of mode {mode:o}"


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.files:
        if file.old_mode != file.new_mode and MODE_ABSENT not in (file.old_mode, file.new_mode):
            yield Found(
                path=file.path,
                message=f"was {kind_of(file.old_mode)} and is now {kind_of(file.new_mode)}",
                help="restore the mode, or propose it as a change of its own",
            )


def told(_instance: Instance, _options: Options) -> str:
    return "Do not change what kind of file a file is, nor whether it is executable."


RULE = Rule(name="mode-change", options=Options, check=check, told=told)
