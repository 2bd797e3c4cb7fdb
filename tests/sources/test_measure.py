"""What is read beyond the change itself, and only where it is asked for."""

from __future__ import annotations

import pytest

from reviewbot.model.change import Needs, PathScope
from reviewbot.sources import measure
from reviewbot.sources.diff_tree import start_measuring
from reviewbot.sources.sandbox import open_sandbox
from tests.repositories import Repository, lines


@pytest.fixture
def moved(tmp_path):
    """A repository in which `a/one` became `b/one` and `c/two` became `c/three`, one line different each."""
    repository = Repository(tmp_path)
    old = repository.commit({"a/one": lines(20, "one"), "c/two": lines(20, "two")})
    renamed = {"a/one": None, "b/one": lines(21, "one"), "c/two": None, "c/three": lines(21, "two")}
    return repository, old, repository.commit(renamed, old)


def unpaired(moved, needs):
    repository, old, new = moved
    with open_sandbox() as sandbox:
        sandbox.use_objects((str(repository.git_dir / "objects"),), sha256=False)
        with start_measuring(sandbox, old, new) as measured:
            files = measure.read_files(sandbox, measured, old, new, needs)
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


@pytest.mark.parametrize("most_names", [0, 100])
def test_every_rename_is_taken_apart_in_one_way_or_the_other(moved, monkeypatch, most_names):
    monkeypatch.setattr(measure, "_MAX_NAMES", most_names)
    assert unpaired(moved, Needs(unpaired_renames=True)) == {b"b/one": 41, b"c/three": 41}
