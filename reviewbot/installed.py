"""What we write into places of other programs: how it starts us, the mark that it is ours, a file as a whole."""

from __future__ import annotations

import os
import site
import sys
from contextlib import suppress

HOOK_MARK = "# Written by reviewbot hook install"  # core.hooksPath may lead into the working tree, where agents write


def command_words() -> list[str]:
    """The start of a command line for this very reviewbot.

    Nothing of the folder that it runs in, and of the environment, may become a module of ours.
    """
    of_the_user = os.path.abspath(__file__).startswith(f"{site.getusersitepackages()}/")
    return [sys.executable, *(("-E", "-P") if of_the_user else ("-I",)), "-m", "reviewbot"]


def replace_file(path: str, content: bytes, mode: int | None = None) -> None:
    """The whole file or none of it, in folders that are made. mode: None for the one it has. Raises OSError."""
    draft = f"{path}.{os.getpid()}.new"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(draft, "xb") as file:
            file.write(content)
            with suppress(FileNotFoundError):
                os.fchmod(file.fileno(), os.stat(path).st_mode & 0o7777 if mode is None else mode)
        os.replace(draft, path)
    except OSError:
        with suppress(OSError):
            os.unlink(draft)
        raise
