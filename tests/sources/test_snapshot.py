"""The trees of the index and of the working tree against git's own, after any steps; and nothing is touched."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.errors import SourceError
from reviewbot.sources.git import Git
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from reviewbot.sources.snapshot import Written, tree_of_index, tree_of_working_tree
from reviewbot.sources.working import open_working
from tests.repositories import Entry, Repository, executable, link

HEAD = {"a": "1\n", "b/c": "2\n", "b/d": "3\n", b"\xff": "4\n", "x.o": "5\n", "run": executable("6\n"), "to": link("a")}
NAMES = st.sampled_from([b"a", b"b", b"b/c", b"b/d/e", b"\xff", b"x.o", b"run", b"to", b"n\nl", b"-x", b":(top)"])
CONTENTS = st.sampled_from(["", "1\n", "9\n", "a\r\n", "\0", link("b"), link("/nowhere"), executable("x\n")])


def taken(repository, write, *arguments):
    with open_sandbox() as sandbox:
        found = find_repository(str(repository.path))
        sandbox.use_objects((found.objects,), sha256=repository.object_format == "sha256")
        return write(found, sandbox, *arguments)


def state_of(folder):
    """Every file and folder with its content and times."""
    found = {}
    for where, folders, files in os.walk(os.fsencode(folder)):
        for path in (os.path.join(where, name) for name in [*folders, *files]):
            stat = os.lstat(path)
            is_file = os.path.isfile(path) and not os.path.islink(path)
            content = Path(os.fsdecode(path)).read_bytes() if is_file else b""
            found[path] = (stat.st_mode, stat.st_mtime_ns, stat.st_ino, content)
    return found


def copy_of(repository, folder):
    shutil.copytree(repository.path, folder, symlinks=True)
    copied = object.__new__(Repository)
    copied.__dict__ |= repository.__dict__ | {"path": folder, "git_dir": folder / ".git"}
    return copied


def show_hidden(repository):
    """Let git look at what it was told to look away from, where that is there."""
    for entry in repository.git("ls-files", "-v", "-z").split(b"\0")[:-1]:
        tag, path = entry[:1], os.fsdecode(entry[2:])
        if tag.islower():
            repository.git("update-index", "--no-assume-unchanged", "--", path)
        if tag in b"Ss" and os.path.lexists(repository.path / path):
            repository.git("update-index", "--no-skip-worktree", "--", path)


# Steps: each takes a repository, a name, a content and does something that a person could have done.


def full_path(repository, name):
    return os.path.join(os.fsencode(repository.path), name)


def write(repository, name, content):
    for end in [index for index, byte in enumerate(name) if byte == ord("/")]:
        clear_file(full_path(repository, name[:end]))
    clear(repository, name)
    repository.write(name, content)


def clear(repository, name, _content=""):
    full = full_path(repository, name)
    if os.path.isdir(full) and not os.path.islink(full):
        shutil.rmtree(full)
    clear_file(full)


def clear_file(full):
    if os.path.islink(full) or os.path.isfile(full):
        os.unlink(full)


def indexed(repository, name):
    return name in repository.git("ls-files", "-z").split(b"\0")


def add(repository, name, _content):
    repository.git("--literal-pathspecs", "add", "-A", "-f", "--ignore-errors", "--", ".")


def intend(repository, name, content):
    if not indexed(repository, name):
        write(repository, name, content)
        repository.git("--literal-pathspecs", "add", "-N", "-f", "--", os.fsdecode(name))


def forget(repository, name, _content):
    repository.git("--literal-pathspecs", "rm", "-q", "-r", "--cached", "--ignore-unmatch", "--", os.fsdecode(name))


def hide(option):
    def step(repository, name, _content):
        if indexed(repository, name):
            repository.git("update-index", option, "--", os.fsdecode(name))

    return step


def split(repository, _name, _content):
    repository.git("update-index", "--split-index")


def ignore(repository, _name, _content):
    repository.write(".git/info/exclude", "*.o\n")


def convert(repository, _name, _content):
    repository.write(".gitattributes", "* text=auto\n*.o -text\n")


def edit_unseen(repository, name, _content):
    """Another content of the same size, at the same time."""
    full = full_path(repository, name)
    if os.path.isfile(full) and not os.path.islink(full):
        before = os.stat(full)
        with open(full, "r+b") as file:
            file.write(b"7"[: before.st_size])
        os.utime(full, ns=(before.st_atime_ns, before.st_mtime_ns))


STEPS = st.sampled_from([
    write, write, clear, add, intend, forget, hide("--assume-unchanged"), hide("--skip-worktree"), split, ignore,
    convert, edit_unseen,
])  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(STEPS, NAMES, CONTENTS), max_size=5))
def test_the_trees_are_those_that_git_would_commit(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("snapshot")
    repository = Repository(folder / "repository")
    repository.commit(HEAD, branch="main")
    repository.check_out()
    for step, name, content in steps:
        step(repository, name, content)
    before = state_of(folder)
    index, working_tree = (taken(repository, each) for each in (tree_of_index, tree_of_working_tree))
    scanned = taken(repository, tree_of_working_tree, repository.id("refs/heads/main"))
    assert state_of(folder) == before
    copy = copy_of(repository, folder / "copy")
    assert index == copy.git("write-tree").decode().strip()
    show_hidden(copy)
    copy.git("add", "--all")
    assert working_tree == scanned == copy.git("write-tree").decode().strip()


@pytest.mark.parametrize("write_tree", [tree_of_index, tree_of_working_tree])
def test_a_repository_without_an_index_is_empty_or_new(tmp_path, write_tree):
    repository = Repository(tmp_path / "repository")
    repository.commit({"a": "1\n"}, branch="main")
    empty = taken(repository, write_tree)
    repository.write("b", "2\n")
    assert (taken(repository, write_tree) == empty) is (write_tree is tree_of_index)


def test_unmerged_paths_are_an_error_in_the_index_and_a_file_in_the_working_tree(tmp_path):
    repository = Repository(tmp_path / "repository")
    repository.commit({"a": "1\n"}, branch="main")
    repository.check_out()
    blob = repository.blob("2\n")
    stages = "".join(f"100644 {blob} {stage}\ta\n" for stage in (1, 2, 3))
    repository.git("update-index", "--index-info", stdin=f"0 {'0' * 40}\ta\n{stages}".encode())
    with pytest.raises(SourceError, match="the index holds unmerged paths"):
        taken(repository, tree_of_index)
    assert taken(repository, tree_of_working_tree) == repository.git("rev-parse", "main^{tree}").decode().strip()


@pytest.mark.parametrize("write_tree", [tree_of_index, tree_of_working_tree])
def test_an_index_that_is_none_is_an_error(tmp_path, write_tree):
    repository = Repository(tmp_path / "repository")
    repository.commit({"a": "1\n"}, branch="main")
    (repository.git_dir / "index").write_bytes(b"garbage" * 9)
    with pytest.raises(SourceError):
        taken(repository, write_tree)


def test_a_bare_repository_has_no_working_tree(tmp_path):
    with pytest.raises(SourceError, match="a bare repository has no working tree"):
        taken(Repository(tmp_path / "bare", bare=True), tree_of_working_tree)


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_writes_stand_in_the_working_tree_as_they_are_given(tmp_path, object_format):
    repository = Repository(tmp_path / "repository", object_format=object_format)
    repository.commit({".gitattributes": "* text eol=crlf\n", "gone": "1\n", "b/c": "2\n"}, branch="main")
    repository.head("refs/heads/main")
    repository.check_out()
    repository.write("new", "3\n")
    (repository.path / "b/c").unlink()
    writes = {b"b/c/d": Written(b"a\r\n", 0o100755), b"gone": None}
    with open_working(find_repository(str(repository.path))) as working, working.with_writes(writes) as change:
        tree = change.ends.new
    after = {b".gitattributes": "* text eol=crlf\n", b"new": "3\n", b"b/c/d": executable("a\r\n")}
    expected = {path: each if isinstance(each, Entry) else Entry(content=each.encode()) for path, each in after.items()}
    assert tree == repository.tree(expected)


def test_writes_need_no_git_of_their_own(tmp_path, monkeypatch):
    repository = Repository(tmp_path / "repository")
    repository.commit({"a": "1\n", "b/c": "2\n"}, branch="main")
    repository.check_out()
    commands: list[str] = []
    start = Git.start

    def noting(self, *arguments, **others):
        commands.append(arguments[0])
        return start(self, *arguments, **others)

    monkeypatch.setattr(Git, "start", noting)
    writes = {name: Written(name, 0o100644) for name in (b"a", b"b/d", b"e")}
    with open_working(find_repository(str(repository.path))) as working:
        commands.clear()
        with working.with_writes(writes):
            assert commands == ["ls-files", "diff-files", "ls-files", "diff-index", "cat-file", "diff-tree"]
