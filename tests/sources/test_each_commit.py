"""What each commit does by itself, out of one answer of git."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbot.errors import LimitError, SourceError
from reviewbot.model.change import Needs
from reviewbot.sources.each_commit import EachCommit, Step, apart
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository, lines


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


def each_commit(repository, base, head, needs=Needs(), most=100):  # noqa: B008 - a frozen value
    """{commit: {path: (added, removed)}}, oldest first."""
    with open_sandbox() as sandbox:
        sandbox.use_objects((find_repository(str(repository.path)).objects,), sha256=len(head) == 64)
        changes = EachCommit(sandbox, base, head, most).read(needs)
        return {
            commit: {file.path: (file.counts.added_lines, file.counts.removed_lines) for file in change.files}
            for commit, change in changes
        }


def test_a_change_of_one_commit_is_that_commit(repository):
    base = repository.commit({"a": "1\n"})
    assert each_commit(repository, base, repository.commit({"a": "2\n"}, base)) == {}


def test_each_commit_is_measured_from_the_one_before(repository):
    base = repository.commit({"a": "1\n"})
    first = repository.commit({"a": "2\n", "b": lines(3)}, base)
    second = repository.commit({"a": "1\n"}, first)
    assert each_commit(repository, base, second) == {first: {b"a": (1, 1), b"b": (3, 0)}, second: {b"a": (1, 1)}}


def test_a_commit_that_changes_nothing_is_one_too(repository):
    base = repository.commit({"a": "1\n"})
    empty = repository.commit({}, base)
    last = repository.commit({"a": "2\n"}, empty)
    assert each_commit(repository, base, last) == {empty: {}, last: {b"a": (1, 1)}}
    more = repository.commit({}, last)
    assert list(each_commit(repository, base, more).values()) == [{}, {b"a": (1, 1)}, {}]


def test_a_first_commit_is_measured_from_nothing(repository):
    root = repository.commit({"a": "1\n"})
    head = repository.commit({"b": "1\n"}, root)
    assert each_commit(repository, None, head) == {root: {b"a": (1, 0)}, head: {b"b": (1, 0)}}


def test_of_a_merge_only_what_its_author_did_shows(repository):
    base = repository.commit({"a": "1\n", "b": "1\n"})
    theirs = repository.commit({"b": "2\n"}, base)
    mine = repository.commit({"a": "2\n"}, base)
    clean = repository.commit({"a": "2\n", "b": "2\n"}, mine, theirs)
    assert each_commit(repository, theirs, clean) == {mine: {b"a": (1, 1)}, clean: {}}
    evil = repository.commit({"a": "2\n", "b": "2\n", "evil": "1\n"}, mine, theirs)
    assert each_commit(repository, theirs, evil)[evil] == {b"evil": (1, 0)}


def test_resolving_a_conflict_is_measured_from_its_markers(repository):
    base = repository.commit({"a": "1\n"})
    theirs, mine = repository.commit({"a": "2\n"}, base), repository.commit({"a": "3\n"}, base)
    merge = repository.commit({"a": "3\n"}, mine, theirs)
    assert each_commit(repository, theirs, merge)[merge] == {b"a": (0, 4)}


def test_ids_of_sha256_work_too(tmp_path):
    repository = Repository(tmp_path / "long", object_format="sha256")
    base = repository.commit({"a": "1\n"})
    first = repository.commit({"a": "2\n"}, base)
    assert len(each_commit(repository, base, repository.commit({"a": "3\n"}, first))) == 2


def test_more_commits_than_wanted_are_an_error(repository):
    head = base = repository.commit({"a": "1\n"})
    for number in range(3):
        head = repository.commit({"a": f"{number}\n"}, head)
    with pytest.raises(LimitError, match="brings 3 commits, and each of at most 2 is judged"):
        each_commit(repository, base, head, most=2)


def test_a_name_cannot_pass_for_the_next_answer(repository):
    """Two branches that do not know each other, one with a name that holds the header of the other's answer."""
    base = repository.commit({"a": "1\n"})
    other = repository.commit({"b": "1\n"}, base)
    header = f"{_tree(repository, base)} {_tree(repository, other)}"
    hostile = repository.commit({f"x\n{header}\ny": "1\n"}, base)
    merge = repository.commit({f"x\n{header}\ny": "1\n", "b": "1\n"}, other, hostile)
    try:
        found = each_commit(repository, base, merge)
    except SourceError:
        return
    assert found[hostile] == {f"x\n{header}\ny".encode(): (1, 0)}
    assert found[other] == {b"b": (1, 0)}


def _tree(repository, commit):
    return repository.git("rev-parse", f"{commit}^{{tree}}").decode().strip()


# The cutting


STEPS = [Step("c", character * 40, character.upper() * 40) for character in "abc"]


@given(
    st.lists(st.sampled_from([b"", b":raw\0a\0\0diff --git a\n+1\n", b"diff\n"]), min_size=3, max_size=3),
    st.integers(1, 200),
)
def test_blocks_of_any_size_give_the_same_parts(parts, size):
    whole = b"".join(step.header + part for step, part in zip(STEPS, parts, strict=True))
    blocks = [whole[start : start + size] for start in range(0, len(whole), size)]
    assert [b"".join(part) for part in apart(blocks, STEPS)] == parts


@given(st.integers(0, 300))
def test_an_answer_that_breaks_off_is_an_error_or_shorter_in_its_last_part_only(length):
    parts = [b"diff\n+1\n", b"", b"diff\n+2\n"]
    whole = b"".join(step.header + part for step, part in zip(STEPS, parts, strict=True))
    try:
        found = [b"".join(part) for part in apart([whole[:length]], STEPS)]
    except SourceError:
        return
    assert found[:2] == parts[:2]
    assert parts[2].startswith(found[2])


@pytest.fixture
def git_of_238(tmp_path, monkeypatch):
    """A git that knows no `merge-tree --stdin`."""
    real = shutil.which("git")
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\ncase "$*" in *merge-tree*--stdin*) exit 129;; esac\nexec {real} "$@"\n')
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@pytest.fixture(params=["one process", "git 2.38"])
def any_git(request):
    if request.param == "git 2.38":
        request.getfixturevalue("git_of_238")


@pytest.mark.usefixtures("any_git")
def test_many_merges_with_and_without_conflicts(repository):
    """Each merge is measured from the one that git makes of its own parents, whatever the others hold."""
    main = repository.commit({"a": lines(5), "b": lines(5)})
    base, commits = main, {}
    for number in range(4):
        theirs = repository.commit({"b" if number % 2 else "a": lines(5, f"theirs {number}")}, base)
        mine = repository.commit({"a": lines(5, f"mine {number}")}, base)
        clean = {"b": lines(5, f"theirs {number}")} if number % 2 else {}
        base = repository.commit({**clean, "evil": f"{number}\n"}, mine, theirs)
        commits[base] = number % 2
    found = each_commit(repository, main, base)
    assert len(found) == 12
    for merge, without_conflict in commits.items():
        changed = found[merge]
        assert changed.pop(b"evil")[0] == 1
        assert changed == ({} if without_conflict else {b"a": (0, 8)})
