"""The git side of the peer: what GitHub knows of repositories, which the emulator keeps to itself or does not know.

The emulator has no git transport, and the head of its pull requests never moves. Here a real repository stands behind a
real web server, and what it holds is put into the emulator's answers.
"""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from tests.github_peer.description import Exchange
from tests.github_peer.git_server import TokenServer
from tests.github_peer.overlay import OF_A_USER, REPOSITORY, Ask, answer
from tests.github_peer.wire import Answer
from tests.repositories import Repository, isolated_environment

NOT_FOUND = answer(404, {"message": "Not Found", "documentation_url": "https://docs.github.com/rest"})


class Hosting:
    """One repository of the peer, as git has it. ask: the peer without this. reader: a token that may look.

    teams: members of each team of the organisation, by slug. permissions: of who is not as the emulator says.
    accounts: the login of an address in commits. on_rename: told of the old name and the new one.
    """

    def __init__(
        self, ask: Ask, name: str, server: TokenServer, reader: str, on_rename: Callable[[str, str], None]
    ) -> None:
        self._on_rename = on_rename
        self.name, self._ask, self._server, self._reader = name, ask, server, reader
        self.url, self.git = server.repository()
        self.teams: dict[str, set[str]] = {}
        self.permissions: dict[str, str] = {}
        self._runs: dict[str, list[int]] = {}
        self.may_push = False
        self._issued: Answer | None = None
        self._issuing = threading.Lock()  # several threads of the service may ask at once
        self.accounts = {"alice@example.com": "alice", "bob@example.com": "bob", "carol@example.com": "carol"}

    @property
    def _routes(self) -> list[tuple[str, str, Callable[..., Answer]]]:
        repo = REPOSITORY.replace("[^/]+/[^/]+", re.escape(self.name))
        return [
            ("GET", r"/installation/repositories", self._with_address),
            ("GET", repo, self._with_address),
            ("GET", r"/app/installations/\d+", self._installation),
            ("GET", repo + r"/pulls", self._pulls),
            ("POST", repo + r"/pulls", self._create_pull),
            ("GET", repo + r"/pulls/(?P<number>\d+)", self._pull),
            ("GET", repo + r"/pulls/(?P<number>\d+)/commits", self._commits),
            ("GET", repo + r"/commits/(?P<sha>\w+)/pulls", self._pulls_of),
            ("POST", repo + r"/check-runs", self._create_check_run),
            ("GET", repo + r"/commits/(?P<sha>\w+)/check-runs", self._check_runs),
            ("GET", repo + r"/git/ref/(?P<ref>heads/.+)", self._ref),
            ("GET", repo + r"/git/matching-refs/(?P<start>heads/.*)", self._refs),
            ("GET", repo + r"/collaborators/(?P<login>[^/]+)/permission", self._permission),
            ("GET", r"/orgs/(?P<org>[^/]+)/teams/(?P<team>[^/]+)/memberships/(?P<login>[^/]+)", self._membership),
            ("POST", r"/app/installations/\d+/access_tokens", self._token),
        ]

    def answer(self, exchange: Exchange) -> Answer | None:
        """None where this has nothing to say."""
        path = exchange.target.partition("?")[0]
        for method, pattern, handle in self._routes:
            found = re.fullmatch(pattern, path)
            if method == exchange.method and found:
                named = {key: value for key, value in found.groupdict().items() if key != "repo"}
                return handle(exchange, **named)
        return None

    def rename(self, name: str) -> None:
        """Give the repository another name, as its owner; nothing answers to the old one any more."""
        headers = {"authorization": f"token {self._reader}", "content-type": "application/json"}
        told = self._ask(Exchange("PATCH", f"/repos/{self.name}", headers, json.dumps({"name": name}).encode()))
        assert told.status == 200, told
        self._on_rename(self.name, json.loads(told.body)["full_name"])
        self.name = json.loads(told.body)["full_name"]

    def refs(self) -> dict[str, str]:
        """Every ref with its commit."""
        listing = self._run("for-each-ref", "--format=%(refname) %(objectname)")
        return dict(line.split(" ") for line in listing.splitlines())

    def _run(self, *arguments: str) -> str:
        command = ["git", f"--git-dir={self.git.git_dir}", *arguments]
        return subprocess.run(command, env=isolated_environment(), capture_output=True, text=True, check=True).stdout

    def _json(self, exchange: Exchange, change: Callable[[Any], Any]) -> Answer:
        told = self._ask(exchange)
        if told.status != 200:
            return told
        return told._replace(body=json.dumps(change(json.loads(told.body))).encode())

    def _with_address(self, exchange: Exchange) -> Answer:
        """The emulator's own address serves no git."""

        def change(value: Any) -> Any:
            for repository in value.get("repositories", [value]):
                if repository["full_name"] == self.name:
                    repository["clone_url"] = self.url
                    repository["owner"] = _whole(repository["owner"])
            return value

        return self._json(exchange, change)

    def _now(self, pull: dict[str, Any]) -> dict[str, Any]:
        """A pull request with head and base as they are."""
        refs = self.refs()
        base, head = pull["base"]["ref"], f"refs/pull/{pull['number']}/head"
        for side in (pull["base"], pull["head"]):
            side["repo"]["clone_url"] = self.url
            side["repo"]["owner"], side["user"] = _whole(side["repo"]["owner"]), _whole(side["user"])
        for label in pull["labels"]:
            label["description"] = label["description"] or ""  # which for labels of pull requests may not be null
        pull["base"]["sha"] = refs.get(f"refs/heads/{base}", pull["base"]["sha"])
        pull["head"]["sha"] = refs.get(head, pull["head"]["sha"])
        return pull

    def _pull(self, exchange: Exchange, number: str) -> Answer:
        return self._json(exchange, self._now)

    def _pulls(self, exchange: Exchange) -> Answer:
        return self._json(exchange, lambda pulls: [self._now(pull) for pull in pulls])

    def _installation(self, exchange: Exchange) -> Answer:
        """As an administrator who also granted the writing of contents would see it."""

        def change(installation: Any) -> Any:
            if self.may_push:
                installation["permissions"]["contents"] = "write"
            installation["target_id"] = installation["account"]["id"]
            installation["account"] = _user(installation["account"]["login"])
            return installation

        return self._json(exchange, change)

    def _create_pull(self, exchange: Exchange) -> Answer:
        """The emulator knows only branches that it made itself."""
        sent = json.loads(exchange.body)
        refs = self.refs()
        for branch in (sent["base"], sent["head"]):
            assert f"refs/heads/{branch}" in refs, branch
            self._write(branch)
        told = self._ask(exchange)
        if told.status != 201:
            return told
        pull = json.loads(told.body)
        self.git.ref(f"refs/pull/{pull['number']}/head", refs[f"refs/heads/{sent['head']}"])
        return told._replace(body=json.dumps(self._now(pull)).encode())

    def _write(self, branch: str) -> None:
        """Let the emulator have this branch, with a commit of its own."""
        headers = {"authorization": f"token {self._reader}", "content-type": "application/json"}

        def ask(method: str, target: str, **body: Any) -> Answer:
            sent = json.dumps(body).encode() if body else b""
            return self._ask(Exchange(method, f"/repos/{self.name}{target}", headers, sent))

        if ask("GET", f"/git/ref/heads/{branch}").status == 200:
            return
        main = json.loads(ask("GET", "/git/ref/heads/main").body)["object"]["sha"]
        assert ask("POST", "/git/refs", ref=f"refs/heads/{branch}", sha=main).status == 201
        content = {"message": "a change", "content": "eAo=", "branch": branch}
        assert ask("PUT", f"/contents/{branch}", **content).status == 201

    def _pulls_of(self, exchange: Exchange, sha: str) -> Answer:
        """https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit"""
        listed = self._pulls(exchange._replace(target=f"/repos/{self.name}/pulls?state=open&per_page=100"))
        found = [pull for pull in json.loads(listed.body) if pull["head"]["sha"] == sha]
        return listed._replace(body=json.dumps(found).encode())

    def _commits(self, exchange: Exchange, number: str) -> Answer:
        """The emulator takes the base commit for one of them.

        https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request
        """
        pull = json.loads(self._pull(exchange._replace(target=f"/repos/{self.name}/pulls/{number}"), number).body)
        form = "--format=%H%x00%an%x00%ae%x00%cn%x00%ce"
        listing = self._run("log", form, pull["head"]["sha"], f"^{pull['base']['sha']}")
        return answer(200, [self._commit(line.split("\0")) for line in reversed(listing.splitlines())])

    def _create_check_run(self, exchange: Exchange) -> Answer:
        """The emulator takes one for any commit, and shows those of commits that it knows only."""
        told = self._ask(exchange)
        if told.status != 201:
            return told
        run = json.loads(told.body)
        self._runs.setdefault(run["head_sha"], []).append(run["id"])
        return told._replace(body=json.dumps(_with_annotations(run)).encode())

    def _check_runs(self, exchange: Exchange, sha: str) -> Answer:
        """https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference"""
        asked = dict(parse_qsl(exchange.target.partition("?")[2]))
        found = [self._check_run(exchange, id_) for id_ in sorted(self._runs.get(sha, ()), reverse=True)]
        found = [run for run in found if run["name"] == asked.get("check_name", run["name"])]
        if asked.get("filter") != "all":
            found = list({run["name"]: run for run in reversed(found)}.values())
        return answer(200, {"total_count": len(found), "check_runs": found})

    def _check_run(self, exchange: Exchange, id_: int) -> dict[str, Any]:
        told = self._ask(Exchange("GET", f"/repos/{self.name}/check-runs/{id_}", exchange.headers, b""))
        return _with_annotations(json.loads(told.body))

    def check_runs(self, sha: str) -> list[dict[str, Any]]:
        """All check runs of a commit, the oldest first, as a person sees them."""
        headers = {"authorization": f"token {self._reader}", "content-type": "application/json"}
        asked = Exchange("GET", f"/repos/{self.name}/commits/{sha}/check-runs?filter=all", headers, b"")
        runs: list[dict[str, Any]] = json.loads(self._check_runs(asked, sha).body)["check_runs"]
        return runs[::-1]

    def _commit(self, fields: list[str]) -> dict[str, Any]:
        sha, *people = fields
        address = f"https://api.github.com/repos/{self.name}/commits/{sha}"
        who = [
            {"name": name, "email": email, "date": "2026-01-01T00:00:00Z"} for name, email in (people[:2], people[2:])
        ]
        told = {"author": who[0], "committer": who[1], "message": "", "comment_count": 0, "url": address}
        told |= {"tree": {"sha": sha, "url": address}}
        return {
            "sha": sha,
            "node_id": "",
            "url": address,
            "html_url": address,
            "comments_url": address,
            "commit": told,
            "author": self._account(people[1]),
            "committer": self._account(people[3]),
            "parents": [],
        }

    def _account(self, email: str) -> dict[str, Any] | None:
        login = self.accounts.get(email)
        return None if login is None else _user(login)

    def _ref(self, exchange: Exchange, ref: str) -> Answer:
        found = self.refs().get(f"refs/{ref}")
        return NOT_FOUND if found is None else answer(200, _told(f"refs/{ref}", found))

    def _refs(self, exchange: Exchange, start: str) -> Answer:
        names = sorted(self.refs().items())
        return answer(200, [_told(name, sha) for name, sha in names if name.startswith(f"refs/{start}")])

    def _permission(self, exchange: Exchange, login: str) -> Answer:
        if login not in self.permissions:
            return self._ask(exchange)
        level = self.permissions[login]
        permission = {"maintain": "write", "triage": "read"}.get(level, level)
        return answer(200, {"permission": permission, "role_name": level, "user": {**_user(login), "role_name": level}})

    def _membership(self, exchange: Exchange, org: str, team: str, login: str) -> Answer:
        """https://docs.github.com/en/rest/teams/members#get-team-membership-for-a-user"""
        if login not in self.teams.get(team, ()):
            return NOT_FOUND
        return answer(200, {"url": "https://api.github.com/teams/1", "role": "member", "state": "active"})

    def _token(self, exchange: Exchange) -> Answer:
        """The first one for all, since the git server lets in one at a time; at GitHub each is good for an hour."""
        with self._issuing:
            if self._issued is None:
                told = self._ask(exchange)
                if told.status != 201:
                    return told
                self._server.allow(json.loads(told.body)["token"])
                self._issued = told
            return self._issued


def _with_annotations(run: dict[str, Any]) -> dict[str, Any]:
    run["output"] = {"annotations_url": f"{run['url']}/annotations"} | (run["output"] or {})
    return run


def _told(name: str, sha: str) -> dict[str, Any]:
    address = f"https://api.github.com/{name}"
    return {"ref": name, "node_id": "", "url": address, "object": {"type": "commit", "sha": sha, "url": address}}


def _user(login: str) -> dict[str, Any]:
    address = f"https://api.github.com/users/{login}"
    fixed = {"login": login, "id": 1, "node_id": "", "type": "User", "site_admin": False, "url": address}
    return _whole({**fixed, "avatar_url": address, "events_url": address, "html_url": address, "repos_url": address})


def _whole(account: dict[str, Any]) -> dict[str, Any]:
    """With what the emulator leaves out of an organisation."""
    return dict.fromkeys([f"{name}_url" for name in OF_A_USER] + ["gravatar_id"], "") | account


__all__ = ["Hosting", "Repository"]
