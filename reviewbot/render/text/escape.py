"""Text from outside, made safe to show, see `reviewbot.model.shown`; and what only renderers need of that."""

from __future__ import annotations

from reviewbot.model.shown import (
    LOG_COMMAND,
    escaped,
    shown,
    shown_path,
    without_leading_colons,
)

__all__ = ["LOG_COMMAND", "ascii_only", "escaped", "exact_path", "shown", "shown_path", "without_leading_colons"]


def exact_path(path: bytes) -> str:
    """A path for a program that looks for the file: as it is where all of it may be shown, else as `shown_path`."""
    text = path.decode("utf-8", "surrogateescape")
    return text if text.isprintable() and "##" not in text else shown_path(path)


def ascii_only(text: str) -> str:
    """The same text for a place that shows no more than ASCII."""
    return text if text.isascii() else "".join(c if c < "\x80" else escaped(c) for c in text.replace("…", "..."))
