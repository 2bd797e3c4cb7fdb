"""A file of the working tree that is read, and replaced as a whole or not at all."""

from __future__ import annotations

import os

from reviewbot.errors import UsageError
from reviewbot.installed import replace_file
from reviewbot.render.text.escape import shown

MAX_BYTES = 4 << 20  # of a file that people read


def read_text(top: str, path: str) -> str | None:
    """What the file at `path` below `top` holds, None when there is none.

    Raises UsageError for what is no plain file of UTF-8, and for one that a link puts elsewhere: written is what was
    read, and nothing outside of the working tree.
    """
    full = f"{top}/{path}"
    if os.path.realpath(full) != os.path.join(os.path.realpath(top), path):
        raise UsageError(
            "this file is reached through a link", where=path, help="put a file of its own there, or use --output"
        )
    try:
        with open(full, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"this file cannot be read: {error.strerror}", where=path) from None
    if len(content) > MAX_BYTES:
        raise UsageError(f"this file is larger than {MAX_BYTES:,} bytes", where=path)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise UsageError("this file is not UTF-8 text", where=path, help="save it as UTF-8") from None


def replace_text(full: str, text: str) -> None:
    """Put the text at this path, with the folders that it needs and the mode that the file had."""
    try:
        replace_file(full, text.encode())
    except OSError as error:
        raise UsageError(f"this file cannot be written: {error.strerror}", where=shown(full)) from None
