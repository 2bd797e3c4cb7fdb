"""Writing objects apart, as git stores them: one file each, or many in one pack.

A plan makes thousands of trees and blobs, and a file system makes one file faster than thousands.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, WRITTEN, Sandbox

_KINDS = {b"tree": 2, b"blob": 3}  # in a pack, gitformat-pack(5)
_BLOCK_BYTES = 1 << 20


class LooseObjects:
    """Objects of which each is there at once. like: any id of the repository, whose ids are as long."""

    def __init__(self, sandbox: Sandbox, like: str) -> None:
        self._folder = f"{sandbox.path}/{WRITTEN}"
        self._hash = _hash_like(like)

    def write(self, kind: bytes, body: bytes) -> str:
        """Write an object beside what `Sandbox.writing_apart` lets git write; return its id. kind: b"tree", b"blob"."""
        from zlib import compress  # only where something changed

        data = b"%s %d\0%s" % (kind, len(body), body)
        id_ = str(self._hash(data).hexdigest())
        os.makedirs(f"{self._folder}/{id_[:2]}", exist_ok=True)
        with open(f"{self._folder}/{id_[:2]}/{id_[2:]}", "wb") as file:
            file.write(compress(data, 1))
        return id_


class PackedObjects:
    """Objects that are there for git once `finish` was called, which may be done again after more were written."""

    def __init__(self, sandbox: Sandbox, like: str) -> None:
        self._sandbox = sandbox
        self._hash = _hash_like(like)
        self._known: set[str] = set()
        self._path = f"{sandbox.path}/{WRITTEN}/unfinished.pack"
        self._start()

    def _start(self) -> None:
        self._waiting = [_pack_header(0)]
        self._waiting_bytes = self._count = 0

    def write(self, kind: bytes, body: bytes) -> str:
        """Take in an object, once; return its id. kind: b"tree", b"blob"."""
        from zlib import compress

        digest = self._hash(b"%s %d\0" % (kind, len(body)))
        digest.update(body)
        id_ = str(digest.hexdigest())
        if id_ not in self._known:
            self._known.add(id_)
            self._count += 1
            self._waiting += (_entry_header(_KINDS[kind], len(body)), compress(body, 1))
            self._waiting_bytes += len(self._waiting[-1])
            if self._waiting_bytes > _BLOCK_BYTES:
                self._put_down()
        return id_

    def finish(self) -> None:
        """Let git see what was written."""
        if not self._count:
            return
        self._put_down()
        with open(self._path, "r+b") as file:
            file.write(_pack_header(self._count))
            file.seek(0)
            digest = self._hash()
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
            file.write(digest.digest())
        self._start()
        pack = f"{self._sandbox.path}/{WRITTEN}/pack/pack-{digest.hexdigest()}.pack"
        os.rename(self._path, pack)
        self._sandbox.git.run("index-pack", pack)

    def _put_down(self) -> None:
        with open(self._path, "ab") as file:
            file.writelines(self._waiting)
        self._waiting, self._waiting_bytes = [], 0


def _pack_header(count: int) -> bytes:
    return b"PACK" + (2).to_bytes(4, "big") + count.to_bytes(4, "big")


def _entry_header(kind: int, size: int) -> bytes:
    """Kind and size, seven bits of it in each byte after the first, the low ones first."""
    header = [kind << 4 | size & 15]
    size >>= 4
    while size:
        header[-1] |= 128
        header.append(size & 127)
        size >>= 7
    return bytes(header)


def _hash_like(id_: str) -> Any:
    """The hash by the interpreter's own module, which loads faster than hashlib with its OpenSSL."""
    sha256 = len(id_) == SHA256_HEX_DIGITS
    for module in ("_sha2", "_sha256") if sha256 else ("_sha1",):  # CPython 3.12 and later; 3.11
        try:
            found = import_module(module)
        except ImportError:
            continue
        return found.sha256 if sha256 else found.sha1
    import hashlib  # an interpreter built without either

    return hashlib.sha256 if sha256 else hashlib.sha1
