"""A change holds more lines than one review should.

What it does
    Adds up the counted lines of every file that the instance sees, and finds when they pass `limit`. A line longer
    than 512 bytes, or one that hides further lines behind other line separators, counts as several.

Why
    Our choice of 300: a cap of 300 lines forced one large refactoring into three reviewable pull requests, and two
    bugs were found on the way.

Example
    With ``limit = 300``, a change that adds 350 lines and removes 40 is found: 390 of 300 lines.

Instead
    Split the change: mechanical edits first, then one subject at a time. Files that nobody reviews line by line
    belong in ``ignore``.

Options
    ``limit``: lines, 300 unless given.
    ``count``: ``"changed"`` (added and removed, the default) or ``"added"``.
    ``renames``: ``"follow"`` counts what differs between the two names (the default), ``"full"`` counts a rename as a
    delete plus an add.
    ``ignore-generated``: leave out what ``.gitattributes`` at base marks linguist-generated. Off unless given.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.model.change import ChangedFile, FileStatus, LineCounts, Needs
from reviewbot.model.options import COUNT, RENAMES, Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Spent, Statement

_TOGETHER = ", added and removed together"


class Options(NamedTuple):
    limit: Annotated[int, Option(Kind.INTEGER, "Counted lines that a change may hold.")] = 300
    count: Annotated[str, COUNT] = "changed"  # type: ignore[assignment]  # a tuple has a method of this name
    renames: Annotated[str, RENAMES] = "follow"
    ignore_generated: Annotated[
        bool, Option(Kind.FLAG, "Leave out what .gitattributes at base marks linguist-generated.")
    ] = False


def needs(options: Options) -> Needs:
    apart = options.renames == "full" or options.ignore_generated
    return Needs(generated=options.ignore_generated, unpaired_renames=apart)


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    used = 0
    for file in scope.files:
        counts = _counts(file, options)
        if counts is None:
            yield NotJudged("a renamed file counts in full here, and a patch does not hold all of it")
            return
        used += counts.counted_added if options.count == "added" else counts.counted_lines
    yield Spent(limit=options.limit, used=used, unit="lines")
    if used > options.limit:
        yield Found(
            message=f"{used} of {options.limit} lines",
            help="split the change: mechanical edits first, then one subject at a time",
        )


def _counts(file: ChangedFile, options: Options) -> LineCounts | None:
    """What counts of a file, None when that was not read.

    With `ignore-generated` it is what a person wrote: a file moved out of the generated ones is added, one moved among
    them is deleted.
    """
    if not options.ignore_generated:
        return file.counts_with(options.renames)
    if file.status is not FileStatus.RENAMED or file.generated == file.was_generated:
        return LineCounts() if file.generated else file.counts_with(options.renames)
    if file.unpaired is None:
        return None
    whole = file.unpaired.counts
    return whole.removed_only() if file.generated else whole.added_only()


def told(_instance: Instance, options: Options) -> str:
    only_added = options.count == "added"
    said = [f"{'Add' if only_added else 'Change'} at most {options.limit:,} lines{'' if only_added else _TOGETHER}."]
    if options.renames == "full":
        said.append("A rename counts as a delete plus an add.")
    if options.ignore_generated:
        said.append("What `.gitattributes` marks `linguist-generated` is not counted.")
    return " ".join(said)


RULE = Rule(name="max-diff-lines", options=Options, check=check, needs=needs, measures=True, budget=True, told=told)
