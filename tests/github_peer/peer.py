"""A GitHub of one's own: the emulator, the overlay for its gaps, and a look at every request.

A request that GitHub's description does not know, and an answer of the overlay that it does not, fail the test.
"""

from __future__ import annotations

import base64
import functools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from reviewbot.github.app import PERMISSIONS, App
from reviewbot.github.events import ALWAYS_SENT, EVENTS
from tests.github_peer.description import Exchange, wrong_answer, wrong_request
from tests.github_peer.git_server import TokenServer
from tests.github_peer.hosting import Hosting
from tests.github_peer.installed import FOLDER, node
from tests.github_peer.overlay import Move, Overlay
from tests.github_peer.wire import NAME, Answer, forward, listening
from tests.servers.processes import listen

APP_ID, INSTALLATION, SLUG = 12345, 100, "reviewbot"
ORGANISATION, REPOSITORY = "acme", "acme/shop"
ORGANISATION_POLICY = f"{ORGANISATION}/.github"
ALICE, BOB, CAROL, DAVE = (f"token-of-{login}" for login in ("alice", "bob", "carol", "dave"))


@functools.cache
def private_key() -> str:
    """Made for these tests and for nothing else."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


class Peer:
    """The running GitHub. log: what it was asked. spoil: answers in place of all else, where it gives one."""

    def __init__(self, emulator: int, url: str) -> None:
        self.url = url
        self.overlay = Overlay(lambda exchange: forward(emulator, exchange), (REPOSITORY, ORGANISATION_POLICY))
        self.hosting: Hosting | None = None
        self.log: list[Exchange] = []
        self.violations: list[str] = []
        self.spoil: Callable[[Exchange], Answer | None] = lambda _exchange: None
        self._emulator = emulator

    def answer(self, exchange: Exchange) -> Answer:
        if wrong := wrong_request(exchange):
            self.violations.append(f"request: {wrong}")
        spoilt = self.spoil(exchange)
        told, is_ours = (spoilt, False) if spoilt else self._known(exchange)
        seen = exchange._replace(status=told.status, answer=told.body)
        self.log.append(seen)
        if is_ours and (wrong := wrong_answer(seen)):
            self.violations.append(f"answer of the overlay: {wrong}")
        return told

    def _known(self, exchange: Exchange) -> tuple[Answer, bool]:
        hosted = self.hosting.answer(exchange) if self.hosting else None
        return (hosted, True) if hosted else self.overlay.answer(exchange)

    def host(self, server: TokenServer) -> Hosting:
        """From now on the repository is what git has of it, on this server."""
        self.hosting = Hosting(
            lambda exchange: self.overlay.answer(exchange)[0], REPOSITORY, server, ALICE, self.overlay.rename
        )
        return self.hosting

    def app(self) -> App:
        return App(APP_ID, private_key(), self.url, timeout_seconds=10)

    def asked(self, method: str, end: str = "") -> list[Exchange]:
        return [each for each in self.log if each.method == method and each.target.partition("?")[0].endswith(end)]

    def as_alice(self, method: str, target: str, **body: Any) -> Any:
        """What a person does, at the emulator itself, so that it is not looked at."""
        return self.as_person(ALICE, method, target, **body)

    def as_person(self, token: str, method: str, target: str, **body: Any) -> Any:
        headers = {"authorization": f"token {token}", "content-type": "application/json"}
        told = forward(self._emulator, Exchange(method, target, headers, json.dumps(body).encode() if body else b""))
        assert told.status < 300, (method, target, told)
        return json.loads(told.body or b"null")

    def write(self, branch: str, path: str, text: str) -> str:
        """Alice commits a file to a branch, made from main where it is not there; returns the commit."""
        repository = f"/repos/{REPOSITORY}"
        refs = {each["ref"]: each for each in self.as_alice("GET", f"{repository}/git/matching-refs/heads/")}
        known = refs.get(f"refs/heads/{branch}")
        if known is None:
            main = self.as_alice("GET", f"{repository}/git/ref/heads/main")["object"]["sha"]
            self.as_alice("POST", f"{repository}/git/refs", ref=f"refs/heads/{branch}", sha=main)
        content = base64.b64encode(text.encode()).decode()
        sent = {"message": f"change {path}", "content": content, "branch": branch}
        if (present := self._blob(f"{repository}/contents/{path}?ref={branch}")) is not None:
            sent["sha"] = present
        commit = str(self.as_alice("PUT", f"{repository}/contents/{path}", **sent)["commit"]["sha"])
        before, kind = (known["object"]["sha"], "push") if known else ("0" * 40, "branch_creation")
        self.overlay.moves.insert(0, Move("alice", branch, before, commit, kind))
        return commit

    def _blob(self, target: str) -> str | None:
        """The id of what is there; whoever changes it must name it."""
        told = forward(self._emulator, Exchange("GET", target, {"authorization": f"token {ALICE}"}, b""))
        return str(json.loads(told.body)["sha"]) if told.status == 200 else None

    def open_pull_request(self, branch: str, **fields: Any) -> int:
        sent = {"title": "a change", "head": branch, "base": "main", **fields}
        return int(self.as_alice("POST", f"/repos/{REPOSITORY}/pulls", **sent)["number"])


def _seed() -> dict[str, Any]:
    installation = {"installation_id": INSTALLATION, "account": ORGANISATION, "repository_selection": "all"}
    app = {
        "app_id": APP_ID,
        "slug": SLUG,
        "name": SLUG,
        "private_key": private_key(),
        "permissions": PERMISSIONS,
        "events": sorted(EVENTS - ALWAYS_SENT),
        "installations": [{**installation, "permissions": PERMISSIONS, "events": []}],
    }
    scopes = ["repo", "admin:org", "user"]
    members = [{"login": "alice", "role": "admin"}]
    logins = {token.removeprefix("token-of-"): token for token in (ALICE, BOB, CAROL, DAVE)}
    return {
        "tokens": {token: {"login": login, "scopes": scopes} for login, token in logins.items()},
        "github": {
            "users": [{"login": login} for login in logins],
            "orgs": [{"login": ORGANISATION, "members": members}],
            "repos": [{"owner": ORGANISATION, "name": "shop"}, {"owner": ORGANISATION, "name": ".github"}],
            "apps": [app],
        },
    }


@contextmanager
def running_peer(folder: Path) -> Iterator[Peer]:
    """A fresh one, which ends with this block. Raises AssertionError when a request was not as GitHub describes it."""
    seed = folder / "seed.json"  # which is YAML too
    seed.write_text(json.dumps(_seed()))
    with ExitStack() as stack:
        peers: list[Peer] = []
        port = stack.enter_context(listening(lambda exchange: peers[0].answer(exchange)))
        url = f"http://{NAME}:{port}"
        program = str(FOLDER / "node_modules/emulate/dist/index.js")

        def command(free: int) -> list[str]:
            options = ["--port", str(free), "--seed", str(seed), "--base-url", url]
            return [node(), program, "start", "--service", "github", *options]

        emulator = listen(stack, command, folder, {"PATH": os.environ["PATH"], "HOME": str(folder)})
        peers.append(Peer(emulator, url))
        yield peers[0]
        violations = peers[0].violations
        assert not violations, "\n".join(violations)
