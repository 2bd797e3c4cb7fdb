from __future__ import annotations

import pytest

from tests.repositories import SUBMODULE, Entry, Repository, executable, lines, link, submodule

EVERYTHING = {
    "a": "1\n",
    "a.b": "2\n",
    "a-/b": "3\n",
    "a0": b"\xff\0",
    "folder/deep/er/file": lines(3),
    "link": link("folder"),
    "run": executable("#!/bin/sh\n"),
    b"\xff name": "odd\n",
}


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("bare", [True, False], ids=["bare", "with a working tree"])
def test_git_finds_no_fault(tmp_path, bare, object_format):
    repository = Repository(tmp_path / "it", bare=bare, object_format=object_format)
    first = repository.commit(EVERYTHING, branch="main")
    second = repository.commit({"a": None, "new": "x\n"}, first, branch="topic")
    merge = repository.commit({}, second, first, branch="merged")
    repository.tag("v1", merge)
    assert repository.git("fsck", "--strict", "--no-dangling") == b""
    assert repository.git("rev-list", "--parents", "-1", "merged").decode().split() == [merge, second, first]
    assert repository.git("rev-parse", "v1^{commit}").decode().strip() == merge


def test_a_commit_changes_the_files_of_its_first_parent(repository):
    first = repository.commit(EVERYTHING)
    second = repository.commit({"a": None, "folder/deep/er/file": "x\n", "z": submodule()}, first)
    listing = repository.git("diff-tree", "-r", "--name-status", "--no-renames", first, second)
    assert listing == b"D\ta\nM\tfolder/deep/er/file\nA\tz\n"


def test_the_same_files_give_git_s_own_tree(repository):
    repository.commit(EVERYTHING, branch="main")
    repository.check_out()
    assert repository.git("status", "--porcelain") == b""
    assert repository.git("write-tree") == repository.git("rev-parse", "HEAD^{tree}")


def test_trees_may_hold_what_no_command_would_make(repository):
    blob = repository.blob("x\n")
    tree = repository.raw_tree([(0o100644, b"..", blob), (0o100644, b"..", blob)])
    assert repository.git("ls-tree", tree).decode().split() == ["100644", "blob", blob, ".."] * 2


def test_files_can_be_written_over_whatever_lies_there(repository):
    repository.commit({"a": "1\n", "b": link("a")}, branch="main")
    repository.check_out()
    repository.write("b", "no link\n")
    repository.write("a", executable("1\n"))
    assert repository.git("status", "--porcelain") == b" M a\n T b\n"


def test_a_submodule_needs_no_commit():
    assert submodule("a") == Entry(SUBMODULE, id="a" * 40)
