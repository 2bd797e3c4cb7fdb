"""A sign of life on standard error while a long change is measured."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

SILENT_SECONDS = 1.0
REFRESH_SECONDS = 0.2
_FRAMES = "|/-\\"


class Progress:
    """Counts what was read; whoever measures tells it."""

    def __init__(self) -> None:
        self.read_bytes = 0

    def advance(self, read_bytes: int) -> None:
        self.read_bytes += read_bytes


@contextmanager
def shown_progress(progress: Progress | None = None) -> Iterator[Progress]:
    """A line that is redrawn after the first second, when standard error is a terminal; gone at the end."""
    progress = progress or Progress()
    if not sys.stderr.isatty():
        yield progress
        return
    over = Event()
    painter = Thread(target=_paint, args=(progress, over), daemon=True)
    painter.start()
    try:
        yield progress
    finally:
        over.set()
        painter.join()


def _paint(progress: Progress, over: Event) -> None:
    if over.wait(SILENT_SECONDS):
        return
    frame = 0
    while True:
        megabytes = progress.read_bytes / 1_000_000
        sys.stderr.write(f"\r{_FRAMES[frame % len(_FRAMES)]} measuring the change: {megabytes:,.1f} MB of patch read ")
        sys.stderr.flush()
        frame += 1
        if over.wait(REFRESH_SECONDS):
            break
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
