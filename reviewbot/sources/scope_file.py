"""The file in a working tree that says what the work there is about. It is never committed."""

from __future__ import annotations

import os

from reviewbot.errors import LimitError, SourceError
from reviewbot.model.facts import SCOPE_PATH
from reviewbot.sources.git import printable
from reviewbot.sources.repository import Repository

MOST_BYTES = 1 << 16


def read_scope_file(repository: Repository) -> bytes | None:
    """Its content, None where there is none."""
    path = f"{repository.work_tree}/{SCOPE_PATH.decode()}"
    if repository.work_tree is None or not os.path.isfile(path):  # a pipe would be waited for
        return None
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SourceError(f"the declared scope cannot be read: {error.strerror}", where=printable(path)) from None
    if len(content) > MOST_BYTES:
        raise LimitError(f"the declared scope is larger than {MOST_BYTES >> 10} KiB", where=printable(path))
    return content
