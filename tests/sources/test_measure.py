"""What is read beyond the change itself, and only where it is asked for."""

from __future__ import annotations

import pytest

from reviewbot.errors import SourceError
from reviewbot.model.change import Needs, PathScope
from reviewbot.sources.git import Answer, Git
from tests.diff.ranges import read_range
from tests.repositories import FILE, Repository, executable, lines, link, submodule


@pytest.fixture
def moved(tmp_path):
    """A repository in which `a/one` became `b/one` and `c/two` became `c/three`, one line different each."""
    repository = Repository(tmp_path)
    old = repository.commit({"a/one": lines(20, "one"), "c/two": lines(20, "two")})
    renamed = {"a/one": None, "b/one": lines(21, "one"), "c/two": None, "c/three": lines(21, "two")}
    return repository, old, repository.commit(renamed, old)


def unpaired(moved, needs):
    repository, old, new = moved
    files = read_range(repository, old, new, needs)
    return {file.path: file.unpaired.counts.changed_lines for file in files if file.unpaired}


@pytest.mark.parametrize(
    "scopes",
    [
        pytest.param((), id="nobody asks"),
        pytest.param((PathScope(match=("a", "b", "c")),), id="all within"),
        pytest.param((PathScope(ignore=("one", "c/")),), id="all without"),
    ],
)
def test_a_rename_is_not_taken_apart(moved, scopes):
    assert unpaired(moved, Needs(unpaired_across=scopes)) == {}


def test_a_rename_across_a_scope_is_taken_apart(moved):
    assert unpaired(moved, Needs(unpaired_across=(PathScope(ignore=("a/",)),))) == {b"b/one": 41}
    assert unpaired(moved, Needs(unpaired_across=(PathScope(match=("three",)),))) == {b"c/three": 41}


def test_every_rename_is_taken_apart(moved):
    assert unpaired(moved, Needs(unpaired_renames=True)) == {b"b/one": 41, b"c/three": 41}


SOMETHING = {"modified": "1\n2\n", "kind": "file\n", "moved/one": lines(20), "sub": submodule("1")}
LOOKING = Needs(patterns=("needle",), byte_counts=True)


def printed_and_whole(repository, old, new, monkeypatch):
    """The files of a change as they are read when git printed it at once, and the programs run when it did not."""
    with monkeypatch.context() as patched:
        patched.setattr(Answer, "is_printed", lambda _: True)
        printed = read_range(repository, old, new, LOOKING)
    commands: list[str] = []
    start = Git.start

    def noting(self, *arguments, **others):
        commands.append(arguments[0])
        return start(self, *arguments, **others)

    with monkeypatch.context() as patched:
        patched.setattr(Answer, "is_printed", lambda _: False)
        patched.setattr(Git, "start", noting)
        assert read_range(repository, old, new, LOOKING) == printed
    return printed, commands


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"modified": "1\nneedle\n"}, id="nothing on one side"),
        pytest.param({"modified": None, "new": "needle\n"}, id="added and deleted"),
        pytest.param({"moved/one": None, "moved/two": lines(21)}, id="a rename"),
        pytest.param({"modified": "x", "kind": link("needle"), "sub": submodule("2"), "new": "x"}, id="little added"),
    ],
)
def test_git_prints_what_is_not_all_added_or_all_deleted(tmp_path, monkeypatch, changes):
    repository = Repository(tmp_path)
    old = repository.commit(SOMETHING)
    _, commands = printed_and_whole(repository, old, repository.commit(changes, old), monkeypatch)
    assert "cat-file" not in commands


ADDED = {
    "text": "one\na needle\r\nthree\n",
    "no line end": "needle",
    "empty": "",
    "long lines": "x" * 2000 + "\n" + "y\rz\x0c" * 9,
    "binary": b"\0needle\xff\n",
    "link": link("needle/target"),
    "run": executable("#!/bin/sh\n"),
    "submodule": submodule("3"),
    "large": lines(60_000, "needle"),
}


@pytest.mark.parametrize("besides", [{}, {"modified": "1\nneedle\n", "kind": link("needle")}])
def test_what_is_added_is_the_same_printed_or_read_whole(tmp_path, monkeypatch, besides):
    repository = Repository(tmp_path)
    old = repository.commit(SOMETHING)
    new = repository.commit({**ADDED, **besides, "ends as a status does A": ""}, old)
    printed, commands = printed_and_whole(repository, old, new, monkeypatch)
    assert commands[-1] == "cat-file"
    assert sum(len(file.added) for file in printed) >= 60_004
    assert [file.path for file in printed if file.binary] == [b"binary"]


def test_what_is_deleted_is_the_same_printed_or_read_whole(tmp_path, monkeypatch):
    repository = Repository(tmp_path)
    old, new = repository.commit({**SOMETHING, **ADDED}), repository.commit(SOMETHING)
    printed, commands = printed_and_whole(repository, old, new, monkeypatch)
    assert commands[-1] == "cat-file"
    assert sum(file.counts.removed_lines for file in printed) == 60_010
    assert not any(file.added or file.binary for file in printed)


def test_a_blob_that_is_not_there_is_an_error(tmp_path, monkeypatch):
    repository = Repository(tmp_path)
    old = repository.commit({})
    new = repository.commit({"a": "there", "b": "gone"}, old)
    repository.object_file(repository.blob("gone")).unlink()
    monkeypatch.setattr(Answer, "is_printed", lambda _: False)
    with pytest.raises(SourceError, match="the repository lacks objects of this change"):
        read_range(repository, old, new, LOOKING)


def test_a_tree_that_holds_a_name_twice_is_an_error(tmp_path, monkeypatch):
    repository = Repository(tmp_path)
    old = repository.commit({})
    blobs = [(FILE, b"a", repository.blob(text)) for text in ("1\n", "2\n")]
    new = repository.commit({}, old, tree=repository.raw_tree(blobs))
    monkeypatch.setattr(Answer, "is_printed", lambda _: False)
    with pytest.raises(SourceError, match="more than once"):
        read_range(repository, old, new, LOOKING)
