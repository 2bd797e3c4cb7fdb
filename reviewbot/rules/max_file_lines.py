"""One file changes more lines than one review should hold.

What it does
    Looks at the counted lines of each file that the instance sees, and finds every file that has more than `limit`.
    The budget shows the file that uses most. Long lines count as several, as in ``max-diff-lines``.

Why
    Our choice: a long change to one file hides its important lines, also where the whole change is within its budget.

Example
    With ``limit = 200``, a file with 180 added and 40 removed lines is found: 220 of 200 lines.

Instead
    Move the mechanical part (rename, move, reformat) into a change of its own, or split the file first.

Options
    ``limit``: lines of one file, required.
    ``count``: ``"changed"`` (added and removed, the default) or ``"added"``.
    ``renames``: ``"follow"`` counts what differs between the two names (the default), ``"full"`` counts a rename as a
    delete plus an add.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.model.change import Needs
from reviewbot.model.options import COUNT, RENAMES, Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Spent, Statement


class Options(NamedTuple):
    limit: Annotated[int, Option(Kind.INTEGER, "Counted lines that one file may change.")]
    count: Annotated[str, COUNT] = "changed"  # type: ignore[assignment]  # a tuple has a method of this name
    renames: Annotated[str, RENAMES] = "follow"


def needs(options: Options) -> Needs:
    return Needs(unpaired_renames=options.renames == "full")


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    largest = 0
    all_known = True
    for file in scope.files:
        counts = file.counts_with(options.renames)
        if counts is None:
            all_known = False
            continue
        used = counts.counted_added if options.count == "added" else counts.counted_lines
        largest = max(largest, used)
        if used > options.limit:
            yield Found(
                path=file.path,
                message=f"{used} of {options.limit} lines in one file",
                help="move the mechanical part of this file's change into a change of its own",
            )
    if all_known:
        yield Spent(limit=options.limit, used=largest, unit="lines")
    else:
        yield NotJudged("a renamed file counts in full here, and a patch does not hold all of it")


def told(_instance: Instance, options: Options) -> str:
    return f"{'Add' if options.count == 'added' else 'Change'} at most {options.limit:,} lines in any one file."


RULE = Rule(name="max-file-lines", options=Options, check=check, needs=needs, measures=True, budget=True, told=told)
