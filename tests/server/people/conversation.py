"""A pull request by alice and a GitHub to ask about it: a test names only what it is about."""

from __future__ import annotations

from reviewbot.github.values import Comment, Commit, PullRequest, Push, Repository, Review
from reviewbot.server.people.persons import People
from reviewbot.server.people.waivers import read_waivers, said_at
from tests.policies import a_policy, budget

HEAD, OLD, BASE = "a" * 40, "b" * 40, "0" * 40
SEEN, LATER = "2026-01-01T12:00:00Z", "2026-01-01T12:00:05Z"
SHOP = Repository(7, "acme/shop", "https://github.example/acme/shop.git", "main")
PULL = PullRequest(
    SHOP, 3, "open", False, "alice", "a change", "", HEAD, "feature", BASE, "main", "main", head_repository="acme/shop"
)
POLICY = a_policy(budget(300))


class GitHub:
    """Stands in for a Reader. roles: login to permission. teams: "org/team" to logins. asked: what it was asked."""

    def __init__(self, *, commits=None, pushes=None, roles=(), teams=(), reviews=()):
        self._commits = [Commit(HEAD, "alice", "alice")] if commits is None else commits
        self._pushes = [a_push("alice")] if pushes is None else pushes
        self._roles = {"alice": "admin", "bob": "maintain", "carol": "write", **dict(roles)}
        self._teams, self._reviews = dict(teams), reviews
        self.asked = []

    def commits(self, repository, number):
        self.asked.append("commits")
        if isinstance(self._commits, Exception):
            raise self._commits
        return tuple(self._commits)

    def pushes(self, full_name, ref):
        self.asked.append(f"pushes {full_name} {ref}")
        return tuple(self._pushes)

    def permission(self, repository, login):
        self.asked.append(f"permission {login}")
        return self._roles.get(login, "read")

    def is_team_member(self, organisation, team, login):
        self.asked.append(f"{organisation}/{team} {login}")
        return login in self._teams.get(f"{organisation}/{team}", ())

    def reviews(self, repository, number):
        self.asked.append("reviews")
        return tuple(self._reviews)


def a_push(actor, after=HEAD, before=BASE, kind="branch_creation", at="2026-01-01T11:59:00Z"):
    return Push(actor, before, after, kind, at)


class Records:
    """Stands in for the store."""

    def __init__(self):
        self.kept = []

    def of(self, repository, number):
        return list(self.kept)

    def record(self, repository, number, record):
        self.kept.append(record)


def says(login, body, number=1, at=LATER, is_edited=False):
    """A comment; in a conversation they are numbered as they come."""
    return Comment(number, login, body, is_edited, at)


def approves(login, head=HEAD, state="APPROVED"):
    return Review(1, login, state, head, "")


class Conversation:
    """What is read of one pull request, again and again, with what was decided before."""

    def __init__(self, policy=POLICY, pull=PULL, **github):
        self.policy, self.pull = policy, pull
        self.github = GitHub(**github)
        self.records = Records()

    def read(self, *comments, head=HEAD, seen_at=SEEN):
        numbered = [each._replace(id=number) for number, each in enumerate(comments, 1)]
        return self.read_said(said_at(numbered), head, seen_at)

    def read_said(self, said, head=HEAD, seen_at=SEEN):
        pull = self.pull._replace(head_sha=head)
        return read_waivers(pull, self.policy, said, People(self.github, pull), self.records, seen_at)

    def accepts(self, *comments, **how):
        """The logins whose waivers hold."""
        return [each.by.login for each in self.read(*comments, **how).accepted]

    def refusal(self, *comments, **how):
        """Why the last of them does not hold."""
        waivers = self.read(*comments, **how)
        assert waivers.accepted == ()
        return waivers.answers[-1].body
