"""Running git: the one place that starts a process, with nothing of the caller's environment and with bounds.

Every setting that could make git answer differently is fixed here: no configuration but the sandbox's own, no
replacement objects, no grafts, no lazy fetching, no network (but for a fetch, see `network.py`). A call takes full hex
ids and fixed flags only; names that people choose go through standard input (see `repository.py`).
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from select import POLLHUP, POLLIN, poll
from time import monotonic
from typing import IO, BinaryIO, NamedTuple

from reviewbot.errors import LimitError, SourceError
from reviewbot.sources.interruption import uninterrupted

BLOCK_BYTES = 1 << 17
PIPE_BYTES = 1 << 20  # so that git need not wait for whoever reads; the most that Linux gives without privileges
SOON_MILLISECONDS = 10  # in which git answers for a small change, and which do not matter for a large one
AHEAD_BYTES = 32 << 20  # of an answer, held for whoever reads another one first
_OBJECT_BYTES = 64  # that a block takes beyond its bytes; from a slow git many small ones come
OnRead = Callable[[int], None]


class Limits(NamedTuple):
    """What one call of git may take. memory_bytes bounds the data of the process, not the packs that it maps.

    file_bytes: the most that it, or what it starts, may write to one file; None for no bound.
    """

    timeout_seconds: float = 600.0
    memory_bytes: int = 8 << 30
    output_bytes: int = 16 << 30
    file_bytes: int | None = None


class GitError(SourceError):
    """git ended with a failure. `stderr` is what it said, unescaped."""

    def __init__(self, command: str, status: int, stderr: str) -> None:
        said = next((line for line in stderr.splitlines() if line.startswith(("fatal:", "error:"))), "")
        super().__init__(f"git {command} failed with status {status}: {printable(said) or 'it did not say why'}")
        self.status = status
        self.stderr = stderr


def printable(text: str) -> str:
    """Text of git's or an author's, with everything that is not plain shown escaped."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """The whole environment of every git process. Only PATH is the caller's: it decides which git runs."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": "/nonexistent",
        "XDG_CONFIG_HOME": "/nonexistent",
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        **(extra or {}),
    }


class Git:
    """git in one git directory.

    git_dir: absolute. cwd: where it runs; git reads attributes from there, so it is the sandbox unless a working tree
    is what is read. scratch: a folder for what git says on standard error and for input.
    on_read: told the size of each block that was read. started: gets every answer, for whoever ends what still runs.
    """

    def __init__(
        self,
        git_dir: str,
        *,
        cwd: str,
        scratch: str,
        limits: Limits | None = None,
        on_read: OnRead | None = None,
        started: list[Answer] | None = None,
    ) -> None:
        self._git_dir = git_dir
        self._cwd = cwd
        self._scratch = scratch
        self._limits = limits or Limits()
        self._on_read = on_read
        self._started = [] if started is None else started

    def run(
        self,
        *arguments: str,
        input: bytes = b"",
        extra: dict[str, str] | None = None,
        options: Sequence[str] = (),
        ok: Sequence[int] = (0,),
        limit_bytes: int = 1 << 30,
    ) -> bytes:
        """Everything that git prints. Raises GitError, or LimitError past `limit_bytes`."""
        with self.start(
            *arguments, input=input, extra=extra, options=options, ok=ok, limit_bytes=limit_bytes
        ) as answer:
            return b"".join(answer)

    def start(
        self,
        *arguments: str,
        input: bytes = b"",
        extra: dict[str, str] | None = None,
        options: Sequence[str] = (),
        ok: Sequence[int] = (0,),
        limit_bytes: int | None = None,
    ) -> Answer:
        """Start git and return at once; what it prints is in the answer, which must be closed."""
        argv = ("git", f"--git-dir={self._git_dir}", *options, *arguments)
        limits = self._limits if limit_bytes is None else self._limits._replace(output_bytes=limit_bytes)
        with uninterrupted(), self._scratch_file(input) as stdin:  # a process that nobody knows of would stay behind
            stderr = self._scratch_file()
            process = self._popen(argv, environment(extra), stdin, stderr)
            answer = Answer(arguments[0], process, stderr, limits, ok, self._on_read)
            self._started.append(answer)
        return answer

    def _popen(
        self, argv: Sequence[str], env: dict[str, str], stdin: BinaryIO, stderr: BinaryIO
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                argv,
                bufsize=0,
                cwd=self._cwd,
                env=env,
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,
            )
        except OSError as error:
            stderr.close()
            raise SourceError(
                f"git could not be started: {error.strerror}", help="install git 2.38 or later and put it on PATH"
            ) from None

    def _scratch_file(self, content: bytes = b"") -> BinaryIO:
        """A file that has no name, so that nothing is left of it; a pipe could fill up while nobody reads."""
        path = f"{self._scratch}/scratch-{os.urandom(8).hex()}"
        file = open(path, "x+b")  # noqa: SIM115 - whoever gets it closes it
        os.unlink(path)
        if content:
            file.write(content)
            file.flush()
            file.seek(0)
        return file


class Answer:
    """What a running git prints, in blocks of at most 128 KiB, to be read once and then closed.

    Raises LimitError when git takes too long or prints too much, GitError when it ends with another status than `ok`.
    """

    def __init__(
        self,
        command: str,
        process: subprocess.Popen[bytes],
        stderr: BinaryIO,
        limits: Limits,
        ok: Sequence[int],
        on_read: OnRead | None,
    ) -> None:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        self._command = command
        self._process = process
        self._stdout = process.stdout
        self._stderr = stderr
        self._limits = limits
        self._ok = ok
        self._on_read = on_read
        self._deadline = monotonic() + limits.timeout_seconds
        self._beside: Answer | None = None
        self._ahead: list[bytes] = []
        self._ahead_bytes = 0
        self._ended = False
        _bound(process.pid, limits)
        _widen_pipe(self._stdout)

    def keep_going(self, other: Answer) -> None:
        """While this answer is read, take in what the other git prints too, so that it need not wait for its reader."""
        self._beside = other

    def __iter__(self) -> Iterator[bytes]:
        ready = poll()
        ready.register(self._stdout, POLLIN)
        if self._beside is not None:
            ready.register(self._beside._stdout, POLLIN)
        printed = 0
        while block := self._next_block(ready):
            printed += len(block)
            if printed > self._limits.output_bytes:
                raise LimitError(f"git {self._command} printed more than {self._limits.output_bytes:,} bytes")
            if self._on_read is not None:
                self._on_read(len(block))
            yield block
        self._check_status()

    def _next_block(self, ready: poll) -> bytes:
        """The next of what git prints, b"" at the end."""
        if self._ahead:
            return self._ahead.pop(0)
        while not self._ended:
            numbers = {number for number, _ in ready.poll(max(0.0, self._deadline - monotonic()) * 1000)}
            if not numbers:
                raise self._late()
            beside = self._beside
            if beside is not None and beside._stdout.fileno() in numbers and not beside._read_ahead():
                ready.unregister(beside._stdout)
            if self._stdout.fileno() in numbers:
                return os.read(self._stdout.fileno(), BLOCK_BYTES)
        return b""

    def _read_ahead(self) -> bool:
        """Take in a block for later; whether more may be taken."""
        block = os.read(self._stdout.fileno(), BLOCK_BYTES)
        if block:
            self._ahead.append(block)
        self._ended = not block
        self._ahead_bytes += len(block) + _OBJECT_BYTES
        return not self._ended and self._ahead_bytes + BLOCK_BYTES <= AHEAD_BYTES

    def is_printed(self) -> bool:
        """Whether git will print no more, or very soon; what it printed may wait to be read."""
        hung_up = poll()
        hung_up.register(self._stdout, 0)
        return any(event & POLLHUP for _, event in hung_up.poll(SOON_MILLISECONDS))

    def _check_status(self) -> None:
        try:
            status = self._process.wait(max(0.01, self._deadline - monotonic()))
        except subprocess.TimeoutExpired:
            raise self._late() from None
        if status not in self._ok:
            self._stderr.seek(0)
            raise GitError(self._command, status, self._stderr.read(1 << 16).decode("utf-8", "replace"))

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill git, with all that it started, if it still runs."""
        # Without asking whether git has ended: a child of it may hold the pipe, and asking frees the group's number.
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._stdout.close()
        self._stderr.close()

    def _late(self) -> LimitError:
        return LimitError(
            f"git {self._command} took longer than {self._limits.timeout_seconds:g} seconds",
            help="judge a smaller change, or try again",
        )


def _bound(pid: int, limits: Limits) -> None:
    """Where the system can (Linux). RLIMIT_DATA leaves out mapped packs, which cost address space only."""
    try:
        import resource

        resource.prlimit(pid, resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
        if limits.file_bytes is not None:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    except (ImportError, AttributeError, OSError):
        return


def _widen_pipe(pipe: IO[bytes]) -> None:
    with suppress(ImportError, AttributeError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl

        fcntl(pipe, F_SETPIPE_SZ, PIPE_BYTES)
