"""The files as they would be after some edits in turn, each read when the first edit of it comes."""

from __future__ import annotations

import os
from stat import S_ISREG

from reviewbot.errors import ReviewbotError
from reviewbot.guard.asked import Edit
from reviewbot.guard.new_content import MAX_FILE_BYTES
from reviewbot.guard.places import Place
from reviewbot.model.change import MODE_EXECUTABLE, MODE_REGULAR
from reviewbot.sources.git import printable
from reviewbot.sources.snapshot import Written

_Held = tuple[bytes | None, int]  # the content, None when nothing is there, and git's mode


class UnreadableError(ReviewbotError):
    """What a file holds could not be read, so what an edit makes of it is not known."""


class Drafts:
    """Nothing is written; several names of one file are one draft."""

    def __init__(self) -> None:
        self._drafts: dict[str, tuple[Place, _Held]] = {}
        self._before: dict[str, bytes | None] = {}

    def make(self, edit: Edit, place: Place, source: Place | None = None) -> None:
        """Do one edit. source: where the file begins, see `Edit.source`. Raises UnreadableError."""
        self._held(place)
        content, mode = self._held(source or place)
        self._drafts[place.full] = (place, (edit.apply(content), mode))

    def _held(self, place: Place) -> _Held:
        if place.full not in self._drafts:
            self._drafts[place.full] = (place, _held(place.full))
            self._before[place.full] = self._drafts[place.full][1][0]
        return self._drafts[place.full][1]

    def before(self, place: Place) -> bytes | None:
        """What the file holds now; None when it is not there."""
        self._held(place)
        return self._before[place.full]

    def is_gone(self, place: Place) -> bool:
        """Whether the file would not be there any more."""
        return self._held(place)[0] is None

    def writes(self) -> dict[bytes, Written | None]:
        """What git would see written, by its paths; None: gone. Other repositories within this one are left out."""
        return {
            place.file: None if content is None else Written(content, mode)
            for place, (content, mode) in self._drafts.values()
            if not place.nested
        }


def _held(full: str) -> _Held:
    """(content, git's mode) of what is there; (None, regular) when nothing is."""
    try:
        # A named pipe would wait for somebody who writes.
        with open(full, "rb", opener=lambda path, flags: os.open(path, flags | os.O_NONBLOCK)) as file:
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
