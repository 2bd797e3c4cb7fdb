"""What a look works with."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import NamedTuple

from reviewbot.github.app import App
from reviewbot.github.client import Client
from reviewbot.policy import PolicyText
from reviewbot.publish.sending import Place
from reviewbot.server.people.waivers import WaiverRecords
from reviewbot.server.store import Lanes, Reports, Sights
from reviewbot.sources.pull_request import RepositoryCaches

CLIENT_SECONDS = 300.0  # a renamed repository, another permission: known after so long at the latest


class Options(NamedTuple):
    """What an administrator chose. floor: a policy that holds everywhere. or_default: whether the built-in policy
    judges where there is no other. details_url: of the check run, None for GitHub's own page.
    """

    check_name: str = "reviewbot"
    floor: PolicyText | None = None
    or_default: bool = False
    commit_status: bool = False
    labels: bool = False
    details_url: str | None = None


class Surroundings:
    """What all looks of a process share. folder: for locks that hold between the processes of this machine.
    allow_http: to push to a server that has no https.
    """

    def __init__(
        self,
        app: App,
        caches: RepositoryCaches,
        lanes: Lanes,
        reports: Reports,
        sights: Sights,
        waivers: WaiverRecords,
        options: Options,
        folder: str,
        allow_http: bool = False,
    ) -> None:
        self.allow_http = allow_http
        self.caches, self.lanes, self.options = caches, lanes, options
        self.reports, self.sights, self.waivers = reports, sights, waivers
        self._app, self._folder = app, folder
        self._clients: dict[int, tuple[float, Client]] = {}
        self._login: str | None = None
        self._lock = threading.Lock()
        os.makedirs(folder, mode=0o700, exist_ok=True)

    def place(self, repository: int, head_sha: str, external_id: str) -> Place:
        """Where the check run of a commit stands."""
        options = self.options
        return Place(repository, head_sha, options.check_name, external_id, options.details_url, options.commit_status)

    def client(self, installation: int) -> Client:
        """GitHub as the installation sees it; one client for some minutes, with its token."""
        with self._lock:
            made, client = self._clients.get(installation, (0.0, None))
            if client is not None and monotonic() - made < CLIENT_SECONDS:
                return client
        client = self._app.installation(installation)
        with self._lock:
            self._clients[installation] = (monotonic(), client)
        return client

    def may_push(self, installation: int) -> bool:
        """Whether branches may be made there."""
        return self._app.permissions(installation).get("contents") == "write"

    def pushing_client(self, installation: int) -> Client:
        """A client whose token may write contents; made for one use."""
        return self._app.installation(installation, pushing=True)

    def forget_client(self, installation: int) -> None:
        """Have the next look ask for everything anew."""
        with self._lock:
            self._clients.pop(installation, None)

    def login(self) -> str:
        """Under which name the App writes."""
        if self._login is None:
            self._login = f"{self._app.slug()}[bot]"
        return self._login

    @contextmanager
    def publishing(self, repository: int, head_sha: str) -> Iterator[None]:
        """Nobody else publishes for this head: two pull requests may have the same, and one check run."""
        number = int(hashlib.sha256(f"{repository}-{head_sha}".encode()).hexdigest()[:3], 16)  # as many files at most
        file = os.open(f"{self._folder}/head-{number}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)
