"""Objects of a repository by their names, many in one call of git."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.sources.git import Answer
from reviewbot.sources.sandbox import Sandbox

_HEADER = re.compile(rb"([0-9a-f]+) (\w+) (\d+)\n")


class Object(NamedTuple):
    """id: full hex. kind: b"blob", b"tree", b"commit". content: as it is stored."""

    id: str
    kind: bytes
    content: bytes


def start_reading_objects(sandbox: Sandbox, names: Sequence[bytes]) -> Answer:
    """Ask git for these objects: full ids, or `ID:PATH`, where a path may hold any byte."""
    asked = b"".join(name + b"\0" for name in names)
    return sandbox.git.start("cat-file", "--batch", "-z", "--buffer", input=asked)


def objects_in(answer: bytes, names: Sequence[bytes]) -> Iterator[Object | None]:
    """What git answered, None for a name that has no object. Raises SourceError for an answer of another form."""
    position = 0
    for name in names:
        missing = name + b" missing\n"  # a name may hold a line end, so this is looked for first
        if answer.startswith(missing, position):
            position += len(missing)
            yield None
            continue
        header = _HEADER.match(answer, position)
        if header is None:
            raise SourceError(f"git did not show an object of the repository: {name!r}")
        end = header.end() + int(header[3])
        yield Object(header[1].decode(), header[2], answer[header.end() : end])
        position = end + 1
