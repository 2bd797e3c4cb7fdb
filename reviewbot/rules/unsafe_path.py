"""A path is one that git or a file system refuses, or takes for another path.

What it does
    Finds every path of head with an empty part, ``.`` or ``..``, an absolute path (also ``C:/``), and every path
    through git's own folder, under all its names: ``.git`` in any case, ``git~1``, ``.git.``,
    ``.git::$INDEX_ALLOCATION``, with characters that macOS leaves out, and behind a backslash. The rule is always on,
    and ``match`` and ``ignore`` cannot relax it. A change that only removes such a path passes.

Why
    git never writes such a path, but a pushed tree may hold one, and a checkout can then write outside of the
    repository or into ``.git`` (CVE-2014-9390, https://nvd.nist.gov/vuln/detail/CVE-2014-9390; git's own checks:
    https://git-scm.com/docs/git-fsck, hasDotgit, hasDotdot, emptyName, fullPathname).

Example
    A tree with ``src/.GIT/hooks/post-checkout`` is found.

Instead
    Name the file otherwise. ``git fsck`` shows the trees that hold such names.

Options
    None.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.diff.canonical_path import canonical
from reviewbot.diff.path_patterns import guards
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Statement

GIT_FOLDER = (".git",)
DRIVE = re.compile(rb"[A-Za-z]:[/\\]")
# A fast look that every unsafe path fails, for this rule sees each path of every change.
SUSPECT = re.compile(rb"(?i)git|[~\x80-\xff]|\A\Z|\A/|//|/\Z|\A[a-z]:|(?:\A|[/\\])\.{1,2} *(?:[/\\]|\Z)")


class Options(NamedTuple):
    """None."""


def check(scope: Scope, _options: Options) -> Iterator[Statement]:
    for file in scope.change.files:
        wrong = what_is_wrong(file.path) if file.exists_in_head and SUSPECT.search(file.path) else None
        if wrong is not None:
            yield Found(path=file.path, message=wrong, help="name the file otherwise; git fsck shows such names")


def what_is_wrong(path: bytes) -> str | None:
    """What is wrong with a path, in words; None when nothing is."""
    if path.startswith(b"/") or DRIVE.match(path):
        return "is an absolute path"
    if any(stands_for_another_folder(part) for part in path.split(b"/")):
        return "has an empty part, or one that stands for its own or the outer folder"
    if guards(GIT_FOLDER, path):
        return "is in git's own folder"
    return None


def stands_for_another_folder(part: bytes) -> bool:
    """Whether a part between slashes is empty or a kind of `.` or `..`, also behind a backslash."""
    pieces = part.split(b"\\")
    if any(piece.rstrip(b" ") in (b".", b"..") for piece in pieces):
        return True
    return len(pieces) == 1 and not canonical(part)


def told(_instance: Instance, _options: Options) -> str:
    return "Add no path that git or a file system refuses, or takes for another path."


RULE = Rule(name="unsafe-path", options=Options, check=check, always_on=True, told=told)
