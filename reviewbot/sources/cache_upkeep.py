"""What keeps a cache small and fast over thousands of fetches, and clean after one that was killed."""

from __future__ import annotations

import os
from contextlib import suppress
from shutil import rmtree
from time import time

from reviewbot.errors import SourceError
from reviewbot.sources.git import Git
from reviewbot.sources.incoming import PREFIX

MOST_PACKS = 20
MOST_REFS = 500
_ABANDONED_SECONDS = 3600  # a git whose starter was killed may still write packs
_REPACK = ("repack", "-d", "-q", "--geometric=2", "--no-write-bitmap-index")


def size_of(cache: str) -> int:
    """Bytes of all packs with their indexes; what else there is takes nothing beside them."""
    return sum(file.st_size for _, file in _files(f"{cache}/objects/pack"))


def sweep(cache: str) -> None:
    """Remove what a killed fetch left: what it fetched into, its locks, and packs that were never finished.

    To be called by who alone may write to the cache.
    """
    with suppress(FileNotFoundError), os.scandir(cache) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX):
                rmtree(entry.path, ignore_errors=True)
            elif entry.name.endswith(".lock"):
                os.unlink(entry.path)
    for folder, _, files in os.walk(f"{cache}/refs"):
        for name in files:
            if name.endswith(".lock"):
                os.unlink(f"{folder}/{name}")
    packs = _files(f"{cache}/objects/pack")
    indexed = {name.removesuffix(".idx") for name, _ in packs if name.endswith(".idx")}
    for name, file in packs:
        if file.st_mtime < time() - _ABANDONED_SECONDS and os.path.splitext(name)[0] not in indexed:
            os.unlink(f"{cache}/objects/pack/{name}")


def tidy(git: Git, cache: str, refs: str) -> None:
    """Bring many small packs together, and forget the refs that nobody fetched for the longest time.

    Objects stay, since who reads may need them. A failure leaves all as it is, and is tried again after as many packs.
    """
    packs = sum(name.endswith(".pack") for name, _ in _files(f"{cache}/objects/pack"))
    if packs == 0 or packs % MOST_PACKS:
        return
    with suppress(SourceError):
        found = sorted(_files(f"{cache}/{refs}"), key=lambda named: named[1].st_mtime)
        lines = "".join(f"delete {refs}{name}\n" for name, _ in found[:-MOST_REFS])
        git.run("update-ref", "--stdin", input=lines.encode())
        git.run(*_REPACK)


def _files(folder: str) -> list[tuple[str, os.stat_result]]:
    """What lies there, by name. A git whose starter was killed may take something away meanwhile."""
    found = []
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                found.append((entry.name, entry.stat()))
    return found
