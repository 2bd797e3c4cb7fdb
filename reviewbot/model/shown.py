"""Text from outside, made safe to show: nothing invisible, nothing that a terminal or a build log would act on.

Paths, lines and names come from the author of a change. What cannot be seen is written as an escape: `\\n`, `\\x1b`,
`\\xff` for a byte that is not UTF-8, `\\u202e` for any other character.
"""

from __future__ import annotations

import re

NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}

# Characters that Python calls printable and that show nothing, or change their neighbour unseen. The variation
# selectors 15 and 16 stay: they only choose between an emoji and its plain form.
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0d\U000e0100-\U000e01ef]")

# Build logs act on these: GitHub's runner finds `##[command]` anywhere in a line and `::command::` at its start
# (https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs), Azure's agent `##vso[`, TeamCity
# `##teamcity[`.
LOG_COMMAND = re.compile(r"##(\w*)\[")
LEADING_COLONS = re.compile(r"^( *):(?=:)")


def escaped(character: str) -> str:
    """How one character that must not be shown is written instead."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as Python's surrogateescape holds it
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return NAMED.get(character, f"\\x{code:02x}")
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(text: str) -> str:
    """One line of printable text: control, bidi and zero-width characters and lone surrogates escaped.

    Neither starts a command of a build log nor holds one.
    """
    if not text.isprintable():
        text = "".join(character if character.isprintable() else escaped(character) for character in text)
    if not text.isascii():
        text = BLANK.sub(lambda found: escaped(found[0]), text)
    if "##" in text:
        text = LOG_COMMAND.sub(r"##\1\\x5b", text)
    return without_leading_colons(text)


def without_leading_colons(text: str) -> str:
    """The same text, not starting with `::` even after spaces."""
    return LEADING_COLONS.sub(r"\1\\x3a", text) if "::" in text else text


def shown_path(path: bytes) -> str:
    """A path as `shown`, with its backslashes doubled: no two paths are shown alike."""
    return shown(path.decode("utf-8", "surrogateescape").replace("\\", "\\\\"))
