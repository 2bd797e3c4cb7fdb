"""Where an edit would land: the path that the agent writes, through links, as the repository has it."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from reviewbot.guard.asked import NotUnderstoodError

_MAX_PATH_BYTES = 4096  # PATH_MAX of Linux; other systems have less
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class Place(NamedTuple):
    """named: the paths of the repository under which the edit may be known, as the agent wrote it and through links.

    file: the one that git would see changed, the last of them. full: where it is on the disk. nested: the top of
    another repository within this one that holds it, "" when none does.
    """

    named: tuple[bytes, ...]
    full: str
    nested: str = ""

    @property
    def file(self) -> bytes:
        return self.named[-1]


def place_of(path: str, folder: str, top: str) -> Place | None:
    """Where the edit lands in the repository whose working tree is at `top` (a real path); None when outside of it.

    Raises NotUnderstoodError for a path that leads to different places in different programs.
    """
    if path != path.strip() or path.startswith("~") or _URL.match(path) or "\0" in path or not path:
        raise NotUnderstoodError(f"{path!a:.200} is no plain path", help="write the path out, from the root")
    if not _can_be(path):
        raise NotUnderstoodError(f"{path!a:.200} is no path that a file can have")
    joined = os.path.join(folder, path)
    written, landing = os.path.abspath(joined), os.path.realpath(joined)
    if os.path.realpath(written) != landing:  # `link/..`: some programs go back first, others through the link
        raise NotUnderstoodError(f"{path!a:.200} goes back out of a link", help="write the path without `..`")
    if not _is_below(top, landing):
        return None
    inside = _rest(landing, top)
    return Place(tuple(dict.fromkeys((*_names(written, top), inside))), landing, _nested(landing, top))


def _can_be(path: str) -> bool:
    try:
        return len(os.fsencode(path)) < _MAX_PATH_BYTES
    except UnicodeEncodeError:
        return False


def _is_below(top: str, path: str) -> bool:
    return path != top and path.startswith(top.rstrip("/") + "/")


def _rest(path: str, top: str) -> bytes:
    return os.fsencode(path[len(top.rstrip("/")) + 1 :])


def _names(written: str, top: str) -> list[bytes]:
    """What the path is called below the top, from each folder on the way that is the top, maybe through a link."""
    names = []
    folder = os.path.dirname(written)
    while folder != os.path.dirname(folder):
        if os.path.realpath(folder) == top:
            names.append(_rest(written, folder))
        folder = os.path.dirname(folder)
    return names


def _nested(landing: str, top: str) -> str:
    folder = os.path.dirname(landing)
    while folder != top:
        if os.path.lexists(f"{folder}/.git"):
            return folder
        folder = os.path.dirname(folder)
    return ""
