"""Names as git writes them in patches: plain, or in double quotes with C escapes (core.quotePath, git-config(1))."""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb'\\([abtnvfr"\\]|[0-3][0-7][0-7])')
_SINGLE = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')


def unquote(name: bytes) -> bytes:
    """The bytes that a name of a patch stands for. Raises ValueError when it begins a quote that never ends."""
    if not name.startswith(b'"'):
        return name
    match = _QUOTED.fullmatch(name)
    if match is None:
        raise ValueError("a quoted name does not end")
    return _ESCAPE.sub(lambda escape: bytes((_SINGLE.get(escape[1]) or int(escape[1], 8),)), match[1])


def split_pair(names: bytes) -> list[tuple[bytes, bytes]]:
    """Every way to read `NAME NAME`, as after "diff --git "; more than one when unquoted names hold spaces."""
    quoted = _QUOTED.match(names)
    if quoted:
        return [(unquote(quoted[0]), unquote(names[quoted.end() + 1 :]))] if quoted.end() < len(names) else []
    pairs = []
    for index, byte in enumerate(names):
        second = names[index + 1 :]
        if byte == ord(" ") and second:
            try:
                pairs.append((names[:index], unquote(second)))
            except ValueError:
                continue
    return pairs
