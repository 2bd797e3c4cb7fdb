"""`python -m tests.sources.opening` opens a pull request in a process of its own, for tests that kill it or race it.

Standard input: a JSON object with folder and the fields of Wanted. Standard output: base and the paths, when
it is through.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from reviewbot.model.change import Needs
from reviewbot.sources.pull_request import RepositoryCaches, Wanted


def start(folder: str, wanted: Wanted) -> subprocess.Popen[str]:
    asked = json.dumps({"folder": folder, **wanted._asdict(), "token": wanted.token()})
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sources.opening"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    process.stdin.write(asked)
    process.stdin.close()
    return process


def answer(process: subprocess.Popen[str]) -> dict[str, object]:
    assert process.stdout
    with process:
        said = process.stdout.read()
    assert process.returncode == 0
    return json.loads(said)


def command_lines() -> dict[int, list[str]]:
    """What every process of this machine was called with, by its number."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = (folder / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def kill_orphans(url: str) -> None:
    """End the git processes that fetch from this address, which is no other test's."""
    for number, words in command_lines().items():
        if any(word == url for word in words):
            os.kill(number, signal.SIGKILL)


def main() -> None:
    asked = json.load(sys.stdin)
    folder, token = asked.pop("folder"), asked.pop("token")
    caches = RepositoryCaches(folder, allow_http=True)
    with caches.open_pull_request(Wanted(**asked, token=lambda: token)) as found:
        change = found.read(Needs())
    print(json.dumps({"base": change.base, "paths": [file.path.decode() for file in change.files]}))


if __name__ == "__main__":
    main()
