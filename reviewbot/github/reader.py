"""GitHub as one installation of the App sees it. Every method asks anew; `reviewbot.github.errors` is what it raises.

Repositories are named by id: a rename or a transfer changes nothing for whoever asks.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from reviewbot.github import reading
from reviewbot.github.api import Api
from reviewbot.github.errors import Gone, Missing, Refused, Unavailable
from reviewbot.github.payload import Fields
from reviewbot.github.requirements import requirements
from reviewbot.github.values import (
    CheckRun,
    Comment,
    Commit,
    MergeGroup,
    PullRequest,
    Push,
    Repository,
    Requirements,
    Review,
    ReviewComment,
)

T = TypeVar("T")
MOST_COMMITS = 250  # https://docs.github.com/en/rest/pulls/pulls#list-commits-on-a-pull-request


class Reader:
    """What is asked for. app_id: of our own App, since other check runs may have our name. git_host: of repositories,
    since a token goes to the address that GitHub names; "" for any.
    """

    def __init__(self, api: Api, app_id: int, installation: int = 0, *, git_host: str = "") -> None:
        self.installation = installation
        self._git_host = git_host
        self._api = api
        self._app_id = app_id
        self._repositories: dict[int, Repository] = {}

    def token(self) -> str:
        """A token for git, as password of the user "x-access-token"."""
        return self._api.token()

    def repositories(self) -> tuple[Repository, ...]:
        """All repositories of the installation."""
        found = self._all("/installation/repositories", self._repository, "repositories")
        self._repositories = {each.id: each for each in found}
        return found

    def repository(self, repository: int) -> Repository:
        """One of them, by the name that it had when it was first asked for. Raises Gone where it is none of them."""
        if repository not in self._repositories:
            self.repositories()
        if repository not in self._repositories:
            raise Gone(f"repository {repository} is not there for this App", help="install the App for it")
        return self._repositories[repository]

    def pull_request(self, repository: int, number: int) -> PullRequest:
        path = self._path(repository, f"/pulls/{number}")
        return self._of(repository, self._api.read(path, self._pull, self._api.get(path)))

    def open_pull_requests(self, repository: int) -> tuple[PullRequest, ...]:
        found = self._all(self._path(repository, "/pulls"), self._pull, state="open")
        return tuple(self._of(repository, each) for each in found)

    def branch_tip(self, repository: int, ref: str) -> str | None:
        """The commit that a branch (without "refs/heads/") stands at, None where there is none."""
        path = self._path(repository, f"/git/ref/heads/{quote(ref)}")
        try:
            found = self._api.get(path)
        except Gone:
            return None
        return self._api.read(path, lambda each: each.child("object").sha("sha"), found)

    def others_of(self, pull: PullRequest) -> tuple[PullRequest, ...]:
        """The other open pull requests that have the same head.

        Of a commit that the default branch has, GitHub names none but the one that was merged. So where it does not
        name this one either, all that are open are looked through.
        https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit
        """
        repository = pull.repository.id
        found = self._all(self._path(repository, f"/commits/{pull.head_sha}/pulls"), self._pull)
        if not any((each.repository.id, each.number) == (repository, pull.number) for each in found):
            found = self.open_pull_requests(repository)
        ours = (each for each in found if each.repository.id == repository)  # a fork's own may be named too
        same = (each for each in ours if each.state == "open" and each.head_sha == pull.head_sha)
        return tuple(each for each in same if each.number != pull.number)

    def reviews(self, repository: int, number: int) -> tuple[Review, ...]:
        """In the order in which they were given."""
        return self._all(self._path(repository, f"/pulls/{number}/reviews"), reading.review)

    def review_comments(self, repository: int, number: int) -> tuple[ReviewComment, ...]:
        return self._all(self._path(repository, f"/pulls/{number}/comments"), reading.review_comment)

    def comments(self, repository: int, number: int) -> tuple[Comment, ...]:
        """Of the conversation, the oldest first."""
        return self._all(self._path(repository, f"/issues/{number}/comments"), reading.comment)

    def commits(self, repository: int, number: int) -> tuple[Commit, ...]:
        """Who made the commits. Raises Refused where GitHub may not tell of all."""
        path = self._path(repository, f"/pulls/{number}/commits")
        found = self._all(path, reading.commit)
        if len(found) >= MOST_COMMITS:
            raise Refused(f"GitHub tells of {MOST_COMMITS} commits, and there may be more", where=path)
        return found

    def pushes(self, full_name: str, ref: str) -> tuple[Push, ...]:
        """Who moved a branch, newest first; () where GitHub does not tell, as of a fork that is not for all to see.

        full_name: "owner/name". ref: without "refs/heads/".
        """
        try:
            return self._all(f"/repos/{full_name}/activity", reading.push, ref=f"refs/heads/{ref}")
        except (Gone, Refused):
            return ()

    def permission(self, repository: int, login: str) -> str:
        """What somebody may do there: "admin", "maintain", "write", "triage", "read", "none", or a role's own name."""
        path = self._path(repository, f"/collaborators/{quote(login, safe='')}/permission")
        try:
            found = self._api.get(path)
        except Gone:
            return "none"
        return self._api.read(path, lambda each: each.text_or("role_name", "") or each.text("permission"), found)

    def is_team_member(self, organisation: str, team: str, login: str) -> bool:
        """Whether somebody is in a team, by its slug; an invitation does not count."""
        names = [quote(name, safe="") for name in (organisation, team, login)]
        path = "/orgs/{}/teams/{}/memberships/{}".format(*names)
        try:
            return self._api.read(path, lambda each: each.text("state") == "active", self._api.get(path))
        except Gone:
            return False

    def check_runs(self, repository: int, head_sha: str, name: str) -> tuple[CheckRun, ...]:
        """Our own of this name at this commit, also those that newer ones hide."""
        path = self._path(repository, f"/commits/{head_sha}/check-runs")
        asked: dict[str, Any] = {"check_name": name, "filter": "all", "app_id": self._app_id}
        return self._all(path, reading.check_run, "check_runs", **asked)

    def requirements(self, repository: int) -> tuple[Requirements, ...]:
        """The checks that its default branch and its protected branches require."""
        where = self.repository(repository)
        return requirements(self._api, f"/repos/{where.full_name}", where.default_branch)

    def merge_group(self, repository: int, head_sha: str) -> MergeGroup | None:
        """The group with this head; None where the queue has none any more."""
        path = self._path(repository, "/git/matching-refs/heads/gh-readonly-queue/")
        where = self.repository(repository)
        found = self._all(path, lambda each: reading.merge_group(where, each))
        return next((group for group in found if group and group.head_sha == head_sha), None)

    def file_text(self, full_name: str, path: str, ref: str | None = None) -> bytes | None:
        """A file of at most 1 MB at a ref (the default branch); None where there is none.

        Raises Gone where it may be there and is not for us, Unavailable where it is no plain file.
        """
        asked = f"/repos/{full_name}/contents/{quote(path)}"
        try:
            found = self._api.get(asked, **({"ref": ref} if ref else {}))
        except Missing:
            return None
        return self._api.read(asked, lambda each: _content(asked, each), found)

    def _path(self, repository: int, rest: str) -> str:
        return f"/repos/{self.repository(repository).full_name}{rest}"

    def _of(self, repository: int, pull: PullRequest) -> PullRequest:
        """The same, unless somebody else's repository has the name by now that this one had."""
        if pull.repository.id != repository:
            del self._repositories[repository]
            raise Unavailable(f"{pull.repository.full_name} is another repository by now", help="it is asked for again")
        return pull

    def _repository(self, fields: Fields) -> Repository:
        return self._at_home(reading.repository(fields))

    def _pull(self, fields: Fields) -> PullRequest:
        found = reading.pull_request(fields)
        self._at_home(found.repository)
        return found

    def _at_home(self, repository: Repository) -> Repository:
        """The same, unless git would take the token to another host."""
        host = urlsplit(repository.clone_url).netloc.lower()
        if self._git_host not in ("", host):
            what = f"GitHub names an address of another host, and no token goes there: {host[:100]!a}"
            raise Unavailable(what, where=repository.full_name, help="look at github_url")
        return repository

    def _all(
        self, path: str, value_of: Callable[[Fields], T], key: str | None = None, **parameters: str | int
    ) -> tuple[T, ...]:
        return tuple(self._api.read(path, value_of, each) for each in self._api.list(path, key, **parameters))


def _content(path: str, fields: Fields) -> bytes:
    if fields.text("type") != "file":
        raise Unavailable("this is no plain file, and what it stands for is not looked for", where=path)
    if fields.text("encoding") != "base64":
        raise Unavailable("GitHub's answer is not as expected: the file is too large", where=path)
    try:
        return base64.b64decode(fields.text("content"))
    except binascii.Error:
        raise Unavailable("GitHub's answer is not as expected: no base64", where=path) from None
