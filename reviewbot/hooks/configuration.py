"""The configuration of the hooks on a server: what the administrator says beside the policy. Strict TOML.

`config/hooks.toml` shows every key with a comment. Read from the file that was named, else from
`reviewbot-hooks.toml` in the repository's git directory, else from /etc/reviewbot/hooks.toml, else nothing is set.
"""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from reviewbot.errors import ConfigurationError
from reviewbot.sources.git import printable

FILE_NAME = "reviewbot-hooks.toml"
SYSTEM_FILE = "/etc/reviewbot/hooks.toml"
MAX_BYTES = 64 << 10
MAX_DEADLINE_SECONDS = 3600
MAX_EACH_COMMIT = 100_000
_NEXT = "config/hooks.toml of reviewbot shows every key"


class Configuration(NamedTuple):
    """What holds for the pushes to a server.

    floor: the file of a policy that holds beside each repository's. protected: short names or globs of branches beside
    the default branch. deadline_seconds: when there must be an answer. each_commit: the most new commits of a push of
    which each is judged alone too, 0 for none. any_owner: whether a repository of another user is judged.
    pusher_variable: of the environment, where plain git says who pushes. waivers: logins, teams or "maintainers" who
    may waive at all. audit_file: where each waiver is written. teams: who is in "maintainers" or "@org/team".
    """

    floor: str | None = None
    protected: tuple[str, ...] = ()
    deadline_seconds: float = 4.5  # GitHub Enterprise Server gives all hooks of a push 5 seconds together
    each_commit: int = 0
    any_owner: bool = False
    pusher_variable: str | None = None
    waivers: tuple[str, ...] = ()
    audit_file: str | None = None
    teams: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def teams_of(self, login: str) -> frozenset[str]:
        """The teams that this person is in; case does not count."""
        return frozenset(team for team, members in self.teams if login.lower() in {each.lower() for each in members})


def find_configuration(named: str | None, git_dir: str, *, own: bool) -> Configuration:
    """The configuration that holds for this repository.

    own: whether the repository belongs to the user that we run as; if not, no file in it is read.
    Raises ConfigurationError naming file and key.
    """
    if named is not None:
        return read_configuration(named)
    for name in (*((f"{git_dir}/{FILE_NAME}",) if own else ()), SYSTEM_FILE):
        if os.path.lexists(name):
            return read_configuration(name)
    return Configuration()


def read_configuration(name: str) -> Configuration:
    """The configuration in this file. Raises ConfigurationError naming file and key."""
    import tomllib  # a server without a configuration does not wait for it

    try:
        with open(name, "rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise ConfigurationError(f"the configuration is larger than {MAX_BYTES >> 10} KiB", where=printable(name))
        table = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"the configuration cannot be read: {error.strerror}", where=printable(name)) from None
    except (ValueError, RecursionError) as error:
        what = f"the configuration is no TOML: {printable(str(error))}"
        raise ConfigurationError(what, where=printable(name)) from None
    return _Reader(name, table).configuration()


class _Reader:
    """Takes the keys out of the table, and complains of what is left."""

    def __init__(self, name: str, table: dict[str, Any]) -> None:
        self._name = name
        self._folder = os.path.dirname(os.path.abspath(name))
        self._known: list[str] = []
        self._table = table

    def configuration(self) -> Configuration:
        if self._take("version", int, "1") != 1:
            raise self._error("version", "must be 1")
        read = Configuration(
            floor=self._path("floor"),
            protected=self._texts("protected"),
            deadline_seconds=self._number("deadline-seconds", (int, float), 0.1, MAX_DEADLINE_SECONDS, 4.5),
            each_commit=int(self._number("each-commit", (int,), 0, MAX_EACH_COMMIT, 0)),
            any_owner=bool(self._take("any-owner", bool, "true or false")),
            pusher_variable=self._take("pusher-variable", str, "the name of a variable"),
            waivers=self._texts("waivers"),
            audit_file=self._path("audit-file"),
            teams=self._teams(),
        )
        self._refuse_unknown()
        if read.waivers and read.audit_file is None:
            raise self._error("audit-file", "is missing: each waiver must be written somewhere")
        return read

    def _take(self, key: str, kind: type, meaning: str) -> Any:
        self._known.append(key)
        value = self._table.get(key)
        if value is not None and type(value) is not kind:
            raise self._error(key, f"must be {meaning}")
        return value

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self._take(key, list, "a list of texts") or []
        return self._checked_texts(key, value)

    def _checked_texts(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise self._error(key, "must be a list of texts")
        return tuple(value)

    def _path(self, key: str) -> str | None:
        """A path; from the configuration's own folder where it is not absolute."""
        value = self._take(key, str, "the path of a file")
        return None if value is None else os.path.join(self._folder, value)

    def _number(self, key: str, kinds: tuple[type, ...], least: float, most: int, default: float) -> float:
        self._known.append(key)
        value = self._table.get(key, default)
        if type(value) not in kinds or not least <= value <= most:
            raise self._error(key, f"must be a number from {least:g} to {most}")
        return float(value)

    def _teams(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        teams = self._take("teams", dict, "a table of lists") or {}
        return tuple((name, self._checked_texts(f"teams.{name}", members)) for name, members in teams.items())

    def _refuse_unknown(self) -> None:
        unknown = next((key for key in self._table if key not in self._known), None)
        if unknown is not None:
            from reviewbot.policy.wording import did_you_mean

            raise self._error(unknown, "is no key of it", did_you_mean(unknown, self._known, "the keys are"))

    def _error(self, key: str, what: str, help: str = _NEXT) -> ConfigurationError:
        return ConfigurationError(f"`{printable(key)}` {what}", where=printable(self._name), help=help)
