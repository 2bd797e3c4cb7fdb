"""Reading the contents of blobs, many in one call of git."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reviewbot.errors import SourceError
from reviewbot.sources.git import printable
from reviewbot.sources.sandbox import Sandbox

_HEADER = re.compile(rb"([0-9a-f]+) (\d+)\n")


def read_blobs(sandbox: Sandbox, ids: Iterable[str]) -> dict[str, bytes]:
    """The content of each blob (full ids), by id. Raises SourceError for one that the repository lacks."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    asked = "".join(f"{id_}\n" for id_ in wanted).encode()
    answers = sandbox.git.run("cat-file", "--batch=%(objectname) %(objectsize)", "--buffer", input=asked)
    found: dict[str, bytes] = {}
    position = 0
    for id_ in wanted:
        header = _HEADER.match(answers, position)
        if header is None or header[1].decode() != id_:
            raise SourceError(f"the repository lacks an object that is needed: {id_}")
        end = header.end() + int(header[2])
        found[id_] = answers[header.end() : end]
        position = end + 1
    return found


def read_sizes(sandbox: Sandbox, ids: Iterable[str]) -> dict[str, int]:
    """Bytes of each blob, by id. Raises SourceError for one that the repository lacks."""
    asked = "".join(f"{id_}\n" for id_ in sorted(set(ids))).encode()
    answers = sandbox.git.run("cat-file", "--batch-check=%(objectname) %(objectsize)", input=asked)
    sizes = {}
    for line in answers.decode("ascii", "replace").splitlines():
        id_, _, size = line.partition(" ")
        if not size.isdigit():
            raise SourceError(f"the repository lacks an object that is needed: {printable(line)}")
        sizes[id_] = int(size)
    return sizes
