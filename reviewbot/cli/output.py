"""Where a report goes: standard output as this terminal can show it, or a file."""

from __future__ import annotations

import errno
import os
import sys

from reviewbot.cli.streams import columns_of_stdout
from reviewbot.errors import UsageError
from reviewbot.render import Style


def style_of_stdout() -> Style:
    """What standard output can show. NO_COLOR and FORCE_COLOR are heeded: https://no-color.org"""
    is_terminal = sys.stdout.isatty()
    colour = (is_terminal and os.environ.get("TERM") != "dumb") or bool(os.environ.get("FORCE_COLOR"))
    if os.environ.get("NO_COLOR"):
        colour = False
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return Style(width=columns_of_stdout(), colour=colour, unicode=encoding in ("utf8", "utf16"))


def check_output(file_name: str | None) -> None:
    """Raise UsageError where `write_output` would, as far as that can be told without a trace of it.

    For who changes something first that must not be changed when nobody is told of it.
    """
    if file_name is None or file_name == "-":
        return
    folder = os.path.dirname(file_name) or "."
    failed = (
        (os.path.isdir(file_name), errno.EISDIR),
        (not os.path.exists(folder), errno.ENOENT),
        (not os.path.isdir(folder), errno.ENOTDIR),
        (not os.access(file_name if os.path.exists(file_name) else folder, os.W_OK), errno.EACCES),
    )
    for has_failed, number in failed:
        if has_failed:
            raise _unwritable(file_name, os.strerror(number))


def write_output(text: str, file_name: str | None) -> None:
    """Write to the file, or to standard output when there is none. Raises UsageError when the file cannot be."""
    if file_name is None or file_name == "-":
        sys.stdout.write(
            text.encode(sys.stdout.encoding or "utf-8", "backslashreplace").decode(sys.stdout.encoding or "utf-8")
        )
        return
    try:
        with open(file_name, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise _unwritable(file_name, error.strerror) from None


def _unwritable(file_name: str, why: str | None) -> UsageError:
    return UsageError(f"the report cannot be written: {why}", where=ascii(file_name)[1:-1])
