"""From where to where a change is measured."""

from __future__ import annotations

import pytest

from reviewbot.errors import SourceError, UsageError
from reviewbot.model.change import Needs
from reviewbot.sources.ends import Selection, find_ends, working_change
from reviewbot.sources.local import open_change
from reviewbot.sources.repository import EMPTY_TREE, find_repository
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def ends(repository, base=None, head=None, snapshot=None):
    with open_sandbox() as sandbox:
        return find_ends(find_repository(str(repository.path)), sandbox, Selection(base, head, snapshot))


def criss_cross(repository, mine, theirs):
    """main and topic have merged each other's first commit; then each has one more, with these files."""
    root = repository.commit({"a": "1\n", "b": "1\n"})
    left, right = repository.commit({"a": "2\n"}, root), repository.commit({"b": "2\n"}, root)
    both = {"a": "2\n", "b": "2\n"}
    main = repository.commit(theirs, repository.commit(both, left, right), branch="main")
    topic = repository.commit(mine, repository.commit(both, right, left), branch="topic")
    return main, topic


def test_from_the_merge_base_to_head(repository):
    root = repository.commit({"a": "1\n"})
    main = repository.commit({"b": "1\n"}, root, branch="main")
    topic = repository.commit({"a": "2\n"}, root, branch="topic")
    found = ends(repository, "main", "topic")
    assert (found.old, found.new) == (root, topic)
    assert (found.base, found.merge_base, found.head) == (main, root, topic)
    assert (found.base_name, found.notes) == ("main", ())


def test_head_is_the_head_that_nobody_names(repository):
    topic = repository.commit({}, repository.commit({}, branch="main"), branch="topic")
    repository.head("refs/heads/topic")
    assert ends(repository, "main").head == topic


def test_the_base_that_nobody_names_is_said(repository):
    main = repository.commit({}, branch="main")
    found = ends(repository)
    assert (found.base, found.base_name, found.notes) == (main, "main", ("compared with main",))


def test_a_change_that_is_merged_already_is_empty(repository):
    root = repository.commit({"a": "1\n"}, branch="topic")
    repository.commit({"a": "2\n"}, root, branch="main")
    found = ends(repository, "main", "topic")
    assert found.old == found.new == root


def test_with_several_merge_bases_a_trial_merge_is_measured(repository):
    main, topic = criss_cross(repository, {"c": "1\n"}, {"d": "1\n"})
    with open_change(str(repository.path), Selection("main", "topic")) as found:
        assert (found.ends.old, found.ends.merge_base, found.ends.head) == (main, main, topic)
        change = found.read(Needs())
    assert [file.path for file in change.files] == [b"c"]
    assert change.notes == ("base and head have 2 merge-bases: judged is what merging head into base would change",)


def test_with_several_merge_bases_and_a_conflict_nothing_is_decided(repository):
    criss_cross(repository, {"c": "1\n"}, {"c": "2\n"})
    with pytest.raises(SourceError, match="2 merge-bases, and a trial merge of head into base fails") as caught:
        ends(repository, "main", "topic")
    assert "resolve the conflicts" in caught.value.help


def test_without_a_common_ancestor_nothing_is_decided(repository):
    repository.commit({"a": "1\n"}, branch="main")
    repository.commit({"b": "1\n"}, branch="topic")
    with pytest.raises(SourceError, match="base and head have no common ancestor"):
        ends(repository, "main", "topic")


def test_a_shallow_clone_that_does_not_reach_back_says_how_to_fetch_more(repository):
    root = repository.commit({"a": "1\n"})
    main = repository.commit({"b": "1\n"}, root, branch="main")
    topic = repository.commit({"a": "2\n"}, root, branch="topic")
    repository.object_file(root).unlink()
    (repository.git_dir / "shallow").write_text(f"{main}\n{topic}\n")
    with pytest.raises(SourceError, match="this shallow clone does not reach back") as caught:
        ends(repository, "main", "topic")
    assert "fetch-depth: 0" in caught.value.help


def test_a_shallow_clone_that_reaches_back_is_enough(repository):
    root = repository.commit({"a": "1\n"}, branch="main")
    topic = repository.commit({"a": "2\n"}, root, branch="topic")
    (repository.git_dir / "shallow").write_text(f"{root}\n")
    assert ends(repository, "main", "topic").new == topic


@pytest.mark.parametrize("promised", [False, True])
def test_missing_objects_are_an_error_that_says_how_to_get_them(repository, promised):
    root = repository.commit({"a": "1\n"}, branch="main")
    repository.commit({"a": "2\n"}, root, branch="topic")
    repository.object_file(repository.blob("2\n")).unlink()
    if promised:
        repository.configure('[remote "origin"]\n\turl = https://nowhere.invalid/\n\tpromisor = true\n')
        repository.configure("[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n")
    with open_change(str(repository.path), Selection("main", "topic")) as found:
        with pytest.raises(SourceError, match="the repository lacks objects of this change") as caught:
            found.read(Needs())
        assert "fetch them" in caught.value.help


@pytest.mark.parametrize("snapshot", ["staged", "worktree"])
@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_before_the_first_commit_everything_is_new(tmp_path, object_format, snapshot):
    repository = Repository(tmp_path / "repository", object_format=object_format)
    repository.write("a", "1\n")
    repository.git("add", "a")
    found = ends(repository, snapshot=snapshot)
    assert found.old == EMPTY_TREE[len(found.new)]
    assert (found.base, found.merge_base, found.head) == (None, None, None)


@pytest.mark.parametrize("snapshot", ["staged", "worktree"])
def test_a_snapshot_is_measured_from_head_and_has_none(repository, snapshot):
    commit = repository.commit({"a": "1\n"}, branch="main")
    repository.check_out()
    found = ends(repository, snapshot=snapshot)
    assert (found.old, found.base, found.merge_base, found.head) == (commit, commit, commit, None)


@pytest.mark.parametrize(
    ("selection", "what"),
    [
        ({}, "a bare repository has no current branch"),
        ({"base": "main"}, "a bare repository has no current branch"),
        ({"snapshot": "staged"}, "--staged needs a working tree"),
        ({"snapshot": "worktree"}, "--worktree needs a working tree"),
    ],
)
def test_a_bare_repository_must_be_told_both_ends(tmp_path, selection, what):
    bare = Repository(tmp_path / "bare", bare=True)
    main = bare.commit({}, branch="main")
    with pytest.raises(UsageError, match=what):
        ends(bare, **selection)
    assert ends(bare, "main", "main").base == main


# The working change: all that the working tree holds beyond base, committed or not.


def working(repository, base=None):
    """(its ends, the paths that it changes, how many commits it has)."""
    with open_change(str(repository.path), working_change(base)) as found:
        change = found.read(Needs(commit_count=True))
        return found.ends, [file.path.decode() for file in change.files], change.commits


@pytest.fixture
def topic(repository):
    """A branch with a commit of its own, checked out, while main has moved on."""
    root = repository.commit({"a": "1\n", "b": "1\n"})
    repository.commit({"b": "2\n"}, root, branch="main")
    repository.commit({"a": "2\n"}, root, branch="topic")
    repository.head("refs/heads/topic")
    repository.check_out()
    return repository


def test_a_working_change_without_edits_is_what_the_commits_hold(topic):
    found, paths, commits = working(topic)
    assert (paths, commits) == (["a"], 1)
    assert (found.base, found.head, found.tip) == (topic.id("refs/heads/main"), None, topic.id("refs/heads/topic"))
    assert (found.base_name, found.notes) == ("main", ("compared with main",))
    assert working(topic, "main")[0].notes == ()


def test_committing_a_part_changes_nothing_but_the_number_of_commits(topic):
    topic.write("c", "1\n")
    topic.write("d", "1\n")
    before = working(topic)
    assert before[1:] == (["a", "c", "d"], 1)
    topic.git("add", "c")
    assert working(topic)[1] == before[1]
    topic.git("commit", "-q", "-m", "a part")
    after = working(topic)
    assert after[1:] == (["a", "c", "d"], 2)
    assert (after[0].old, after[0].new) == (before[0].old, before[0].new)


def test_what_a_commit_holds_and_the_working_tree_takes_back_is_no_change(topic):
    topic.write("a", "1\n")
    assert working(topic)[1] == []


def test_a_merge_of_base_costs_nothing_before_it_is_committed_and_after(topic):
    topic.git("merge", "-q", "--no-commit", "--no-ff", "main")
    assert working(topic)[1] == ["a"]
    topic.git("commit", "-q", "-m", "merged")
    assert working(topic)[1:] == (["a"], 2)


def test_a_working_change_with_several_merge_bases_is_measured_by_a_trial_merge(repository):
    main, _topic = criss_cross(repository, {"c": "1\n"}, {"d": "1\n"})
    repository.head("refs/heads/topic")
    repository.check_out()
    repository.write("e", "1\n")
    found, paths, _commits = working(repository)
    assert (found.old, paths) == (main, ["c", "e"])
    assert found.notes[1:] == ("base and head have 2 merge-bases: judged is what merging head into base would change",)


@pytest.mark.parametrize("base", [None, "main"])
def test_before_the_first_commit_of_a_branch_the_whole_working_tree_is_the_change(repository, base):
    if base:
        repository.commit({"a": "1\n"}, branch="main")
        repository.head("refs/heads/orphan")
    repository.write("a", "1\n")
    found, paths, commits = working(repository, base)
    assert (paths, commits, found.merge_base) == (["a"], None, None)
    assert (found.base is None) is (base is None)  # which is where the policy is read


def test_a_working_change_that_shares_no_commit_with_base_is_not_decided(repository):
    repository.commit({"a": "1\n"}, branch="main")
    repository.commit({"b": "1\n"}, branch="topic")
    repository.head("refs/heads/topic")
    repository.check_out()
    with pytest.raises(SourceError, match="base and HEAD have no common ancestor"):
        working(repository)


def test_a_working_change_needs_a_branch_to_compare_with_and_a_working_tree(repository, tmp_path):
    repository.commit({"a": "1\n"}, branch="trunk")
    repository.head("refs/heads/trunk")
    with pytest.raises(UsageError, match="there is no branch to compare with"):
        working(repository)
    with pytest.raises(UsageError, match="the working change needs a working tree"):
        working(Repository(tmp_path / "bare", bare=True))


def test_who_took_part_in_a_working_change_is_in_its_commits(topic):
    topic.git("commit", "-q", "--allow-empty", "-m", "x\n\nScope: src/")
    topic.write("c", "1\n")
    with open_change(str(topic.path), working_change()) as found:
        assert len(found.commit_texts()) == 2
    with open_change(str(topic.path), Selection(snapshot="worktree")) as found:
        assert found.commit_texts() is None
