"""A command to be measured, and one run of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

BIN = Path(sys.executable).parent
TIMEOUT_SECONDS = 900.0


class CannotRunError(Exception):
    """A command could not be run, in one line."""


@dataclass(frozen=True)
class Counts:
    """What a method says a change holds; None for what it does not say. `hits`: findings of the rule under test."""

    files: int | None = None
    added_lines: int | None = None
    removed_lines: int | None = None
    hits: int | None = None

    def agrees_with(self, other: Counts) -> bool:
        """Whether nothing that both say differs."""
        pairs = zip(self.values(), other.values(), strict=True)
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)

    def values(self) -> tuple[int | None, ...]:
        return (self.files, self.added_lines, self.removed_lines, self.hits)

    def __str__(self) -> str:
        files, added, removed, hits = ("?" if value is None else str(value) for value in self.values())
        return f"{files} files +{added} -{removed}" + (f" {hits} hits" if self.hits is not None else "")


@dataclass(frozen=True)
class Method:
    """One way to do the work: `command` is what is timed, `count_command` (the same unless given) what is counted.

    input: what the command reads on standard input.
    """

    name: str
    command: tuple[str, ...]
    count_command: tuple[str, ...] = ()
    read_counts: Callable[[bytes], Counts] | None = None
    exits: tuple[int, ...] = (0,)
    input: bytes = b""

    def allowing(self, status: int) -> Method:
        """The same, where that exit status is no failure either."""
        return replace(self, exits=(*self.exits, status))


@dataclass(frozen=True)
class Times:
    """Of one run: wall-clock seconds, and CPU seconds, which other work on the machine disturbs less."""

    seconds: float
    cpu_seconds: float


@dataclass(frozen=True)
class Place:
    """Where commands run: working directory and environment."""

    directory: Path
    environment: dict[str, str] = field(repr=False)

    def times(self, method: Method) -> Times:
        """What the whole process took, from start to end; what it prints goes to a file, as from a hook."""
        with written_input(method) as given, tempfile.TemporaryFile() as output:
            start = time.perf_counter()
            status, cpu_seconds = self._run(method.command, given.fileno(), output.fileno())
            seconds = time.perf_counter() - start
        _check(method, status, b"")
        return Times(seconds, cpu_seconds)

    def counts(self, method: Method) -> Counts | None:
        """One run that is not timed: it warms the caches, and what it prints is counted."""
        with written_input(method) as given, tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            command = method.count_command or method.command
            status, _ = self._run(command, given.fileno(), output.fileno(), errors.fileno())
            output.seek(0)
            errors.seek(0)
            _check(method, status, errors.read())
            try:
                return method.read_counts(output.read()) if method.read_counts else None
            except (ValueError, KeyError, TypeError) as error:
                raise CannotRunError(f"prints what cannot be read: {error!r}") from error

    def _run(
        self, argv: tuple[str, ...], given: int, output: int, errors: int = subprocess.DEVNULL
    ) -> tuple[int, float]:
        """Exit status and CPU seconds, of what it started too. A timer ends what hangs: a wait with a timeout polls,
        and would round every time up."""
        try:
            process = subprocess.Popen(
                argv,
                stdin=given,
                stdout=output,
                stderr=errors,
                cwd=self.directory,
                env=self.environment,
            )
        except OSError as error:
            raise CannotRunError(f"{error.strerror}: {argv[0]}") from error
        timer = threading.Timer(TIMEOUT_SECONDS, process.kill)
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            timer.cancel()
            if process.returncode is None:
                process.kill()
                process.wait()
        return process.returncode, usage.ru_utime + usage.ru_stime


def written_input(method: Method) -> IO[bytes]:
    """What the method reads, as a file at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asks for it closes it
    file.write(method.input)
    file.seek(0)
    return file


def _check(method: Method, status: int, errors: bytes) -> None:
    if status not in method.exits:
        raise CannotRunError(f"exit {status}" + said_in(errors.decode(errors="replace")))


def said_in(errors: str) -> str:
    """ ": " and the line of an error message that says what is wrong, or nothing."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    said = [line for line in lines if line.startswith(("error:", "fatal:"))] or lines[-1:]
    return f": {said[0][:200]}" if said else ""


def installed(name: str, module: str = "") -> tuple[str, ...]:
    """A program of this Python environment, as `python -m module` when its script is not installed."""
    script = BIN / name
    return (str(script),) if script.exists() or not module else (sys.executable, "-m", module)
