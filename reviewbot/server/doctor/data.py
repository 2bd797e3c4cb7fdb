"""The data folder: whether it can be written to, on a disk that keeps it, with room."""

from __future__ import annotations

import os
import shutil
from itertools import islice
from tempfile import TemporaryFile

from reviewbot.server.doctor.check import Check
from reviewbot.server.settings import Settings

LEAST_FREE_BYTES = 1 << 30
MOUNTS = "/proc/self/mounts"
# SQLite's write-ahead log is memory that processes share: https://www.sqlite.org/wal.html
_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "lustre", "fuse.sshfs", "fuse.s3", "virtiofs")
_MEMORY = ("tmpfs", "ramfs")
_MOST_FILES = 100_000


def data_checks(settings: Settings) -> list[Check]:
    folder = _existing(settings.data_folder)
    written = _written(settings.data_folder, folder)
    return [written, _disk(folder), _room(settings, folder)]


def _existing(folder: str) -> str:
    """The folder, or what it will be made in."""
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    return folder


def _written(wanted: str, folder: str) -> Check:
    advice = "set data_folder to a folder that the service's user may write to"
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"reviewbot")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Check("data folder", False, f"{folder} cannot be written to: {error.strerror}", advice)
    later = "" if folder == wanted else f" (of {wanted}, which is made at the first start)"
    return Check("data folder", True, f"{folder}{later} can be written to")


def _disk(folder: str) -> Check:
    try:
        with open(MOUNTS, encoding="utf-8", errors="surrogateescape") as file:
            point, kind = mount_of(os.path.realpath(folder), file.read())
    except OSError:
        return Check("disk", None, f"what kind of disk {folder} is on cannot be told here")
    if kind.startswith(_NETWORK):
        what = f"{folder} is on a network ({kind}), where SQLite cannot keep its promises"
        return Check("disk", False, what, "set data_folder to a disk of this machine")
    if kind in _MEMORY:
        return Check("disk", False, f"{folder} is in memory ({kind}) until a restart", "set data_folder to a disk")
    if kind == "overlay" and point == "/":
        what = f"{folder} is in the container itself, and goes with it"
        return Check("disk", False, what, f"mount a volume at {folder}")
    return Check("disk", True, f"{folder} is on a disk of this machine ({kind})")


def mount_of(path: str, mounts: str) -> tuple[str, str]:
    """(mount point, kind of file system) of an absolute path. mounts: text as of /proc/self/mounts. Raises OSError."""
    found = [("", "")]
    for line in mounts.splitlines():
        _device, point, kind, *_ = line.split(" ")
        point = point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if path == point or path.startswith(point.rstrip("/") + "/"):
            found.append((point, kind))
    longest = max(found, key=lambda mount: len(mount[0]))
    if not longest[0]:
        raise OSError("it is not mounted")
    # Of several at one point the last one is seen.
    return next(mount for mount in reversed(found) if mount[0] == longest[0])


def _room(settings: Settings, folder: str) -> Check:
    free = shutil.disk_usage(folder).free
    needed = max(settings.cache_bytes - _used(settings.data_folder), 0) + LEAST_FREE_BYTES
    what = f"{_shown(free)} are free on the disk of {folder}"
    if free < LEAST_FREE_BYTES:
        return Check("free space", False, what, f"make room for {_shown(LEAST_FREE_BYTES)} at least")
    if free < needed:
        what += f", and the cache may grow to {_shown(settings.cache_bytes)}"
        return Check("free space", False, what, "lower cache_bytes, or use a larger disk")
    return Check("free space", True, what)


def _used(folder: str) -> int:
    files = (os.path.join(where, name) for where, _, names in os.walk(folder) for name in names)
    return sum(os.lstat(file).st_size for file in islice(files, _MOST_FILES) if os.path.lexists(file))


def _shown(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB"
