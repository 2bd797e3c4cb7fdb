"""Finding a repository, and what its names stand for."""

from __future__ import annotations

import os

import pytest

from reviewbot.errors import SourceError, UsageError
from reviewbot.sources.repository import Names, find_repository
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


@pytest.fixture
def names(repository):
    with open_sandbox() as sandbox:
        yield Names(find_repository(str(repository.path)), sandbox)


# Where it is


@pytest.mark.parametrize("folder", [".", "a", "a/deep/er", "./a/../a"])
def test_is_found_from_every_folder_in_it(repository, folder):
    repository.write("a/deep/er/file", "")
    found = find_repository(f"{repository.path}/{folder}")
    assert found[:3] == (str(repository.git_dir), str(repository.git_dir), str(repository.path))


def test_is_found_through_a_link_to_a_folder_in_it(repository, tmp_path):
    repository.write("a/file", "")
    (tmp_path / "link").symlink_to(repository.path / "a")
    assert find_repository(str(tmp_path / "link")).work_tree == str(repository.path)


def test_is_found_from_the_folder_where_one_is(repository, monkeypatch):
    monkeypatch.chdir(repository.path)
    assert find_repository(".").work_tree == str(repository.path)


def test_a_bare_repository_is_one(tmp_path):
    bare = Repository(tmp_path / "it.git", bare=True)
    assert find_repository(str(bare.path / "refs"))[:3] == (str(bare.path), str(bare.path), None)


def test_the_innermost_repository_is_found(repository):
    inner = Repository(repository.path / "vendor" / "inner")
    assert find_repository(str(inner.path)).work_tree == str(inner.path)


def test_a_linked_working_tree_shares_what_is_common(repository, tmp_path):
    repository.commit({"a": "1\n"}, branch="main")
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"), "main")
    found = find_repository(str(tmp_path / "linked"))
    assert found.git_dir == f"{repository.git_dir}/worktrees/linked"
    assert (found.common_dir, found.objects) == (str(repository.git_dir), f"{repository.git_dir}/objects")
    assert found.work_tree == str(tmp_path / "linked")


@pytest.mark.parametrize("gitdir", ["../.git/modules/sub", "{git_dir}/modules/sub", "../.git/modules/sub\r"])
def test_a_submodule_has_its_git_directory_elsewhere(repository, tmp_path, gitdir):
    module = Repository(repository.git_dir / "modules" / "sub", bare=True)
    repository.write("sub/.git", f"gitdir: {gitdir.format(git_dir=repository.git_dir)}\n")
    (tmp_path / "link").symlink_to(repository.path / "sub")
    for start in (repository.path / "sub", tmp_path / "link"):
        found = find_repository(str(start))
        assert (found.git_dir, found.work_tree) == (str(module.path), str(repository.path / "sub"))


@pytest.mark.parametrize("content", ["", "garbage", "gitdir: ../nowhere\n", "gitdir: \n", "gitdir: a\0b", "\0"])
def test_a_git_file_that_leads_nowhere_is_an_error(repository, content):
    repository.write("sub/.git", content)
    with pytest.raises(SourceError, match=r"the file .git names no git directory"):
        find_repository(str(repository.path / "sub"))


@pytest.mark.parametrize("made", ["", "HEAD", "objects", ".git/HEAD", ".git/objects"])
def test_half_a_repository_is_none(tmp_path, made):
    (tmp_path / made).mkdir(parents=True, exist_ok=True)
    with pytest.raises(SourceError, match="not a git repository"):
        find_repository(str(tmp_path))


def test_a_folder_that_is_not_there_is_an_error(tmp_path, monkeypatch):
    with pytest.raises(SourceError, match="there is no such folder"):
        find_repository(str(tmp_path / "\x1b[31m"))
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(SourceError, match="this folder cannot be read"):
        find_repository(".")


def test_the_configuration_has_no_say_in_where_it_is(repository, tmp_path):
    repository.configure(f"[core]\n\tworktree = {tmp_path}/elsewhere\n\tbare = true\n")
    assert find_repository(str(repository.path)).work_tree == str(repository.path)


def test_a_whole_clone_is_cut_nowhere(repository):
    found = find_repository(str(repository.path))
    assert found.shallow() == b""
    (repository.git_dir / "shallow").write_text("1" * 40 + "\n")
    assert found.shallow() == b"1" * 40 + b"\n"


# What its names stand for


def test_a_revision_names_a_commit_however_it_is_written(repository, names):
    first = repository.commit({"a": "1\n"}, branch="main")
    second = repository.commit({"a": "2\n"}, first, branch="to/pic")
    repository.tag("v1", second)
    repository.tag("of-a-tag", repository.tag("inner", second), kind="tag")
    repository.ref("refs/heads/--output=pwned", second)
    repository.ref("refs/heads/b\udcff", second)
    repository.head("refs/heads/to/pic")
    for revision in ("to/pic", "v1", "of-a-tag", "refs/tags/v1", second, second[:9], "--output=pwned", "b\udcff", "@"):
        assert names.commits(revision) == (second,)
    assert names.commits("main", "to/pic~1", "v1^{commit}", "HEAD^") == (first, first, second, first)


@pytest.mark.parametrize(
    "revision",
    ["", "nowhere", "-", "--all", "a b", "a\rb", "^main", "main..main", "main^{tree}", ":/a", "0" * 40, "\x1b", "v:x"],
)
def test_a_revision_that_names_no_commit_is_an_error(repository, names, revision):
    repository.tag("v", repository.tree({}), kind="tree")
    repository.commit({"a": "1\n"}, branch="main")
    with pytest.raises(UsageError, match="unknown revision") as caught:
        names.commits("main", revision)
    assert caught.value.what.isprintable()


@pytest.mark.parametrize("revision", ["main\n", "main\nHEAD", "main\0"])
def test_a_revision_of_two_lines_is_an_error(repository, names, revision):
    repository.commit({"a": "1\n"}, branch="main")
    with pytest.raises(UsageError, match="cannot hold a line end"):
        names.commits(revision)


def test_a_short_id_of_two_commits_is_an_error(repository, names):
    seen = set()
    for number in range(2000):
        commit = repository.commit({"a": str(number)})
        if commit[:4] in seen:
            break
        seen.add(commit[:4])
    with pytest.raises(UsageError, match="unknown revision"):
        names.commits(commit[:4])


def test_head_is_none_before_the_first_commit(repository, names):
    assert names.head() is None
    first = repository.commit({}, branch="main")
    assert names.head() == first


@pytest.mark.parametrize(
    ("revision", "branch"),
    [
        ("main", "main"), ("HEAD", "main"), ("to/pic", "to/pic"), ("origin/main", "main"), ("origin/HEAD", "main"),
        ("refs/remotes/origin/to/pic", "to/pic"), ("v1", None), ("HEAD~1", None), ("nowhere", None), ("--all", None),
    ],
)  # fmt: skip
def test_the_branch_that_a_revision_names(repository, names, revision, branch):
    second = repository.commit({"a": "2\n"}, repository.commit({}), branch="main")
    for ref in ("refs/heads/to/pic", "refs/remotes/origin/main", "refs/remotes/origin/to/pic", "refs/tags/v1"):
        repository.ref(ref, second)
    (repository.git_dir / "refs/remotes/origin/HEAD").write_text("ref: refs/remotes/origin/main\n")
    assert names.branch_named(revision) == branch


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_the_kind_of_ids(tmp_path, object_format):
    repository = Repository(tmp_path, object_format=object_format)
    with open_sandbox() as sandbox:
        names = Names(find_repository(str(tmp_path)), sandbox)
        assert names.object_format(None) == object_format
        commit = repository.commit({}, branch="main")
        assert names.commits("main") == (commit,)
        assert names.object_format(commit) == object_format


FOLLOWS_FORK = '[branch "topic"]\n\tremote = fork\n\tmerge = refs/heads/topic\n'
FOLLOWS_LOCAL = '[branch "topic"]\n\tremote = .\n\tmerge = refs/heads/main\n'
EVERY_REF = (
    "refs/remotes/fork/HEAD", "refs/remotes/fork/main", "refs/remotes/fork/master", "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master",
)  # fmt: skip


@pytest.mark.parametrize(
    ("config", "missing", "base"),
    [
        (FOLLOWS_FORK, 0, "fork/develop"),
        (FOLLOWS_FORK, 1, "fork/main"),
        (FOLLOWS_FORK, 2, "fork/master"),
        (FOLLOWS_FORK, 3, "origin/develop"),
        (FOLLOWS_LOCAL, 0, "origin/develop"),
        ("", 0, "origin/develop"),
        ("", 4, "origin/main"),
        ("", 5, "origin/master"),
        ("", 6, "main"),
        (FOLLOWS_FORK, 6, "main"),
        ("", 7, "master"),
    ],
)
def test_the_base_that_a_push_would_be_meant_for(repository, names, config, missing, base):
    """missing: how many of `EVERY_REF`, from the first, are not there."""
    commit = repository.commit({}, branch="topic")
    repository.head("refs/heads/topic")
    repository.configure(config)
    for ref in EVERY_REF[missing:]:
        repository.ref(ref, commit)
        if ref.endswith("/HEAD"):
            (repository.git_dir / ref).write_text(f"ref: {ref.removesuffix('HEAD')}develop\n")
            repository.ref(ref.replace("HEAD", "develop"), commit)
    assert names.default_base() == (commit, base)


def test_a_tag_of_the_same_name_does_not_hide_what_a_branch_follows(repository, names):
    commit = repository.commit({}, branch="topic")
    repository.head("refs/heads/topic")
    repository.tag("topic", commit)
    repository.configure(FOLLOWS_FORK)
    for ref in ("refs/remotes/fork/main", "refs/remotes/origin/main"):
        repository.ref(ref, commit)
    assert names.default_base() == (commit, "fork/main")


def test_a_detached_head_is_compared_with_origin(repository, names):
    commit = repository.commit({})
    repository.head(commit)
    repository.ref("refs/remotes/origin/main", commit)
    assert names.default_base() == (commit, "origin/main")


def test_without_a_branch_to_compare_with_somebody_must_say_one(repository, names):
    repository.commit({}, branch="topic")
    repository.head("refs/heads/topic")
    with pytest.raises(UsageError, match="there is no branch to compare with") as caught:
        names.default_base()
    assert "BASE..HEAD" in caught.value.help


def test_nothing_of_the_caller_s_environment_leads_elsewhere(repository, names, tmp_path, monkeypatch):
    commit = repository.commit({}, branch="main")
    other = Repository(tmp_path / "other")
    for name in ("GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_NAMESPACE"):
        monkeypatch.setitem(os.environ, name, str(other.git_dir))
    assert find_repository(str(repository.path)).git_dir == str(repository.git_dir)
    assert names.commits("main") == (commit,)
