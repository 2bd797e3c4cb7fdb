"""Answers in place of the emulator where it has none, or another one than GitHub. Nothing else is in here.

Each is validated against GitHub's description, see `tests.github_peer.peer`. What GitHub would say is from its
documentation; the addresses are beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from tests.github_peer.administration import Administration, answer
from tests.github_peer.description import Exchange
from tests.github_peer.wire import Answer

Ask = Callable[[Exchange], Answer]
REPOSITORY = r"/repos/(?P<repo>[^/]+/[^/]+)"
OF_A_USER = ("followers", "following", "gists", "organizations", "received_events", "starred", "subscriptions")


class Move(NamedTuple):
    """Somebody moved a branch. at: ISO; a past in which nothing else is."""

    login: str | None
    branch: str
    before: str
    after: str
    kind: str = "push"
    at: str = "2020-01-01T00:00:00Z"


class Overlay:
    """ask: the emulator. repositories: full names of those that the App is installed for. deliveries: what the App's
    webhook was sent, newest first, as the API shows it. moves: what moved a branch, newest first. roles: what somebody
    may do, by login, where that is not what the emulator says.
    """

    def __init__(self, ask: Ask, repositories: Sequence[str]) -> None:
        self._ask = ask
        self.repositories = list(repositories)
        self.deliveries: list[dict[str, Any]] = []
        self.redelivered: list[int] = []
        self.statuses: list[dict[str, Any]] = []
        self.moves: list[Move] = []
        self.roles: dict[str, str] = {}
        self._annotations: dict[str, list[Any]] = {}
        self._bodies: dict[str, str] = {}
        self.actions: dict[str, list[Any]] = {}
        self.administration = Administration()
        self._routes = [
            *self.administration.routes(REPOSITORY),
            ("GET", r"/installation/repositories", self._repositories),
            ("GET", r"/app/hook/deliveries", self._deliveries),
            ("POST", r"/app/hook/deliveries/(?P<id>\d+)/attempts", self._redeliver),
            ("POST", REPOSITORY + r"/statuses/(?P<sha>\w+)", self._status),
            ("PATCH", REPOSITORY + r"/check-runs/(?P<id>\d+)", self._update_check_run),
            ("POST", REPOSITORY + r"/pulls/(?P<number>\d+)/reviews", self._create_review),
            ("PUT", REPOSITORY + r"/pulls/(?P<number>\d+)/reviews/(?P<id>\d+)", self._update_review),
            ("GET", REPOSITORY + r"/pulls/(?P<number>\d+)/reviews", self._reviews),
            ("GET", REPOSITORY + r"/issues/(?P<number>\d+)/comments", self._comments),
            ("GET", REPOSITORY + r"/activity", self._activity),
            ("GET", REPOSITORY + r"/collaborators/(?P<login>[^/]+)/permission", self._permission),
        ]

    def answer(self, exchange: Exchange) -> tuple[Answer, bool]:
        """(the answer, whether it is ours)."""
        path = exchange.target.partition("?")[0]
        for method, pattern, handle in self._routes:
            found = re.fullmatch(pattern, path)
            if method == exchange.method and found:
                return handle(exchange, **found.groupdict()), True
        return self._ask(exchange), False

    def rename(self, old: str, new: str) -> None:
        """A repository that the App is installed for has another name."""
        self.repositories[self.repositories.index(old)] = new

    def _get(self, exchange: Exchange, target: str) -> Any:
        return json.loads(self._ask(Exchange("GET", target, exchange.headers, b"")).body)

    def _repositories(self, exchange: Exchange) -> Answer:
        """The emulator knows no such address. https://docs.github.com/en/rest/apps/installations"""
        found = [self._get(exchange, f"/repos/{name}") for name in self.repositories]
        for repository in found:  # of an organisation the emulator leaves out what it has for a user
            repository["owner"] |= {f"{name}_url": "" for name in OF_A_USER} | {"gravatar_id": ""}
        return answer(200, {"total_count": len(found), "repositories": found})

    def _deliveries(self, exchange: Exchange) -> Answer:
        """Nor this one. https://docs.github.com/en/rest/apps/webhooks"""
        return answer(200, self.deliveries)

    def _redeliver(self, exchange: Exchange, id: str) -> Answer:
        self.redelivered.append(int(id))
        return answer(202, {})

    def _status(self, exchange: Exchange, repo: str, sha: str) -> Answer:
        """Nor this one. https://docs.github.com/en/rest/commits/statuses"""
        sent = json.loads(exchange.body)
        self.statuses.append({"sha": sha, **sent})
        address = f"https://api.github.com/repos/{repo}/statuses/{sha}"
        fixed = {"url": address, "avatar_url": None, "id": len(self.statuses), "node_id": "", "target_url": None}
        times = {"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}
        return answer(201, {**fixed, **sent, **times, "creator": None})

    def _update_check_run(self, exchange: Exchange, repo: str, id: str) -> Answer:
        """GitHub adds annotations to those that are there; the emulator forgets those. It has no buttons either.

        https://docs.github.com/en/rest/checks/runs#update-a-check-run
        """
        sent = json.loads(exchange.body)
        self.actions[id] = sent.get("actions", self.actions.get(id, []))
        known = self._annotations.setdefault(id, [])
        known += sent.get("output", {}).get("annotations", ())
        if "output" in sent:
            sent["output"]["annotations"] = known
        told = self._ask(exchange._replace(body=json.dumps(sent).encode()))
        if told.status != 200:
            return told
        run = json.loads(told.body)
        run["output"]["annotations_url"] = f"{run['url']}/annotations"  # which the emulator leaves out
        return answer(200, run)

    def _create_review(self, exchange: Exchange, repo: str, number: str) -> Answer:
        """The emulator takes comments by position only, looks at no line, and answers 201 where GitHub answers 200."""
        sent = json.loads(exchange.body)
        comments = sent.pop("comments", [])
        pull = self._get(exchange, f"/repos/{repo}/pulls/{number}")
        shown = self._lines(exchange, repo, pull["base"]["sha"], pull["head"]["sha"])
        if any(comment["line"] not in shown.get(comment["path"], ()) for comment in comments):
            said = {"message": "Unprocessable Entity", "documentation_url": "https://docs.github.com/rest"}
            return answer(422, {**said, "errors": ["Line could not be resolved"]})
        made = self._ask(exchange._replace(body=json.dumps(sent).encode()))
        for comment in comments:
            body = json.dumps({**comment, "commit_id": sent["commit_id"]}).encode()
            target = f"/repos/{repo}/pulls/{number}/comments"
            assert self._ask(exchange._replace(target=target, body=body)).status == 201
        return made._replace(status=200) if made.status == 201 else made

    def _lines(self, exchange: Exchange, repo: str, base: str, head: str) -> dict[str, set[int]]:
        """The lines of head that the change shows, by path."""
        compared = self._get(exchange, f"/repos/{repo}/compare/{base}...{head}")
        return {file["filename"]: lines_of(file.get("patch") or "") for file in compared["files"]}

    def _update_review(self, exchange: Exchange, repo: str, number: str, id: str) -> Answer:
        """The emulator edits pending reviews only; GitHub all. https://docs.github.com/en/rest/pulls/reviews"""
        found = self._get(exchange, f"/repos/{repo}/pulls/{number}/reviews/{id}")
        self._bodies[id] = json.loads(exchange.body)["body"]
        return answer(200, {**found, "body": self._bodies[id]})

    def _reviews(self, exchange: Exchange, repo: str, number: str) -> Answer:
        told = self._ask(exchange)
        reviews = json.loads(told.body)
        changed = [{**each, "body": self._bodies.get(str(each["id"]), each["body"])} for each in reviews]
        return told._replace(body=json.dumps(changed).encode())

    def _activity(self, exchange: Exchange, repo: str) -> Answer:
        """The emulator keeps none. https://docs.github.com/en/rest/repos/repos#list-repository-activities"""
        asked = dict(parse_qsl(exchange.target.partition("?")[2]))
        moves = [move for move in self.moves if f"refs/heads/{move.branch}" == asked["ref"]]
        return answer(200, [self._shown(exchange, number, move) for number, move in enumerate(moves, 1)])

    def _shown(self, exchange: Exchange, number: int, move: Move) -> dict[str, Any]:
        actor = self._get(exchange, f"/users/{move.login}") if move.login else None
        fixed = {"id": number, "node_id": "", "ref": f"refs/heads/{move.branch}", "timestamp": move.at}
        return {**fixed, "before": move.before, "after": move.after, "activity_type": move.kind, "actor": actor}

    def _permission(self, exchange: Exchange, repo: str, login: str) -> Answer:
        """To the emulator every member of the organisation is an administrator, and it leaves out a field.

        https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
        """
        told = self._ask(exchange)
        if told.status != 200 and login not in self.roles:
            return told
        role = self.roles.get(login) or json.loads(told.body)["role_name"]
        permission = {"maintain": "write", "triage": "read"}.get(role, role)
        user = self._get(exchange, f"/users/{login}") | {"role_name": role}
        return answer(200, {"permission": permission, "role_name": role, "user": user})

    def _comments(self, exchange: Exchange, repo: str, number: str) -> Answer:
        """GitHub's times are whole seconds; the emulator writes a new comment twice, so that it looks as if edited."""
        told = self._ask(exchange)
        comments = json.loads(told.body)
        for comment in comments:
            created, updated = (datetime.fromisoformat(comment[key]) for key in ("created_at", "updated_at"))
            made = updated if updated - created > timedelta(milliseconds=200) else created
            comment |= {"created_at": f"{created:%FT%TZ}", "updated_at": f"{made:%FT%TZ}"}
        return told._replace(body=json.dumps(comments).encode())


def lines_of(patch: str) -> set[int]:
    """The numbers of the lines of head in a patch's hunks."""
    found: set[int] = set()
    number = 0
    for line in patch.split("\n"):
        if header := re.match(r"@@ -\d+(?:,\d+)? \+(\d+)", line):
            number = int(header[1])
        elif line[:1] in ("+", " "):
            found.add(number)
            number += 1
    return found
