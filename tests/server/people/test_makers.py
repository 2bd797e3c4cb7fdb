from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reviewbot.github.errors import Refused
from reviewbot.github.values import Commit, Push
from reviewbot.server.people.makers import pushers_of, read_makers
from tests.server.people.conversation import BASE, HEAD, OLD, PULL, GitHub, a_push

ONE, TWO = "1" * 40, "2" * 40
NOTHING = "0" * 40


def makers(**github):
    return read_makers(GitHub(**github), PULL)


def test_the_author_of_the_pull_request_and_whom_its_commits_name():
    found = makers(commits=[Commit(OLD, "Bob", "web-flow"), Commit(HEAD, "carol", "dave")], pushes=[])
    assert found == ({"alice", "bob", "web-flow", "carol", "dave"}, "", "")


def test_the_case_of_a_login_does_not_count():
    assert makers(commits=[Commit(HEAD, "Bob", "bob")]).may_include("BOB")
    assert not makers().may_include("bob")


def test_and_who_pushed():
    found = makers(commits=[Commit(HEAD, None, None)], pushes=[a_push("Eve", at="2026-01-01T00:00:00Z")])
    assert found == ({"alice", "eve"}, "", "2026-01-01T00:00:00Z")


def test_pushes_of_a_branch_that_stands_elsewhere_by_now_say_nothing():
    found = makers(commits=[Commit(HEAD, "bob", None)], pushes=[a_push("eve", after=OLD)])
    assert (found.logins, found.pushed_at) == ({"alice", "bob"}, "")
    assert "`aaaaaaaaaaaa`" in found.unknown


def test_nobody_is_asked_about_a_fork_that_is_gone():
    github = GitHub()
    assert read_makers(github, PULL._replace(head_repository="")) == ({"alice"}, "", "")
    assert github.asked == ["commits"]


def test_where_not_all_commits_are_told_anybody_may_have_made_some():
    found = makers(commits=Refused("GitHub tells of 250 commits"))
    assert found.may_include("bob")
    assert found.may_include("")


def pushers(*pushes, commits=(ONE, TWO)):
    return pushers_of(pushes, commits)


def test_a_branch_that_one_person_made():
    assert pushers(a_push("alice", TWO, ONE, "push"), a_push("alice", ONE, NOTHING)) == {"alice"}


def test_what_the_base_has_too_is_nobodys():
    """The branch is long-lived; of what was pushed before the merge-base the change has nothing."""
    older = a_push("bob", BASE, OLD, "push"), a_push("carol", OLD, NOTHING)
    assert pushers(a_push("alice", TWO, BASE, "push"), *older) == {"alice"}


def test_of_what_was_rewritten_something_may_still_be_there():
    history = a_push("alice", TWO, OLD, "force_push"), a_push("bob", OLD, NOTHING)
    assert pushers(*history) == {"alice", "bob"}


def test_a_branch_that_was_deleted_and_made_anew():
    history = a_push("alice", TWO, NOTHING), a_push("bob", NOTHING, OLD, "branch_deletion"), a_push("bob", OLD, NOTHING)
    assert pushers(*history) == {"alice"}


def test_a_branch_that_was_deleted_and_put_back():
    history = (
        a_push("alice", TWO, NOTHING),
        a_push("carol", NOTHING, TWO, "branch_deletion"),
        a_push("bob", TWO, NOTHING),
    )
    assert pushers(*history) == {"alice", "bob"}


def test_who_merged_into_the_branch_counts():
    assert pushers(a_push("bob", TWO, ONE, "pr_merge"), a_push("alice", ONE, NOTHING)) == {"alice", "bob"}


def test_a_history_without_its_beginning_does_not_tell():
    assert pushers(a_push("alice", TWO, ONE, "push")) is None


def test_somebody_whom_github_does_not_name():
    assert pushers(a_push("alice", TWO, ONE, "push"), a_push(None, ONE, NOTHING)) is None


class Branch:
    """A branch as people move it. commits: each once, with who put it there first; below them is the base."""

    def __init__(self):
        self.base, self.commits, self.pushes, self.number = BASE, [], [], 0

    @property
    def tip(self):
        return self.commits[-1][0] if self.commits else self.base

    def move(self, actor, kind, keep, new):
        before = self.tip if self.pushes and self.pushes[0].kind != "branch_deletion" else NOTHING
        self.commits = self.commits[:keep]
        for _commit in range(new):
            self.number += 1
            self.commits.append((f"{self.number:040x}", actor))
        self.pushes.insert(0, Push(actor, before, self.tip, kind, ""))

    def delete(self, actor):
        self.pushes.insert(0, Push(actor, self.tip, NOTHING, "branch_deletion", ""))


steps = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from(["push", "push", "force", "merged", "again"]),
    st.integers(0, 3),
    st.integers(1, 2),
)


def played(history):
    branch = Branch()
    branch.move("a", "branch_creation", 0, 1)
    for actor, kind, keep, new in history:
        if kind == "merged":  # what it has is the base's from now on
            branch.base, branch.commits = branch.tip, []
        elif kind == "again":
            branch.delete(actor)
            branch.commits = [(sha, actor) for sha, _ in branch.commits] if keep else []
            branch.base = branch.base if keep else BASE
            branch.move(actor, "branch_creation", len(branch.commits), 0 if keep and branch.commits else new)
        else:
            kept = len(branch.commits) if kind == "push" else min(keep, len(branch.commits))
            branch.move(actor, "push" if kind == "push" else "force_push", kept, new)
    return branch


@given(st.lists(steps, max_size=8))
def test_whoever_put_a_commit_there_is_told(history):
    branch = played(history)
    if branch.commits:
        found = pushers_of(branch.pushes, {sha for sha, _ in branch.commits})
        assert found is not None
        assert found >= {actor for _, actor in branch.commits}


@given(st.lists(steps, max_size=8), st.integers(1, 5))
def test_of_a_history_that_is_cut_off_the_same_is_told_or_nothing(history, kept):
    """A branch that was made looks as if it had not been there before, though."""
    branch = played(history)
    shas, pushes = {sha for sha, _ in branch.commits}, branch.pushes[:kept]
    if branch.commits and pushes[-1].kind != "branch_creation":
        assert pushers_of(pushes, shas) in (None, pushers_of(branch.pushes, shas))
