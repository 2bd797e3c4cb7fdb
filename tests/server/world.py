"""A world for the service: a GitHub of one's own, git behind it, and people who push and comment."""

from __future__ import annotations

import json
from typing import Any

from reviewbot.github.values import Hint
from reviewbot.policy import PolicyText
from reviewbot.server.lane import lane_of
from reviewbot.server.looking import Looker, Options, Surroundings
from reviewbot.server.store import Lanes, Reports, Sights
from reviewbot.server.store.waivers import StoredWaivers
from reviewbot.sources.pull_request import RepositoryCaches
from tests.github_peer.peer import ALICE, BOB, INSTALLATION, REPOSITORY
from tests.repositories import lines

TOKENS = {"alice": ALICE, "bob": BOB}
POLICY = """\
version = 1
[[rules.max-diff-lines]]
limit = 10
[[rules.forbidden-path]]
match = ["config/"]
reason = "contains secrets"
waivable-by = ["@acme/dba"]
"""


class World:
    """The repository with a policy at `main`, and what people do to it."""

    def __init__(self, peer, server, policy=POLICY):
        self.peer = peer
        self.hosting = peer.host(server)
        self.git = self.hosting.git
        files = {"src/a.py": lines(3)} | ({".reviewbot.toml": policy} if policy else {})
        self.main = self.git.commit(files, branch="main")
        self.repository = peer.as_alice("GET", f"/repos/{REPOSITORY}")["id"]

    def pull(self, changes, branch="feature", on=None, author="Alice <alice@example.com>", **fields):
        """Open a pull request with these changes; its number and its head."""
        self.peer.write(branch, "of-the-emulator", branch)
        number = self.peer.open_pull_request(branch, **fields)
        return number, self.push(number, changes, on, author)

    def push(self, number, changes, on=None, author="Alice <alice@example.com>"):
        """Let the head of a pull request be these changes."""
        head = self.git.commit(changes, on or self.main, author=author, committer=author)
        self.git.ref(f"refs/pull/{number}/head", head)
        return head

    def stacked_pull(self, changes):
        """Open a pull request on a branch of a laxer policy, which GitHub says to be of a stack that ends at main."""
        self.git.commit({".reviewbot.toml": "version = 1\n"}, self.main, branch="first")
        self.peer.write("first", "of-the-emulator", "first")
        self.peer.write("main", ".reviewbot.toml", POLICY)
        number, _ = self.pull({}, branch="second", base="first")

        def stacked(exchange):
            if exchange.method != "GET" or "/pulls" not in exchange.target:
                return None
            told = self.hosting.answer(exchange)
            if told is None or "/commits?" in exchange.target:
                return None
            found = json.loads(told.body)
            for pull in found if isinstance(found, list) else [found]:
                pull["stack"] = {"id": 1, "number": 1, "size": 2, "position": 2, "base": {"ref": "main"}}
            return told._replace(body=json.dumps(found).encode())

        self.peer.spoil = stacked
        return number, self.push(number, changes, on=self.git.id("refs/heads/first"))

    def merge(self, changes):
        """Somebody else's change lands on main."""
        self.main = self.git.commit(changes, self.main, branch="main")
        return self.main

    def comment(self, login, number, body) -> dict[str, Any]:
        return self.peer.as_person(TOKENS[login], "POST", f"/repos/{REPOSITORY}/issues/{number}/comments", body=body)

    def comments(self, number) -> list[str]:
        """What the App said in the conversation."""
        found = self.peer.as_alice("GET", f"/repos/{REPOSITORY}/issues/{number}/comments")
        return [each["body"] for each in found if each["user"]["login"].endswith("[bot]")]

    def reviews(self, number) -> list[str]:
        found = self.peer.as_alice("GET", f"/repos/{REPOSITORY}/pulls/{number}/reviews")
        return [each["body"] for each in found if each["user"]["login"].endswith("[bot]")]

    def labels(self, number) -> list[str]:
        found = self.peer.as_alice("GET", f"/repos/{REPOSITORY}/issues/{number}/labels")
        return [each["name"] for each in found]

    def checks(self, head) -> list[dict[str, Any]]:
        """All check runs of a commit, the newest last."""
        return self.hosting.check_runs(head)

    def conclusion(self, head) -> str | None:
        """What the newest check run of a commit says, None where there is none."""
        found = self.checks(head)
        return found[-1]["conclusion"] if found else None


class Looking:
    """The service's looks, one after the other and without its jobs."""

    def __init__(self, world, database, folder, **options):
        self.world, self.lanes, self.reports = world, Lanes(database), Reports(database)
        self.surroundings = Surroundings(
            app=world.peer.app(),
            caches=RepositoryCaches(str(folder / "repositories"), allow_http=True),
            lanes=self.lanes,
            reports=self.reports,
            sights=Sights(database),
            waivers=StoredWaivers(database),
            options=Options(**options),
            folder=str(folder / "locks"),
            allow_http=True,
        )
        self.ended = []
        self.looker = Looker(self.surroundings, lambda *each: self.ended.append(each))

    def hint(self, kind="pull", number=None, detail=None, pressed=None):
        repository = None if kind == "installation" else self.world.repository
        return Hint(kind, INSTALLATION, repository, number, detail, pressed)

    def want(self, *hints):
        self.lanes.want([lane_of(hint) for hint in hints])

    def look(self, number=None, **fields):
        """Look at a pull request, and at all that this leads to; how the first look ended."""
        self.want(self.hint(number=number, **fields))
        return self.all()[0]

    def all(self):
        """Look until nothing waits; how each look ended."""
        outcomes = []
        for _round in range(20):
            queued = self.lanes.to_queue()
            if not queued:
                return outcomes
            for each in queued:
                look = self.lanes.look(each.key)
                outcomes.append(self.looker(look))
                self.lanes.finish(each.key, look.wanted)
        raise AssertionError(outcomes)

    def report(self, number):
        return json.loads(self.reports.find(self.world.repository, number) or "null")


def floor(text):
    return PolicyText("floor:test", text.encode())
