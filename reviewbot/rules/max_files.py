"""A change touches more files than one review should hold.

What it does
    Counts the changed paths that the instance sees, and finds when they pass `limit`. A renamed file counts once.

Why
    Our choice: every further file is one more place where the reader has to find out what belongs together.

Example
    With ``limit = 20``, a change of 21 files is found: 21 of 20 files.

Instead
    Split the change by subject, or make a mechanical edit of many files a change of its own. Files that nobody reviews
    one by one belong in ``ignore``.

Options
    ``limit``: files, required.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, Rule, Scope, Spent, Statement


class Options(NamedTuple):
    limit: Annotated[int, Option(Kind.INTEGER, "Files that a change may touch.")]


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    used = len({file.path for file in scope.files})
    yield Spent(limit=options.limit, used=used, unit="files")
    if used > options.limit:
        yield Found(
            message=f"{used} of {options.limit} files",
            help="split the change by subject, or make a mechanical edit of many files a change of its own",
        )


def told(_instance: Instance, options: Options) -> str:
    return f"Touch at most {options.limit:,} files."


RULE = Rule(name="max-files", options=Options, check=check, budget=True, told=told)
