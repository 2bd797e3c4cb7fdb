"""Start a program that listens on a loopback port, and be sure that it ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

LOOPBACK = "127.0.0.1"
PROGRAM_FOLDERS = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin"])  # daemons lie where no user looks
ATTEMPTS = 3
START_SECONDS = 20
STOP_SECONDS = 5


def find_program(name: str) -> str | None:
    return shutil.which(name, path=PROGRAM_FOLDERS)


def program(name: str) -> str:
    found = find_program(name)
    assert found, f"{name} is not installed"
    return found


def git_program(name: str) -> str:
    """One of git's programs by its full path; as `git NAME` it would have git as a parent that passes no signal on."""
    folder = subprocess.run(["git", "--exec-path"], capture_output=True, check=True, text=True).stdout.strip()
    return str(Path(folder, name))


@contextmanager
def running(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: int | IO[bytes] | socket.socket
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with this block, or with the tests, should they be killed. What it says goes into `log`."""
    with (
        (folder / "log").open("ab") as log,
        subprocess.Popen(
            [program("setpriv"), "--pdeathsig", "TERM", "--", *command],
            cwd=folder,
            env=dict(environment),
            stdin=stdin,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def listen(
    stack: ExitStack, command: Callable[[int], Sequence[str]], folder: Path, environment: Mapping[str, str]
) -> int:
    """Start what `command` says for a free port, wait until it listens there, and return the port.

    Between finding a port and its use somebody else can take it, so the program gets another one when it gives up.
    """
    for _attempt in range(ATTEMPTS):
        with socket.socket() as found:
            found.bind((LOOPBACK, 0))
            port = found.getsockname()[1]
        with ExitStack() as attempt:
            process = attempt.enter_context(running(command(port), folder, environment, subprocess.DEVNULL))
            if _is_reached(process, port):
                stack.push(attempt.pop_all())
                return port
    raise AssertionError(f"{command(0)[0]} does not start: {(folder / 'log').read_text()[-2000:]}")


def _is_reached(process: subprocess.Popen[bytes], port: int) -> bool:
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection((LOOPBACK, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.01)
        else:
            return process.poll() is None
    return False
