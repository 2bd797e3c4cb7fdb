"""The standard streams, which whoever starts the command may have closed, or closes while it runs."""

from __future__ import annotations

import os
import sys
from io import BufferedWriter, FileIO, TextIOWrapper

from reviewbot.errors import UsageError

TYPE_CHECKING = False  # what follows is for annotations only
if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STANDARD_ERROR = 2
_DEFAULT_COLUMNS = 80


def prepare_streams() -> None:
    """Give what is closed a place, so that no file that is opened later becomes standard output or error.

    Standard input then is empty, and what is said on standard error is lost. Raises UsageError when standard output
    is closed, for a report that nobody gets is no verdict.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= _STANDARD_ERROR:
        continue
    os.close(number)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 - as long as the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        raise UsageError("standard output is closed", help="let it go to a file, or to /dev/null")
    if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:
        raw = _Output(sys.stdout.fileno(), "w", closefd=False)
        sys.stdout = TextIOWrapper(BufferedWriter(raw), encoding=sys.stdout.encoding, errors=sys.stdout.errors)


class _Output(FileIO):
    """Standard output that remembers why it could not be written, for `lost_output`."""

    failure: OSError | None = None

    def write(self, block: ReadableBuffer) -> int:
        try:
            return super().write(block)
        except OSError as error:
            self.failure = error
            raise


def columns_of_stdout() -> int:
    """How wide the terminal is that standard output shows on; COLUMNS says otherwise; 80 where there is none."""
    given = os.environ.get("COLUMNS", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _DEFAULT_COLUMNS
    except (OSError, ValueError):
        return _DEFAULT_COLUMNS


def lost_output() -> str:
    """Why what was printed was not delivered, "" when it was. What is left of it is dropped then.

    Python would try once more at its end, say so in words of its own and end with status 120.
    """
    failure = getattr(getattr(sys.stdout.buffer, "raw", None), "failure", None)
    if failure is None:
        return ""
    _drop(sys.stdout.fileno())
    if isinstance(failure, BrokenPipeError):
        return "standard output was closed before the whole report was written"
    return f"standard output cannot be written: {failure.strerror}"


def say(text: str) -> None:
    """A line or more to standard error, if it is still there."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _drop(sys.stderr.fileno())


def _drop(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
