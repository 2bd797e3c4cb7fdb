"""Showing something again and again, until Ctrl-C: drawn over in a terminal, one line for each change elsewhere."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.cli.streams import columns_of_stdout
from reviewbot.errors import ReviewbotError
from reviewbot.render import Style
from reviewbot.sources.interruption import EXIT_SIGNAL

SHORTEST_WAIT_SECONDS = 1.0
WAIT_FOR_COST = 20  # times what the last look took: at most a twentieth of a processor is used
WIDTH_SECONDS = 0.2  # between two looks at the width of the terminal

# The other screen without a cursor, and back to what was there: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
_OPEN, _CLOSE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_CLEAR = "\x1b[H\x1b[J"


def watch(look: Callable[[Style], str]) -> int:
    """Show what `look` says, again whenever that is something else; returns the exit status of a Ctrl-C.

    The first time an error is raised as ever; later it is shown, for a file may come and go while git reads it.
    """
    text, cost = look(style_of_stdout()), 0.0
    in_terminal = sys.stdout.isatty()
    try:
        with _other_screen(in_terminal):
            while True:
                _show(_CLEAR + text if in_terminal else _one_line(text))
                shown = text
                while text == shown:
                    _wait(max(SHORTEST_WAIT_SECONDS, cost * WAIT_FOR_COST))
                    started = monotonic()
                    text = _look(look)
                    cost = monotonic() - started
    except KeyboardInterrupt:
        return EXIT_SIGNAL + signal.SIGINT


def _look(look: Callable[[Style], str]) -> str:
    try:
        return look(style_of_stdout())
    except ReviewbotError as error:
        return f"error: {error}\n"


def _wait(seconds: float) -> None:
    """Until the time is over, or the terminal has another width."""
    end, columns = monotonic() + seconds, columns_of_stdout()
    while monotonic() < end and columns_of_stdout() == columns:
        sleep(WIDTH_SECONDS)


def _show(text: str) -> None:
    write_output(text, None)
    sys.stdout.flush()


@contextmanager
def _other_screen(in_terminal: bool) -> Iterator[None]:
    if not in_terminal:
        yield
        return
    try:
        _show(_OPEN)
        yield
    finally:
        _show(_CLOSE)


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines()) + "\n"
