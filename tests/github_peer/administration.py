"""Answers about how an App is set up and what branches require, which the emulator has none for, or others.

https://docs.github.com/en/rest/apps/webhooks, https://docs.github.com/en/rest/branches/branches and
https://docs.github.com/en/rest/repos/rules
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.github_peer.description import Exchange
from tests.github_peer.wire import Answer

BRANCH = r"(?P<branch>[^/]+)"


def answer(status: int, value: object) -> Answer:
    return Answer(status, json.dumps(value).encode())


class Administration:
    """webhook: how GitHub calls the App. protection: of "owner/name:branch", the checks as GitHub shows them, (name,
    App's id or None). rules: the same, by a ruleset of the organisation.
    """

    def __init__(self) -> None:
        self.webhook: dict[str, Any] = {
            "url": "https://reviewbot.example.com/webhook",
            "content_type": "json",
            "insecure_ssl": "0",
            "secret": "********",
        }
        self.protection: dict[str, list[tuple[str, int | None]]] = {}
        self.rules: dict[str, list[tuple[str, int | None]]] = {}

    def routes(self, repository: str) -> list[tuple[str, str, Callable[..., Answer]]]:
        return [
            ("GET", r"/app/hook/config", self._webhook),
            ("GET", repository + r"/branches", self._branches),
            ("GET", repository + rf"/branches/{BRANCH}", self._branch),
            ("GET", repository + rf"/rules/branches/{BRANCH}", self._rules),
        ]

    def _webhook(self, exchange: Exchange) -> Answer:
        return answer(200, self.webhook)

    def _branches(self, exchange: Exchange, repo: str) -> Answer:
        """Only the protected ones are ever asked for."""
        assert parse_qs(urlsplit(exchange.target).query)["protected"] == ["true"]
        named = [key for key in {**self.protection, **self.rules} if key.startswith(f"{repo}:")]
        return answer(200, [self._short(repo, key.partition(":")[2]) for key in named])

    def _branch(self, exchange: Exchange, repo: str, branch: str) -> Answer:
        name = unquote(branch)
        links = {"self": f"https://api.github.com/repos/{repo}/branches/{branch}", "html": "https://github.com"}
        person = {"name": "alice", "email": "alice@example.com", "date": "2026-01-01T00:00:00Z"}
        commit = {
            "url": "https://api.github.com",
            "sha": "a" * 40,
            "node_id": "",
            "html_url": "https://github.com",
            "comments_url": "https://api.github.com",
            "commit": {
                "url": "https://api.github.com",
                "author": person,
                "committer": person,
                "message": "a change",
                "comment_count": 0,
                "tree": {"sha": "b" * 40, "url": "https://api.github.com"},
            },
            "author": {},
            "committer": {},
            "parents": [],
        }
        address = f"https://api.github.com/repos/{repo}/branches/{branch}/protection"
        whole = {"_links": links, "protection_url": address, "protection": {"enabled": False}}
        return answer(200, {**whole, **self._short(repo, name), "commit": commit})

    def _short(self, repo: str, name: str) -> dict[str, Any]:
        key = f"{repo}:{name}"
        short: dict[str, Any] = {"name": name, "commit": {"sha": "a" * 40, "url": "https://api.github.com"}}
        short["protected"] = key in self.protection or key in self.rules
        if key in self.protection:
            checks = [{"context": name, "app_id": app} for name, app in self.protection[key]]
            contexts = [name for name, _ in self.protection[key]]
            required = {"enforcement_level": "everyone", "contexts": contexts, "checks": checks}
            short["protection"] = {"enabled": True, "required_status_checks": required}
        elif short["protected"]:
            required = {"enforcement_level": "off", "contexts": [], "checks": []}
            short["protection"] = {"enabled": False, "required_status_checks": required}
        return short

    def _rules(self, exchange: Exchange, repo: str, branch: str) -> Answer:
        checks = [
            {"context": name, **({} if app is None else {"integration_id": app})}
            for name, app in self.rules.get(f"{repo}:{unquote(branch)}", [])
        ]
        organisation = repo.partition("/")[0]
        ruleset = {"ruleset_source_type": "Organization", "ruleset_source": organisation, "ruleset_id": 7}
        parameters = {"required_status_checks": checks, "strict_required_status_checks_policy": False}
        found = [{"type": "deletion", **ruleset}]
        found += [{"type": "required_status_checks", "parameters": parameters, **ruleset}] if checks else []
        return answer(200, found)
