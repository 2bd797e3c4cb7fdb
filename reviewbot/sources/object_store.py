"""Writing objects apart, as git stores them: a file for each, or one pack for many.

What is written lies beside what `Sandbox.writing_apart` lets git write, so no object of the repository is touched.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, NamedTuple, Protocol

from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, WRITTEN, Sandbox

_KINDS = {b"tree": 2, b"blob": 3}  # in a pack, gitformat-pack(5)
_LOOSE_BYTES = 1 << 16  # of a blob that is a file of its own: git reads a whole pack again to make its index
_BLOCK_BYTES = 1 << 20
_HELD_BYTES = 16 << 20  # of the trees written last, which are the ones that are read again


class Store(Protocol):
    def write(self, id_: str, data: bytes) -> None:
        """Take in an object. data: as `object_data` makes it."""

    def read(self, id_: str) -> bytes:
        """The content of an object that was written."""

    def finish(self) -> None:
        """Let git see what was written."""


class LooseObjects:
    """Objects that git sees at once: for a few."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._folder = f"{sandbox.path}/{WRITTEN}"

    def write(self, id_: str, data: bytes) -> None:
        """As `Store` says."""
        from zlib import compress  # only where something changed

        os.makedirs(f"{self._folder}/{id_[:2]}", exist_ok=True)
        with open(f"{self._folder}/{id_[:2]}/{id_[2:]}", "wb") as file:
            file.write(compress(data, 1))

    def read(self, id_: str) -> bytes:
        """As `Store` says."""
        from zlib import decompress

        with open(f"{self._folder}/{id_[:2]}/{id_[2:]}", "rb") as file:
            return decompress(file.read()).partition(b"\0")[2]

    def finish(self) -> None:
        """All is there already."""


class _Place(NamedTuple):
    pack: int
    offset: int
    length: int


class PackedObjects:
    """Objects that git sees once `finish` was called: for thousands, of which each would be a file. None twice.

    like: any id of the repository, whose ids are as long.
    """

    def __init__(self, sandbox: Sandbox, like: str) -> None:
        self._sandbox, self._like = sandbox, like
        self._folder = f"{sandbox.path}/{WRITTEN}/pack"
        self._loose = LooseObjects(sandbox)
        self._packs: list[str] = []
        self._places: dict[str, _Place] = {}
        self._held: dict[str, bytes] = {}
        self._held_bytes = 0
        self._begin()

    def _begin(self) -> None:
        self._waiting = [_pack_header(0)]
        self._waiting_bytes = self._end = len(self._waiting[0])
        self._count = 0

    def write(self, id_: str, data: bytes) -> None:
        """As `Store` says; a large blob becomes a file of its own."""
        from zlib import compress

        if id_ in self._places:
            return
        header, _, content = data.partition(b"\0")
        kind, _, _ = header.partition(b" ")
        if len(data) > _LOOSE_BYTES and kind != b"tree":
            self._loose.write(id_, data)
            return
        start, packed = _entry_header(_KINDS[kind], len(content)), compress(content, 1)
        self._places[id_] = _Place(len(self._packs), self._end + len(start), len(packed))
        self._waiting += (start, packed)
        self._waiting_bytes += len(start) + len(packed)
        self._end += len(start) + len(packed)
        self._count += 1
        if kind == b"tree":
            self._hold(id_, content)
        if self._waiting_bytes > _BLOCK_BYTES:
            self._put_down()

    def read(self, id_: str) -> bytes:
        """As `Store` says, also before `finish`."""
        from zlib import decompress

        if id_ in self._held:
            return self._held[id_]
        if id_ not in self._places:
            return self._loose.read(id_)
        self._put_down()
        place = self._places[id_]
        with open([*self._packs, self._unfinished][place.pack], "rb") as file:
            file.seek(place.offset)
            return decompress(file.read(place.length))

    def finish(self) -> None:
        """Put the pack to an end, with its index; what is written afterwards goes into another one."""
        if not self._count:
            return
        self._put_down()
        with open(self._unfinished, "r+b") as file:
            file.write(_pack_header(self._count))
            file.seek(0)
            digest = hash_like(self._like)()
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
            file.write(digest.digest())
        pack = f"{self._folder}/pack-{digest.hexdigest()}.pack"
        os.rename(self._unfinished, pack)
        self._packs.append(pack)
        self._begin()
        self._sandbox.git.run("index-pack", pack)

    @property
    def _unfinished(self) -> str:
        return f"{self._folder}/unfinished"

    def _put_down(self) -> None:
        if self._waiting:
            with open(self._unfinished, "ab") as file:
                file.writelines(self._waiting)
        self._waiting, self._waiting_bytes = [], 0

    def _hold(self, id_: str, content: bytes) -> None:
        self._held[id_] = content
        self._held_bytes += len(content)
        while self._held_bytes > _HELD_BYTES:
            self._held_bytes -= len(self._held.pop(next(iter(self._held))))


def _pack_header(count: int) -> bytes:
    return b"PACK" + (2).to_bytes(4, "big") + count.to_bytes(4, "big")


def _entry_header(kind: int, size: int) -> bytes:
    """Kind and size, four bits of it and then seven in each byte, the low ones first."""
    header = [kind << 4 | size & 15]
    size >>= 4
    while size:
        header[-1] |= 128
        header.append(size & 127)
        size >>= 7
    return bytes(header)


def object_data(kind: bytes, body: bytes) -> bytes:
    """What git stores, and of what it makes the id. kind: b"tree", b"blob"."""
    return b"%s %d\0%s" % (kind, len(body), body)


def object_id(data: bytes, like: str) -> str:
    """The id of an object in a repository of which `like` is any id."""
    return str(hash_like(like)(data).hexdigest())


def hash_like(id_: str) -> Any:
    """The hash that such ids are made by, of the interpreter itself, which loads faster than OpenSSL."""
    sha256 = len(id_) == SHA256_HEX_DIGITS
    for module in ("_sha2", "_sha256") if sha256 else ("_sha1",):  # CPython 3.12 and later; 3.11
        try:
            found = import_module(module)
        except ImportError:
            continue
        return found.sha256 if sha256 else found.sha1
    import hashlib  # an interpreter built without either

    return hashlib.sha256 if sha256 else hashlib.sha1
