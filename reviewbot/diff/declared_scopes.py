"""The path patterns that a change says it is about, out of commit messages or of `.reviewbot-scope`.

In a message each line that begins with `Scope:` declares some, wherever it stands and however it is indented, for
squashing moves trailers to the middle. Patterns stand one after the other with spaces or commas between; one that holds
either is put into double quotes. In the file each line is one pattern, and a line that begins with `#` is a comment.
What is no pattern is handed on as it is, so that whoever judges can say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MOST_PATTERNS = 100
LONGEST_PATTERN = 256
_LINE = re.compile(rb"(?im)^[ \t>*-]*scope[ \t]*:([^\r\n]*)")
_ITEM = re.compile(r'"([^"]*)"|(".*)|([^\s,]+)', re.DOTALL)


def scopes_in_messages(messages: Iterable[bytes]) -> tuple[str, ...]:
    """What these messages declare together, each pattern once."""
    return _bounded(item for message in messages for line in _LINE.findall(message) for item in _items(line))


def scopes_in_file(content: bytes) -> tuple[str, ...]:
    """What this content of `.reviewbot-scope` declares, each pattern once."""
    lines = (line.removesuffix(b"\r") for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    return _bounded(_text(line) for line in lines if line.strip() and not line.startswith(b"#"))


def _items(line: bytes) -> Iterator[str]:
    """The patterns of one line; one whose quote is never closed keeps its quote."""
    for quoted, unclosed, plain in _ITEM.findall(_text(line)):
        yield quoted or unclosed or plain or '""'


def _bounded(patterns: Iterable[str]) -> tuple[str, ...]:
    """At most one more than is allowed, each at most one character too long, so that too much is seen and not kept."""
    kept: dict[str, None] = {}
    for pattern in patterns:
        kept[pattern[: LONGEST_PATTERN + 1]] = None
        if len(kept) > MOST_PATTERNS:
            break
    return tuple(kept)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape")
