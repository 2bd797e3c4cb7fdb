"""Who made a change and what it says it is about, as every surface takes it into account."""

from __future__ import annotations

import pytest

from reviewbot.judgement import AUTHOR_VARIABLE, judge_local, judge_patch, judge_pushed
from reviewbot.model.facts import Facts
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import LocalChange, open_change
from tests.repositories import Repository

AGENTS = '[rules.max-files]\nlimit = 0\nauthors = ["agent:*"]\n'
CLAUDE = '[rules.max-files]\nlimit = 0\nauthors = ["agent:claude"]\n'
SCOPED = "[rules.declared-scope]\n"
TRAILER = "x\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"
RANGE = Selection(base="main", head="topic")


@pytest.fixture(autouse=True)
def nobody_said(monkeypatch):
    monkeypatch.delenv(AUTHOR_VARIABLE, raising=False)


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def a_branch(repository, policy, *messages, **others):
    """topic, with a commit for each message from main, whose policy this is; each touches src/a."""
    head = repository.commit({".reviewbot.toml": "version = 1\n" + policy, "src/a": "0\n"}, branch="main")
    for number, message in enumerate(messages, 1):
        head = repository.commit({"src/a": f"{number}\n"}, head, branch="topic", message=message, **others)
    return head


def found(repository, *, author=None, selection=RANGE):
    with open_change(str(repository.path), selection) as change:
        report = judge_local(change, floor=None, author=author)
    return [(finding.rule, finding.message) for finding in report.findings]


# Authors


@pytest.mark.parametrize("author", ["ann", "dependabot[bot]"])
def test_an_instance_for_agents_leaves_others_alone(repository, author):
    a_branch(repository, AGENTS, "x\n", "Co-authored-by: Bob <bob@example.com>\n")
    assert found(repository, author=author) == []


def test_an_author_that_nobody_knows_is_held_to_everything(repository):
    a_branch(repository, AGENTS, "x\n")
    assert len(found(repository)) == 1


@pytest.mark.parametrize(
    "messages", [(TRAILER,), ("x\n", TRAILER, "y\n"), ("y\n\nCo-authored-by: Bob <b@x>\n\n* " + TRAILER,)]
)
def test_one_commit_of_an_agent_makes_it_an_agents_change(repository, messages):
    a_branch(repository, AGENTS, *messages)
    assert len(found(repository, author="ann")) == 1


def test_what_was_merged_before_counts_no_more(repository):
    old = a_branch(repository, AGENTS, TRAILER)
    repository.ref("refs/heads/main", old)
    repository.commit({"src/a": "x\n"}, old, branch="topic")
    assert found(repository, author="ann") == []


@pytest.mark.parametrize("who", ["author", "committer"])
def test_who_commits_counts_too(repository, who):
    a_branch(repository, AGENTS, "x\n", **{who: "Ann (aider) <ann@example.com>"})
    assert len(found(repository, author="ann")) == 1


def test_the_kind_of_agent_matters_where_the_policy_names_one(repository):
    a_branch(repository, CLAUDE, "Co-authored-by: Cursor <cursoragent@cursor.com>\n")
    assert found(repository, author="ann") == []
    assert len(found(repository, author="agent:claude")) == 1


def test_an_override_adds_an_agent_and_hides_none(repository, monkeypatch):
    a_branch(repository, CLAUDE, TRAILER)
    monkeypatch.setenv(AUTHOR_VARIABLE, "agent:codex")
    assert len(found(repository)) == len(found(repository, author="ann")) == 1


def test_the_environment_says_who_it_is_where_no_option_does(repository, monkeypatch):
    a_branch(repository, AGENTS, "x\n")
    monkeypatch.setenv(AUTHOR_VARIABLE, "ann")
    assert found(repository) == []
    monkeypatch.setenv(AUTHOR_VARIABLE, "")
    assert len(found(repository)) == 1


def test_the_environment_adds_to_the_option(repository, monkeypatch):
    a_branch(repository, AGENTS, "x\n")
    monkeypatch.setenv(AUTHOR_VARIABLE, "agent:mine")
    assert len(found(repository, author="ann")) == 1


def test_on_a_server_the_environment_says_nothing(repository, monkeypatch):
    a_branch(repository, AGENTS, "x\n")
    monkeypatch.setenv(AUTHOR_VARIABLE, "agent:mine")
    with open_change(str(repository.path), RANGE) as change:
        assert judge_pushed(change, floor=None, facts=Facts(author="ann")).findings == ()
    monkeypatch.setenv(AUTHOR_VARIABLE, "ann")
    with open_change(str(repository.path), RANGE) as change:
        assert len(judge_pushed(change, floor=None, facts=Facts()).findings) == 1


@pytest.mark.parametrize("login", ["Copilot", "google-labs-jules[bot]"])
def test_the_login_of_an_agent_is_one(repository, login):
    a_branch(repository, AGENTS, "x\n")
    with open_change(str(repository.path), RANGE) as change:
        assert len(judge_pushed(change, floor=None, facts=Facts(author=login)).findings) == 1


def test_a_patch_is_by_whoever_is_said(repository, tmp_path, monkeypatch):
    repository.write(".reviewbot.toml", "version = 1\n" + AGENTS)
    patch = tmp_path / "patch"
    patch.write_bytes(b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-1\n+2\n")

    def findings(author):
        return judge_patch(str(patch), str(repository.path), floor=None, author=author).findings

    assert (len(findings("ann")), len(findings("claude[bot]")), len(findings(None))) == (0, 1, 1)
    monkeypatch.setenv(AUTHOR_VARIABLE, "agent:codex")
    assert len(findings("ann")) == 1


def test_commits_are_read_only_where_the_policy_asks(repository, monkeypatch):
    monkeypatch.setattr(LocalChange, "commit_texts", lambda _: pytest.fail("nobody asked"))
    a_branch(repository, "[rules.max-files]\nlimit = 0\n", TRAILER)
    assert len(found(repository, author="ann")) == 1


# Declared scope


def test_what_commits_declare_is_the_scope(repository):
    a_branch(repository, SCOPED, "x\n\nScope: docs/\n", "y\n")
    assert found(repository) == [("declared-scope", "is outside of the declared scope")]
    repository.commit({"src/a": "x\n"}, repository.id("refs/heads/topic"), branch="topic", message="Scope: src/\n")
    assert found(repository) == []


def test_nothing_declared_is_found_only_where_it_is_required(repository):
    a_branch(repository, SCOPED, "x\n")
    assert found(repository) == []
    a_branch(repository, SCOPED + "required = true\n", "x\n")
    assert found(repository) == [("declared-scope", "declares no scope")]


@pytest.mark.parametrize("snapshot", ["staged", "worktree", "merge"])
def test_the_file_in_the_working_tree_is_the_scope_there(repository, snapshot):
    a_branch(repository, SCOPED)
    repository.check_out()
    repository.write("src/a", "1\n")
    repository.git("add", "src/a")
    repository.write(".reviewbot-scope", "# the task\n/docs/\n")
    selection = Selection(snapshot=snapshot)
    assert found(repository, selection=selection) == [("declared-scope", "is outside of the declared scope")]
    repository.write(".reviewbot-scope", "/docs/\n/src/\n")
    assert found(repository, selection=selection) == []


@pytest.mark.parametrize("snapshot", ["staged", "worktree"])
def test_without_that_file_nobody_knows_what_a_commit_will_declare(repository, snapshot):
    a_branch(repository, SCOPED + "required = true\n")
    repository.check_out()
    repository.write("src/a", "1\n")
    repository.git("add", "src/a")
    with open_change(str(repository.path), Selection(snapshot=snapshot)) as change:
        report = judge_local(change, floor=None, author=None)
    assert (report.findings, report.notes) == (
        (),
        ("not judged: declared-scope (what the change declares is not known)",),
    )


@pytest.mark.parametrize("snapshot", ["staged", "worktree"])
def test_that_file_is_found_once_git_would_commit_it(repository, snapshot):
    a_branch(repository, SCOPED)
    repository.check_out()
    repository.write(".reviewbot-scope", "src/\n")
    repository.git("add", ".reviewbot-scope")
    (first, *_) = found(repository, selection=Selection(snapshot=snapshot))
    assert first == ("declared-scope", "is for the working tree only and must not be committed")


def test_a_patch_does_not_tell_its_scope(repository, tmp_path):
    repository.write(".reviewbot.toml", "version = 1\n" + SCOPED)
    patch = tmp_path / "patch"
    patch.write_bytes(b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-1\n+2\n")
    report = judge_patch(str(patch), str(repository.path), floor=None, author=None)
    assert "not judged: declared-scope (what the change declares is not known)" in report.notes
