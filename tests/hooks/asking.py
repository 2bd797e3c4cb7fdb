"""Asking the pre-receive hook about updates of refs whose objects are there already; pushes are in tests/servers."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from reviewbot.hooks import Call, pre_receive
from tests.repositories import Files, Repository, lines

POLICY = """\
version = 1
[rules.max-diff-lines]
limit = 10
[rules.forbidden-path]
match = ["config/"]
reason = "contains secrets"
waivable-by = ["@acme/dba"]
[rules.protected-path]
match = ["deploy/"]
reviewers = ["ann"]
[rules.binary-file]
severity = "warn"
"""
ZERO = "0" * 40
SMALL = {"small.py": lines(3)}
LARGE = {"large.py": lines(30)}


@dataclass(frozen=True)
class Answer:
    status: int
    lines: list[str]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Server:
    """See the fixture `server`."""

    def __init__(self, repository: Repository, monkeypatch: Any, capture: Any) -> None:
        self.repository = repository
        self.main = repository.id("refs/heads/main")
        self.host: str | None = None  # of --host
        self._monkeypatch = monkeypatch
        self._capture = capture

    def configure(self, text: str) -> None:
        (self.repository.path / "reviewbot-hooks.toml").write_text("version = 1\n" + text)

    def commit(self, files: Files, *parents: str) -> str:
        """A commit on top of main, or of these."""
        return self.repository.commit(files, *(parents or (self.main,)))

    def push(self, new: str, ref: str = "refs/heads/topic", *, old: str = ZERO, **call: Any) -> Answer:
        return self.ask(f"{old} {new} {ref}\n", **call)

    def ask(self, text: str, *, options: tuple[str, ...] = (), environ: Any = (), **call: Any) -> Answer:
        """The hook's answer to this standard input. options: push options."""
        given = {f"GIT_PUSH_OPTION_{index}": option for index, option in enumerate(options)}
        given |= {"GIT_PUSH_OPTION_COUNT": str(len(options)), **dict(environ)}
        self._monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode()), isatty=lambda: False))
        self._capture.readouterr()
        status = pre_receive.run(Call(environ=given, **{"repo": str(self.repository.path), "host": self.host, **call}))
        out, err = self._capture.readouterr()
        return Answer(status, (out + err).decode().splitlines())
