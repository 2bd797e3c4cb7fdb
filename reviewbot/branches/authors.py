"""Who made what a part holds: author and date of the commits that changed its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.model.split_plan import Part
from reviewbot.sources.local import LocalChange

MOST_COMMITS = 1000  # of the change, the newest first
_FIELDS = ("%an", "%ae", "%ad")  # none can hold a NUL, and no mailmap is heeded


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
    everybody = _authors(found, ())
    return {
        part.number: _authors(
            found, sorted({name for file in part.files for name in (file.path, file.old_path) if name})
        )
        or everybody
        for part in parts
    }


def _authors(found: LocalChange, paths: Sequence[bytes]) -> list[Author]:
    head, base = found.ends.head or "", found.ends.merge_base
    asked = [head.encode(), *([b"^" + base.encode()] if base else []), b"--"]
    asked += [path for path in paths if b"\n" not in path]
    fields = found.sandbox.git.run(
        "log", f"--max-count={MOST_COMMITS}", "--no-merges", "--date=raw", "--no-mailmap", "--stdin",
        "--format=" + "".join(f"{field}%x00" for field in _FIELDS),
        input=b"".join(line + b"\n" for line in asked),
    ).split(b"\0")[:-1]  # fmt: skip
    if len(fields) % len(_FIELDS):
        raise SourceError("git did not tell who made each commit")
    authors: dict[tuple[str, str], Author] = {}
    for start in range(0, len(fields), len(_FIELDS)):
        name, email, date = (field.decode("utf-8", "surrogateescape") for field in fields[start : start + len(_FIELDS)])
        author = Author(name.removeprefix("\n"), email, date)
        authors.setdefault((author.name, author.email), author)
    return list(authors.values())
