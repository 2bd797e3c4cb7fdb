"""The whole way against a GitHub: people comment and review there, and what they are told stands there afterwards."""

from __future__ import annotations

import time

import pytest

from reviewbot.engine import evaluate
from reviewbot.model.facts import Facts
from reviewbot.model.report import Severity, Verdict
from reviewbot.server.people.answers import send_answers
from reviewbot.server.people.approvals import approvals
from reviewbot.server.people.explaining import answers_to
from reviewbot.server.people.persons import People
from reviewbot.server.people.waivers import read_waivers, said_at
from tests.builders import a_change, a_file
from tests.github_peer.overlay import Move
from tests.github_peer.peer import ALICE, BOB, CAROL, DAVE, INSTALLATION, REPOSITORY
from tests.policies import a_policy, budget, forbidden, rule
from tests.server.people.conversation import Records

POLICY = a_policy(
    budget(300),
    forbidden("migrations/", waivable_by=("@acme/dba",)),
    rule("protected-path", {"reviewers": ("@acme/dba",)}, match=("deploy/",), severity=Severity.REVIEW),
)
LONG_AGO, TO_COME = "2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z"
WAIVE = "/reviewbot waive max-diff-lines a generated file"
TOKENS = {"alice": ALICE, "bob": BOB, "carol": CAROL, "dave": DAVE}


class Shop:
    """Alice's pull request; bob maintains, carol is in the team dba, dave may write."""

    def __init__(self, peer):
        self.peer, self.records = peer, Records()
        peer.as_alice("POST", "/orgs/acme/teams", name="dba")
        peer.as_alice("PUT", "/orgs/acme/teams/dba/memberships/carol", role="member")
        peer.as_alice("PUT", f"/repos/{REPOSITORY}/collaborators/bob", permission="maintain")
        peer.as_alice("PUT", f"/repos/{REPOSITORY}/collaborators/dave", permission="push")
        peer.overlay.roles["carol"] = "read"
        peer.write("feature", "deploy/schema.sql", "1\n")
        self.number = peer.open_pull_request("feature")
        self.client = peer.app().installation(INSTALLATION)
        self.repository = next(each.id for each in self.client.repositories() if each.full_name == REPOSITORY)

    @property
    def pull(self):
        return self.client.pull_request(self.repository, self.number)

    def says(self, login, body):
        target = f"/repos/{REPOSITORY}/issues/{self.number}/comments"
        return self.peer.as_person(TOKENS[login], "POST", target, body=body)["id"]

    def reviews(self, login, event="APPROVE"):
        target = f"/repos/{REPOSITORY}/pulls/{self.number}/reviews"
        sent = {"event": event, "body": "so be it", "commit_id": self.pull.head_sha}
        return self.peer.as_person(TOKENS[login], "POST", target, **sent)["id"]

    def push(self, login="alice"):
        """What moves the head of a pull request in the emulator: main is merged into it."""
        before = self.pull.head_sha
        target = f"/repos/{REPOSITORY}/pulls/{self.number}/update-branch"
        self.peer.as_person(TOKENS[login], "PUT", target, expected_head_sha=before)
        self.peer.overlay.moves.insert(0, Move(login, "feature", before, self.pull.head_sha))

    def look(self, seen_at=LONG_AGO):
        """What the service would do: the logins whose waivers hold."""
        pull = self.pull
        said = said_at(self.client.comments(self.repository, self.number))
        waivers = read_waivers(pull, POLICY, said, People(self.client, pull), self.records, seen_at)
        others = answers_to(said, POLICY, None)
        send_answers(self.client, pull, self.our_login, [*waivers.answers, *others])
        return [each.by.login for each in waivers.accepted]

    @property
    def our_login(self):
        """The emulator lets an App write as somebody else than GitHub does, so it is looked up."""
        ours = [each.author for each in self.comments if "<!-- reviewbot: " in each.body]
        return ours[-1] if ours else "reviewbot[bot]"

    @property
    def comments(self):
        return self.client.comments(self.repository, self.number)

    @property
    def told(self):
        return [each.body for each in self.comments if "<!-- reviewbot: " in each.body]

    @property
    def approvals(self):
        pull = self.pull
        return approvals(self.client, pull, POLICY, People(self.client, pull))


@pytest.fixture
def shop(peer):
    return Shop(peer)


def test_a_maintainer_waives_and_is_told_once(shop):
    shop.says("bob", WAIVE)
    assert shop.look() == ["bob"]
    assert shop.look() == ["bob"]
    (told,) = shop.told
    assert told.startswith(
        "bob, to `/reviewbot waive max-diff-lines a generated file`:\n\n**Waived**: `max-diff-lines`"
    )


def test_the_author_and_an_outsider_are_refused(shop):
    shop.says("alice", WAIVE)
    shop.says("dave", WAIVE)
    shop.says("carol", WAIVE)
    assert shop.look() == []
    assert [told.partition("**Not waived**: ")[2][:20] for told in shop.told] == [
        "whoever made some of",
        "max-diff-lines may b",
        "max-diff-lines may b",
    ]


def test_the_right_team_may(shop):
    shop.says("bob", "/reviewbot waive forbidden-path x")
    shop.says("carol", "/reviewbot waive forbidden-path agreed")
    assert shop.look() == ["carol"]


def test_a_comment_that_is_edited_or_deleted_ends_it(shop):
    first = shop.says("bob", WAIVE)
    assert shop.look() == ["bob"]
    time.sleep(1.1)  # GitHub's times are whole seconds
    shop.peer.as_person(BOB, "PATCH", f"/repos/{REPOSITORY}/issues/comments/{first}", body=f"{WAIVE}, in a hurry")
    assert shop.look() == []
    assert "was edited" in shop.told[-1]
    second = shop.says("bob", WAIVE)
    assert shop.look() == ["bob"]
    shop.peer.as_person(BOB, "DELETE", f"/repos/{REPOSITORY}/issues/comments/{second}")
    assert shop.look() == []


def test_a_push_ends_it(shop):
    shop.says("bob", WAIVE)
    assert shop.look() == ["bob"]
    shop.push()
    assert shop.look() == []
    shop.says("bob", WAIVE)
    assert shop.look() == ["bob"]


def test_what_was_written_before_the_head_was_seen_does_not_count(shop):
    shop.says("bob", WAIVE)
    assert shop.look(seen_at=TO_COME) == []
    assert "say it again" in shop.told[0]


def test_whoever_moved_the_branch_may_not_waive(shop):
    shop.push("bob")
    shop.says("bob", WAIVE)
    assert shop.look() == []
    assert "made some of the change" in shop.told[0]


def test_questions_are_answered_once(shop):
    shop.says("dave", "/reviewbot help\r\n/reviewbot explain deploy/schema.sql")
    shop.says("dave", "/reviewbot wave max-files x")
    shop.look()
    shop.look()
    first, second = shop.told
    assert "`/reviewbot unwaive RULE`" in first
    assert "deploy/schema.sql\n" in first
    assert "did you mean `waive`?" in second


def verdict(shop):
    change = a_change(a_file("deploy/schema.sql"), head=shop.pull.head_sha)
    return evaluate(change, POLICY, Facts(author="alice", approvals=shop.approvals)).verdict


def test_a_protected_path_and_its_reviewers(shop):
    assert verdict(shop) is Verdict.REVIEW
    shop.reviews("bob")
    assert verdict(shop) is Verdict.REVIEW
    shop.reviews("carol")
    assert verdict(shop) is Verdict.PASS
    shop.reviews("carol", "COMMENT")
    assert verdict(shop) is Verdict.PASS
    shop.push()
    assert verdict(shop) is Verdict.REVIEW


def test_an_approval_that_is_dismissed(shop):
    review = shop.reviews("carol")
    target = f"/repos/{REPOSITORY}/pulls/{shop.number}/reviews/{review}/dismissals"
    shop.peer.as_alice("PUT", target, message="not so fast")
    assert verdict(shop) is Verdict.REVIEW
