"""Somebody at GitHub as the person whom a policy may mean."""

from __future__ import annotations

from collections.abc import Iterable

from reviewbot.github.client import Client
from reviewbot.github.errors import Refused
from reviewbot.github.values import PullRequest
from reviewbot.model.facts import MAINTAINERS, Person

_MAINTAIN = (
    "admin",
    "maintain",
)  # https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
_GITHUB_ITSELF = "web-flow"  # commits that were made on GitHub's pages


class People:
    """Those around one pull request. Asks for no more than the policy names, and for that once."""

    def __init__(self, client: Client, pull: PullRequest) -> None:
        self._client, self._pull = client, pull
        self._known: dict[tuple[str, str], bool] = {}
        self._makers: frozenset[str] | None = None

    def person(self, login: str, wanted: Iterable[str]) -> Person:
        """Somebody, with those of the wanted names ("@org/team", "maintainers") that mean them."""
        return Person(login, frozenset(name for name in set(wanted) if self._is(login, name)))

    def makers(self) -> frozenset[str]:
        """Who made the change, in lower case: its author, and author and committer of its commits.

        A commit by an address that belongs to no account names nobody here. Raises Refused where GitHub may not tell
        of all.
        """
        if self._makers is None:
            commits = self._client.commits(self._pull.repository.id, self._pull.number)
            logins = {login for commit in commits for login in (commit.author, commit.committer) if login}
            self._makers = frozenset(login.lower() for login in (logins | {self._pull.author}) - {_GITHUB_ITSELF, ""})
        return self._makers

    def made_it(self, login: str) -> bool:
        """Whether somebody made some of the change, as far as is known; where that is not, everybody did."""
        try:
            return login.lower() in self.makers()
        except Refused:
            return True

    def _is(self, login: str, name: str) -> bool:
        key = (login.lower(), name.lower())
        if key not in self._known:
            self._known[key] = self._ask(login, name)
        return self._known[key]

    def _ask(self, login: str, name: str) -> bool:
        if name.lower() == MAINTAINERS:
            return self._client.permission(self._pull.repository.id, login) in _MAINTAIN
        organisation, slash, team = name.removeprefix("@").partition("/")
        return bool(slash) and self._client.is_team_member(organisation, team, login)


def is_bot(login: str) -> bool:
    """Whether a login is no person's: of an App, or of an account that is deleted."""
    return not login or login.lower().endswith("[bot]")
