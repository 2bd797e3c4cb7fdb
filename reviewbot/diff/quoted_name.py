"""Names as git writes them in patches: plain, or in double quotes with C escapes (core.quotePath, git-config(1))."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ESCAPE = re.compile(rb'\\([abtnvfr"\\]|[0-3][0-7][0-7])')
_SINGLE = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
_QUOTED = re.compile(rb'"((?:[^"\\]|\\[abtnvfr"\\]|\\[0-3][0-7][0-7])*)"')


def unquote(name: bytes) -> bytes:
    """The bytes that a name of a patch stands for. Raises ValueError for a quoted name that is not well formed."""
    if not name.startswith(b'"'):
        return name
    match = _QUOTED.fullmatch(name)
    if match is None:
        raise ValueError("a quoted name does not end, or holds something that git does not write")
    return _ESCAPE.sub(lambda escape: bytes((_SINGLE.get(escape[1]) or int(escape[1], 8),)), match[1])


def split_name(text: bytes) -> tuple[bytes, bytes]:
    """(name, rest) of what stands after "--- " or "+++ ": a name, and after a tab perhaps a date."""
    quoted = _QUOTED.match(text)
    if quoted is None:
        name, _, rest = text.partition(b"\t")
        return unquote(name), rest
    rest = text[quoted.end() :]
    if rest[:1] not in (b"", b"\t"):
        raise ValueError("something stands right behind a quoted name")
    return unquote(quoted[0]), rest[1:]


def split_pair(names: bytes, lengths: Iterable[int]) -> list[tuple[bytes, bytes]]:
    """Every way to read `NAME NAME`, as after "diff --git ".

    lengths: in bytes, that the first name may have where neither is quoted, since unquoted names may hold spaces.
    """
    quoted = _QUOTED.match(names)
    end = quoted.end() if quoted else names.find(b' "')  # a name with a quote in it is always quoted
    ends = (end,) if end >= 0 else lengths
    return [(unquote(names[:end]), unquote(names[end + 1 :])) for end in ends if names[end : end + 1] == b" "]
