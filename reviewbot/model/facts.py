"""What is known about the people around a change: who made it, who approved it, who waived what."""

from typing import NamedTuple

SCOPE_PATH = b".reviewbot-scope"  # in a working tree: what the work there is about, one pattern a line
MAINTAINERS = "maintainers"  # in a policy never a login, even if somebody has it


class Person(NamedTuple):
    """Somebody on the platform: their login, and the names under which a policy may also mean them.

    names: "@org/team" for each team, "maintainers" for who may administer the repository.
    """

    login: str
    names: frozenset[str] = frozenset()

    def is_one_of(self, wanted: tuple[str, ...]) -> bool:
        """Whether a policy's list of logins, "@org/team" and "maintainers" means this person; case does not count.

        https://docs.github.com/en/rest/users/users (logins are unique whatever their case)
        """
        login, names = self.login.lower(), {name.lower() for name in self.names}
        return any(
            name.lower() in names or (name.lower() != MAINTAINERS and name.lower().removeprefix("@") == login)
            for name in wanted
        )


class Waiver(NamedTuple):
    """A recorded exception: rule, who, why, bound to one head.

    own_too: whether it holds for a change of their own, since a server's administrator lets them waive what they push.
    """

    rule: str
    by: Person
    reason: str
    head: str
    own_too: bool = False


class CommitText(NamedTuple):
    """What one commit says of itself. people: author and committer, each "Name <email>" as it is stored."""

    people: tuple[bytes, ...] = ()
    message: bytes = b""


class Facts(NamedTuple):
    """What the surface knows; None means unknown, and unknown never loosens a rule.

    author: login of who made the change. agents: "agent:NAME" for each coding agent known to have taken part.
    branch: the branch the change is meant for. repository: "owner/name". approvals: who approved this very head.
    scopes: the path patterns that the change says it is about, as it wrote them; () when it says nothing.
    """

    author: str | None = None
    agents: tuple[str, ...] = ()
    branch: str | None = None
    repository: str | None = None
    approvals: tuple[Person, ...] | None = None
    waivers: tuple[Waiver, ...] = ()
    scopes: tuple[str, ...] | None = None
