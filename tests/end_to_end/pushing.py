"""Real pushes into a bare repository with the real hook, and what came of them.

Over file:// the pusher's own git starts the hook, so it has all of the pusher's environment.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end.cases import Case, first_commit
from tests.end_to_end.judging import clean_environment
from tests.repositories import Repository, isolated_environment
from tests.servers.client import read_refs, remote_lines
from tests.servers.server import write_script

QUIET = "[receive]\n\tautogc = false\n"
STRICT, LENIENT = (f"[receive]\n\tfsckObjects = {value}\n" for value in ("true", "false"))
PATIENT = "version = 1\ndeadline-seconds = 60\n"
NOT_DECIDED = "reviewbot: refused, for it could not be judged: "
_FSCK = re.compile(r"^(?:remote: )?(?:error|fatal): (?:object [0-9a-f]+: \w+: |fsck error in packed object)", re.M)
TOPIC = "refs/heads/topic"


@dataclass(frozen=True)
class Pushed:
    """What came of a push. said: by the server. refs: of the server, afterwards. left: what is new in its store."""

    exit: int
    stderr: str
    said: list[str]
    refs: dict[str, str]
    left: set[str]

    @property
    def document(self) -> dict[str, Any] | None:
        """The hook's answer; None where it gave none."""
        start = next((index for index, line in enumerate(self.said) if line.startswith("{")), None)
        return None if start is None else json.loads("\n".join(self.said[start:]).rpartition("}")[0] + "}")

    @property
    def refused_by(self) -> str:
        """Either "rule", "error", "fsck" or "unsent", "" when it was taken. Anything else is a crash, and no refusal.

        "unsent": git could not send it, or not read what came, and asked no hook.
        """
        assert "Traceback" not in self.stderr, self.stderr
        assert "fault of reviewbot" not in self.stderr, self.stderr
        if self.exit == 0:
            return ""
        assert not self.left, self.left
        if self.document is not None:
            assert self.document["accepted"] is False, self.stderr
            return "rule"
        if self.error:
            return "error"
        if _FSCK.search(self.stderr):
            return "fsck"
        assert "error: remote unpack failed: " in self.stderr, self.stderr
        return "unsent"

    @property
    def error(self) -> str:
        """Why the hook could not decide, "" when it could."""
        return next((line.removeprefix(NOT_DECIDED) for line in self.said if line.startswith(NOT_DECIDED)), "")

    def of(self, ref: str) -> dict[str, Any]:
        """What the hook said of this ref."""
        assert self.document is not None, self.stderr
        (found,) = (each for each in self.document["refs"] if each["ref"] == ref)
        return found

    def rules(self, ref: str = TOPIC) -> set[str]:
        """The rules with findings about this ref."""
        return {finding["rule"] for finding in self.of(ref)["report"]["findings"]}


class Server:
    """A repository at `folder`/server.git. hook: the script that `installed_hook` gives."""

    def __init__(self, folder: Path, hook: str, *, bare: bool = True, object_format: str = "sha1") -> None:
        self._environment = clean_environment(folder)
        self._temporary = folder / "temporary"
        self._hook = hook
        self.repository = Repository(folder / "server.git", bare=bare, object_format=object_format)
        self.repository.configure(QUIET)
        self.configure("")

    @property
    def url(self) -> str:
        return f"file://{self.repository.path}"

    def configure(self, text: str) -> None:
        """The configuration of the hook. Nothing is decided by how busy the machine is."""
        (self.repository.git_dir / "reviewbot-hooks.toml").write_text(PATIENT + text)

    def receive(self, client: Repository, *refspecs: str) -> None:
        """A push before the hook is there."""
        client.git("push", "--quiet", self.url, *refspecs)

    def guard(self) -> Server:
        write_script(self.repository.git_dir / "hooks/pre-receive", self._hook)
        return self

    def push(self, client: Repository, *arguments: str, **environment: str) -> Pushed:
        """`git push` with these refspecs and options of git's. Nothing may stay in TMPDIR, or of the quarantine."""
        before = self._stored()
        outcome = subprocess.run(
            ["git", "push", "--quiet", self.url, *arguments],
            cwd=client.path,
            env=isolated_environment() | self._environment | environment,
            capture_output=True,
            timeout=120,
            check=False,
        )
        stderr = outcome.stderr.decode("utf-8", "backslashreplace")
        assert not list(self._temporary.iterdir())
        left = self._stored() - before
        assert not [path for path in left if path.startswith(("incoming-", "tmp_objdir"))]
        return Pushed(outcome.returncode, stderr, remote_lines(stderr), read_refs(self.repository.git_dir), left)

    def forget(self, ref: str) -> None:
        """As if this ref had never been pushed: neither it nor what it alone leads to is there."""
        self.repository.git("update-ref", "-d", ref)
        self.repository.git("prune", "--expire=now")

    def has(self, id: str) -> bool:
        """Whether git finds this object there."""
        asked = ["git", f"--git-dir={self.repository.git_dir}", "cat-file", "-e", id]
        return subprocess.run(asked, env=isolated_environment(), capture_output=True, check=False).returncode == 0

    def _stored(self) -> set[str]:
        objects = self.repository.git_dir / "objects"
        return {str(path.relative_to(objects)) for path in objects.rglob("*")}


def installed_hook(folder: Path) -> str:
    """The script that `reviewbot hook install` puts into a repository, made to answer in JSON."""
    repository = Repository(folder / "installed.git", bare=True)
    command = [sys.executable, "-m", "reviewbot", "hook", "install", "pre-receive", "--repo", str(repository.path)]
    subprocess.run(command, env=clean_environment(folder), capture_output=True, check=True)
    script = (repository.path / "hooks/pre-receive").read_text()
    assert script.count("hook run pre-receive") == 1
    return script.replace("hook run pre-receive", "hook run pre-receive --format json")


def server_of(case: Case, client: Repository, folder: Path, hook: str) -> Server:
    """A server that holds the case's main, as it is there."""
    server = Server(folder, hook, object_format=case.object_format)
    if case.build:
        server.receive(client, "main")
    else:
        first_commit(server.repository, case.base, case.policy)
    return server.guard()
