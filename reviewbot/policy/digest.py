"""SHA-256 without OpenSSL: `hashlib` takes 3 ms to load, the small module of the interpreter 0.2 ms."""

from __future__ import annotations

from importlib import import_module


def sha256_hex(text: bytes) -> str:
    """The SHA-256 of these bytes, in hex."""
    for module in ("_sha2", "_sha256"):  # CPython 3.12 and later; 3.11
        try:
            return str(import_module(module).sha256(text).hexdigest())
        except ImportError:
            continue
    from hashlib import sha256  # an interpreter built without either

    return sha256(text).hexdigest()
