"""Repositories on a real web server that demands the App's token, with pull requests as GitHub has them."""

from __future__ import annotations

import itertools
from pathlib import Path

from reviewbot.model.change import Change, Needs
from reviewbot.sources.pull_request import RepositoryCaches, Wanted
from tests.repositories import Files, Repository
from tests.servers.http import APP_TOKEN, SLOW, HttpServer

_numbers = itertools.count(1)


class Hosted:
    """A repository on the server, and who asks for its pull requests. Its files are on this machine, bare."""

    def __init__(self, server: HttpServer, *, slow: bool = False, object_format: str = "sha1") -> None:
        self.id = next(_numbers)
        self.name = f"{SLOW if slow else 'cached-'}{self.id}"
        self.url = server.url(self.name)
        self.path: Path = server.repositories / f"{self.name}.git"
        self.repository = Repository(self.path, bare=True, object_format=object_format)
        self.heads: dict[int, str] = {}

    def commit(self, files: Files, *parents: str, branch: str | None = None) -> str:
        return self.repository.commit(files, *parents, branch=branch)

    def open(self, number: int, head: str) -> None:
        """Let this commit be the head of a pull request, the first time or after a push."""
        self.repository.ref(f"refs/pull/{number}/head", head)
        self.heads[number] = head

    def wanted(self, number: int | None = 1, *, base: str = "main", token: str = APP_TOKEN, **others: object) -> Wanted:
        head = self.heads.get(number, "") if number is not None else ""
        fields = {"clone_url": self.url, "head_sha": head, **others}
        return Wanted(repository_id=self.id, token=lambda: token, number=number, base_ref=base, **fields)  # type: ignore[arg-type]


def read(caches: RepositoryCaches, wanted: Wanted) -> Change:
    """The pull request's change, with commits counted."""
    with caches.open_pull_request(wanted) as found:
        return found.read(Needs(commit_count=True))
