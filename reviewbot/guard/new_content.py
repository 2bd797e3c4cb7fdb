"""What an edit makes of what a file holds. As lenient as agents' own tools are about where a text stands.

Where the text to replace is not found as it is written, the new one stands at the end: the same lines come in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reviewbot.guard.asked import TooLargeError

MAX_FILE_BYTES = 64 << 20
Apply = Callable[[bytes | None], bytes | None]


class Replacement(NamedTuple):
    """everywhere: wherever the old text stands, and not only where it stands first."""

    old: str
    new: str
    everywhere: bool = False


def as_it_was(content: bytes | None) -> bytes | None:
    """A file that is only moved or copied."""
    return content


def removing(_content: bytes | None) -> None:
    """A file that goes."""


def putting(text: str) -> Apply:
    """A file that is written anew."""
    content = encoded(text)
    return lambda _content: content


def appending(text: str) -> Apply:
    """A cell of a notebook, a text at some line: it counts at the end."""
    return lambda content: _with_line(content or b"", encoded(text) + b"\n")


def replacing(replacements: Sequence[Replacement]) -> Apply:
    """The replacements in turn. Raises TooLargeError when that would be more than can be judged."""

    def apply(content: bytes | None) -> bytes:
        content = content or b""
        for old, new, everywhere in replacements:
            content = _replaced(content, encoded(old), encoded(new), everywhere=everywhere)
        return content

    return apply


def _replaced(content: bytes, old: bytes, new: bytes, *, everywhere: bool) -> bytes:
    if b"\r\n" in content and old not in content:
        old, new = (text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for text in (old, new))
    if not old or old not in content:
        return _with_line(content, new)
    times = content.count(old) if everywhere else 1
    if len(content) + times * (len(new) - len(old)) > MAX_FILE_BYTES:
        raise TooLargeError(f"the file would be larger than {MAX_FILE_BYTES >> 20} MiB")
    return content.replace(old, new, times)


def _with_line(content: bytes, line: bytes) -> bytes:
    return content + (b"\n" if content and not content.endswith(b"\n") else b"") + line


def encoded(text: str) -> bytes:
    """The bytes that an agent writes for this text. A half of a character, which JSON can hold, stays one."""
    return text.encode("utf-8", "surrogatepass")
