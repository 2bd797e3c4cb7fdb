"""Somebody at GitHub as the person whom a policy may mean."""

from __future__ import annotations

from collections.abc import Iterable

from reviewbot.github.reader import Reader
from reviewbot.github.values import PullRequest
from reviewbot.model.facts import MAINTAINERS, Person
from reviewbot.server.people.makers import Makers, read_makers

# A role of an organisation's own counts as none of these, whatever it allows.
# https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
_MAINTAINING = ("admin", "maintain")


class People:
    """Those around one pull request. Asks for no more than a policy names, and for that once."""

    def __init__(self, client: Reader, pull: PullRequest) -> None:
        self._client, self._pull = client, pull
        self._known: dict[tuple[str, str], bool] = {}
        self._makers: Makers | None = None

    def person(self, login: str, wanted: Iterable[str]) -> Person:
        """Somebody, with those of the wanted names ("@org/team", "maintainers") that mean them."""
        return Person(login, frozenset(name for name in set(wanted) if self._is(login, name)))

    @property
    def makers(self) -> Makers:
        """Who made the change."""
        if self._makers is None:
            self._makers = read_makers(self._client, self._pull)
        return self._makers

    @property
    def note(self) -> str:
        """Why nobody's approval or waiver may count, where somebody's was asked about; "" else."""
        return self._makers.unknown if self._makers else ""

    def _is(self, login: str, name: str) -> bool:
        key = (login.lower(), name.lower())
        if key not in self._known:
            self._known[key] = self._ask(login, name)
        return self._known[key]

    def _ask(self, login: str, name: str) -> bool:
        if name.lower() == MAINTAINERS:
            return self._client.permission(self._pull.repository.id, login) in _MAINTAINING
        organisation, _, team = name.removeprefix("@").partition("/")
        return name.startswith("@") and bool(team) and self._client.is_team_member(organisation, team.lower(), login)


def is_bot(login: str) -> bool:
    """Whether a login is no person's: of an App, or of an account that is deleted."""
    return not login or login.lower().endswith("[bot]")
