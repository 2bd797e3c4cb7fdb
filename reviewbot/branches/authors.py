"""Who made what a part holds: author and date of the commits that changed its files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.model.split_plan import Part
from reviewbot.sources.local import LocalChange

MOST_COMMITS = 1000  # of the change, the newest first
_FIELDS = ("%an", "%ae", "%ad")  # none can hold a NUL, and no mailmap is heeded
_NO_NAME = "".join(map(chr, range(ord(" ") + 1))) + ".,:;<>\"\\'"  # git takes no name of these alone


class Author(NamedTuple):
    """date: seconds and time zone, as git stores it ("1700000000 +0100")."""

    name: str
    email: str
    date: str


def authors_of(found: LocalChange, parts: Sequence[Part]) -> dict[int, list[Author]]:
    """For each part, by its number, the authors of the commits that changed its files, the newest first, each once.

    [] for a change that is not committed. Where no commit is found for a part, all of the change's authors.
    """
    if found.ends.head is None:
        return {part.number: [] for part in parts}
    commits = _commits(found, found.ends.head)
    everybody = _each_once(commits)
    by_path: dict[bytes, list[int]] = defaultdict(list)
    for number, (_, paths) in enumerate(commits):
        for path in paths:
            by_path[path].append(number)
    authors = {}
    for part in parts:
        names = {name for file in part.files for name in (file.path, file.old_path) if name}
        numbers = sorted({number for name in names for number in by_path[name]})
        authors[part.number] = _each_once([commits[number] for number in numbers]) or everybody
    return authors


_Commit = tuple[Author, list[bytes]]


def _commits(found: LocalChange, head: str) -> list[_Commit]:
    """The author and the paths of each commit of the change, the newest first."""
    base = found.ends.merge_base
    fields = found.sandbox.git.run(
        "log", f"--max-count={MOST_COMMITS}", "--no-merges", "--date=raw", "--no-mailmap", "--name-only",
        "--no-renames", "-z", "--format=" + "".join(f"%x00{field}" for field in _FIELDS), "--end-of-options",
        head, *([f"^{base}"] if base else []), "--",
    ).split(b"\0")[:-1]  # fmt: skip
    commits: list[_Commit] = []
    each = iter(fields)
    for field in each:
        if not field:  # which no path is, so a commit begins
            told = [value.decode("utf-8", "surrogateescape") for value in islice(each, len(_FIELDS))]
            if len(told) < len(_FIELDS):
                raise SourceError("git did not tell who made each commit")
            commits.append((_writable(Author(*told)), []))
        else:
            paths = commits[-1][1]
            paths.append(field if paths else field.removeprefix(b"\n"))  # git's, before the first one
    return commits


def _writable(author: Author) -> Author:
    """As git writes it: another program may have left out the name, or a date that git can read."""
    name = author.name if author.name.strip(_NO_NAME) else author.email.strip(_NO_NAME) or "unknown"
    return author._replace(name=name, date=author.date or "0 +0000")


def _each_once(commits: Sequence[_Commit]) -> list[Author]:
    authors: dict[tuple[str, str], Author] = {}
    for author, _ in commits:
        authors.setdefault((author.name, author.email), author)
    return list(authors.values())
