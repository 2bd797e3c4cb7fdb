"""What the service needs of this machine: versions that are too old fail at start, with a message, not at work."""

from __future__ import annotations

import re
import sqlite3
import sys
from tempfile import TemporaryDirectory
from typing import NamedTuple

from reviewbot.errors import SourceError, UsageError
from reviewbot.sources.git import Git, Limits

Version = tuple[int, ...]
LEAST_GIT = (2, 38)
# The job engine asks SQLite for unixepoch('subsec') where Python is 3.12 or later, which older ones answer with NULL.
# https://www.sqlite.org/changes.html#version_3_42_0
LEAST_SQLITE, FROM_PYTHON = (3, 42), (3, 12)
_TIMEOUT_SECONDS = 10.0
_VERSION = re.compile(rb"git version (\d+)\.(\d+)(?:\.(\d+))?")


class Versions(NamedTuple):
    """What is installed. git: () where there is none."""

    python: Version
    sqlite: Version
    git: Version


def check_versions(*, with_sqlite: bool = True) -> None:
    """Raises UsageError where something is too old. with_sqlite: whether the database is SQLite."""
    for error in too_old(installed(), with_sqlite=with_sqlite):
        raise error


def installed() -> Versions:
    """The versions of Python, of the SQLite that it has, and of the git on PATH."""
    return Versions(tuple(sys.version_info[:3]), sqlite3.sqlite_version_info, _git())


def too_old(versions: Versions, *, with_sqlite: bool = True) -> list[UsageError]:
    """What is too old, each with what to do about it."""
    found = []
    if not versions.git:
        found.append(UsageError("git could not be asked for its version", help="install git and put it on PATH"))
    elif versions.git < LEAST_GIT:
        found.append(
            UsageError(
                f"git {shown(versions.git)} is too old", help=f"install git {shown(LEAST_GIT)} or later, on PATH"
            )
        )
    if with_sqlite and versions.python >= FROM_PYTHON and versions.sqlite < LEAST_SQLITE:
        what = f"SQLite {shown(versions.sqlite)} is too old for Python {shown(versions.python)}"
        advice = f"install SQLite {shown(LEAST_SQLITE)} or later, or use Python 3.11; the Dockerfile has what fits"
        found.append(UsageError(what, help=advice))
    return found


def shown(version: Version) -> str:
    return ".".join(map(str, version))


def _git() -> Version:
    with TemporaryDirectory(prefix="reviewbot-") as folder:
        git = Git(folder, cwd=folder, scratch=folder, limits=Limits(timeout_seconds=_TIMEOUT_SECONDS))
        try:
            said = _VERSION.match(git.run("version"))
        except SourceError:
            return ()
    return tuple(int(each) for each in said.groups(b"0")) if said else ()
