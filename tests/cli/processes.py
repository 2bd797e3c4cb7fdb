"""The command as a process of its own, with a git that takes as long as a test needs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

COMMAND = (str(Path(sys.executable).with_name("reviewbot")),)
# The measuring itself waits; everything before it is git's own. A named pipe tells that it waits, without polling.
SCRIPT = """\
#!/bin/sh
case "$*" in
  *" diff-tree "*" -p "*) echo $$ > {started}; exec sleep 600 ;;
  *) exec {git} "$@" ;;
esac
"""


class SlowGit:
    """A `git` that comes first in PATH and waits when it is asked to measure; TMPDIR is a folder of its own."""

    def __init__(self, folder: Path, repository: Path) -> None:
        self._repository = repository
        self._started = folder / "started"
        self._temporary = folder / "temporary"
        self._temporary.mkdir()
        os.mkfifo(self._started)
        programs = folder / "programs"
        programs.mkdir()
        git = programs / "git"
        git.write_text(SCRIPT.format(started=self._started, git=shutil.which("git")))
        git.chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        self.environment = {**os.environ, "PATH": path, "TMPDIR": str(self._temporary)}
        self._git: int | None = None

    def start(
        self, *arguments: str, ignored: int | None = None, feed: bytes = b"", **streams: int
    ) -> subprocess.Popen[bytes]:
        """The command, when its git has begun to wait. ignored: a signal that it is started without.

        feed: what it finds on a standard input that is a pipe.
        """
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=self._repository,
            env=self.environment,
            preexec_fn=None if ignored is None else lambda: signal.signal(ignored, signal.SIG_IGN),
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams},
        )
        if process.stdin is not None:
            process.stdin.write(feed)
            process.stdin.close()
            process.stdin = None
        self._git = int(self._started.read_text())
        return process

    def end(self) -> None:
        """Let git end, if it still waits, without an answer."""
        if self._git is not None and not self.git_has_ended():
            os.kill(self._git, signal.SIGTERM)

    def sandboxes(self) -> list[str]:
        return os.listdir(self._temporary)

    def git_has_ended(self) -> bool:
        if self._git is None:
            return True
        try:
            os.kill(self._git, 0)  # only asks
        except ProcessLookupError:
            return True
        return False
