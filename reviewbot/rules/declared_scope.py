"""A file is touched outside of what the change says it is about.

What it does
    A change may declare which paths it touches: with ``Scope:`` lines in its commit messages, of which every word is a
    gitignore pattern (spaces or commas between, double quotes around one that holds either), or before there is a
    commit with a file ``.reviewbot-scope`` in the working tree (one pattern a line, ``#`` for comments). All
    declarations of a change add up, so none takes back with ``!`` what another gives. Finds every other file, a
    declared pattern that is none, and ``.reviewbot-scope`` itself where it is committed. Where nothing is declared
    nothing is found, unless ``required``.

Why
    Our choice: whoever said beforehand what a task is about sees at once where it silently grew.

Example
    With ``Scope: src/web/ tests/web/`` in a commit message, a change to ``src/billing/prices.py`` is found.

Instead
    Take the file out of the change, or declare it too, in the message of the commit that needs it.

Options
    ``required``: whether a change must declare its scope. Off unless given.
"""

import re
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.diff.declared_scopes import LONGEST_PATTERN, MOST_PATTERNS
from reviewbot.diff.path_patterns import check_pattern, covers, guards
from reviewbot.model.change import ChangedFile, Needs
from reviewbot.model.facts import SCOPE_PATH
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Statement

_OWN_FILE = ("/" + SCOPE_PATH.decode(),)
_SUSPECT = re.compile(rb"(?i)review|[~\x80-\xff]")  # a fast look, for each path of every change is looked at
_PLAIN = re.compile(r"[\w./*?+=!\[\]-]+", re.ASCII)  # what a message shows of a pattern that an author wrote


class Options(NamedTuple):
    required: Annotated[bool, Option(Kind.FLAG, "Whether a change must declare its scope.")] = False


def needs(_options: Options) -> Needs:
    return Needs(commit_texts=True)


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    yield from (_committed(file) for file in scope.change.files if file.exists_in_head and _is_scope_file(file.path))
    declared = scope.facts.scopes
    if declared is None:
        yield NotJudged("what the change declares is not known")
        return
    if not declared and options.required:
        yield Found(message="declares no scope", help="add a line `Scope: PATTERN ...` to a commit message")
    yield from _invalid(declared)
    patterns = tuple(pattern for pattern in declared[:MOST_PATTERNS] if _what_is_wrong(pattern) is None)
    for file in scope.files if patterns else ():
        if not covers(patterns, file.path):
            yield _outside(file, "is outside of the declared scope")
        elif file.old_path is not None and not covers(patterns, file.old_path):
            yield _outside(file, "comes from outside of the declared scope")


def _is_scope_file(path: bytes) -> bool:
    return _SUSPECT.search(path) is not None and guards(_OWN_FILE, path)


def _committed(file: ChangedFile) -> Found:
    return Found(
        path=file.path,
        message="is for the working tree only and must not be committed",
        help="git rm --cached it, and declare the scope with `Scope:` lines in commit messages",
    )


def _outside(file: ChangedFile, message: str) -> Found:
    return Found(
        path=file.path, message=message, help="leave it out of the change, or declare it with a `Scope:` line too"
    )


def _invalid(declared: tuple[str, ...]) -> Iterator[Found]:
    for pattern in declared[:MOST_PATTERNS]:
        wrong = _what_is_wrong(pattern)
        if wrong is not None:
            shown = f"{pattern}: {wrong}" if _PLAIN.fullmatch(pattern) else "not shown, for it is not plain text"
            yield Found(
                message=f"declares what is no pattern ({shown})",
                help="write gitignore patterns, with spaces or commas between, in double quotes where they hold either",
                text=pattern.encode("utf-8", "surrogateescape"),
            )
    if len(declared) > MOST_PATTERNS:
        yield Found(
            message=f"declares more than {MOST_PATTERNS} patterns, and only so many are looked at",
            help="declare folders in place of files",
        )


def _what_is_wrong(pattern: str) -> str | None:
    """None for a pattern that can be looked for."""
    if len(pattern) > LONGEST_PATTERN:
        return f"it has more than {LONGEST_PATTERN} characters"
    if pattern.startswith('"'):
        return "its quote is empty or never closed"
    if pattern.startswith("!"):
        return "declarations only add up"
    try:
        check_pattern(pattern)
    except ValueError as error:
        return str(error)
    return None


def told(_instance: Instance, options: Options) -> str:
    said = "Stay within what this change declares: `Scope:` lines of its commit messages, or `.reviewbot-scope`."
    return f"{said} Declare its scope before you begin." if options.required else said


RULE = Rule(name="declared-scope", options=Options, check=check, needs=needs, told=told)
