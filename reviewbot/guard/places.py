"""Where an edit would land: the path that the agent writes, through links, as the repository has it."""

from __future__ import annotations

import os
from stat import S_ISREG
from typing import NamedTuple

from reviewbot.errors import ReviewbotError
from reviewbot.guard.asked import Edit
from reviewbot.model.change import MODE_EXECUTABLE, MODE_REGULAR
from reviewbot.sources.git import printable
from reviewbot.sources.snapshot import Written

MAX_FILE_BYTES = 64 << 20


class UnreadableError(ReviewbotError):
    """What a file holds could not be read, so what an edit makes of it is not known."""


class Place(NamedTuple):
    """named: the paths of the repository under which the edit may be known, as the agent wrote it and through links.

    file: the one that git would see changed, the last of them. full: where it is on the disk.
    """

    named: tuple[bytes, ...]
    full: str

    @property
    def file(self) -> bytes:
        return self.named[-1]


def place_of(path: str, folder: str, top: str) -> Place | None:
    """Where the edit lands in the repository at `top`; None when that is outside of it."""
    written = os.path.abspath(os.path.join(folder, path))
    landing = os.path.realpath(written)
    inside = _below(os.path.realpath(top), landing)
    if inside is None:
        return None
    as_written = _below(os.path.abspath(top), written)
    return Place(tuple(dict.fromkeys(name for name in (as_written, inside) if name is not None)), landing)


def _below(top: str, path: str) -> bytes | None:
    if path == top or not path.startswith(top.rstrip("/") + "/"):
        return None
    return os.fsencode(path[len(top.rstrip("/")) + 1 :])


def written(place: Place, edits: list[Edit]) -> Written | None:
    """What the file would hold after these edits in turn; None when it would be gone. Raises UnreadableError."""
    content, mode = _held(place.full)
    for edit in edits:
        content = edit.apply(content)
    return None if content is None else Written(content, mode)


def _held(full: str) -> tuple[bytes | None, int]:
    """(content, git's mode) of what is there; (None, regular) when nothing is."""
    try:
        with open(full, "rb") as file:
            status = os.fstat(file.fileno())
            if not S_ISREG(status.st_mode):
                raise UnreadableError("this is no regular file", where=printable(full))
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None, MODE_REGULAR
    except OSError as error:
        raise UnreadableError(f"the file cannot be read: {error.strerror}", where=printable(full)) from None
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableError(f"the file is larger than {MAX_FILE_BYTES >> 20} MiB", where=printable(full))
    return content, MODE_EXECUTABLE if status.st_mode & 0o100 else MODE_REGULAR
