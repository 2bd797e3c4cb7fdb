"""A tree with some paths replaced, against the tree that the same files make by themselves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.sources.object_store import LooseObjects
from reviewbot.sources.objects import objects_in, start_reading_objects
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from reviewbot.sources.tree_edit import TreeEntry, Trees, folder_names, tree_with
from tests.repositories import Repository, executable, link, submodule

NAMES = st.sampled_from([b"a", b"a-", b"a.b", b"a0", b"b", b"\xff", b"n\nl", b"H: missing", b" ", b"40000 x"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(b"/".join)
CONTENTS = st.sampled_from([executable("1\n"), executable("2\n"), link("a"), submodule()])


def without_clashes(files):
    """A path cannot be a file and a folder at once: of two such the longer one stays."""
    return {path: files[path] for path in files if not any(other.startswith(path + b"/") for other in files)}


def written(repository, tree, entries):
    """(the new tree, what `git fsck` says of it)."""
    with open_sandbox() as sandbox:
        found = find_repository(str(repository.path))
        sandbox.use_objects((found.objects,), sha256=repository.object_format == "sha256")
        sandbox.writing_apart()
        new = tree_with(sandbox, tree, entries)
        assert (sandbox.git.run("cat-file", "-t", new), len(new)) == (b"tree\n", len(tree))
        checked = sandbox.git.run("fsck", "--no-dangling", "--connectivity-only", new, ok=range(256))
        return new, checked


def entries_between(repository, before, after):
    """What has to be put into a tree of the files before, to make it one of the files after."""
    entries = {path: None for path in before if path not in after}
    return entries | {path: entry_of(repository, entry) for path, entry in after.items() if before.get(path) != entry}


def entry_of(repository, entry):
    return TreeEntry(b"%o" % entry.mode, entry.id or repository.blob(entry.content))


@pytest.fixture(scope="module", params=["sha1", "sha256"])
def repository(request, tmp_path_factory):
    return Repository(tmp_path_factory.mktemp("trees") / "repository", object_format=request.param)


def test_nothing_replaced_is_the_same_tree(repository):
    tree = repository.commit({"a": "1\n", "b/c": "2\n"})
    assert written(repository, tree, {})[0] == repository.git("rev-parse", f"{tree}^{{tree}}").decode().strip()


def test_nothing_left_is_the_empty_tree(repository):
    tree = repository.commit({"a/b/c": "1\n"})
    assert written(repository, tree, {b"a/b/c": None, b"never/was": None})[0] == repository.tree({})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.dictionaries(PATHS, CONTENTS, max_size=6).map(without_clashes),
    after=st.dictionaries(PATHS, CONTENTS, max_size=6).map(without_clashes),
)
def test_any_files_become_any_others(repository, before, after):
    after = {path: entry for path, entry in after.items() if not entry.id or repository.object_format == "sha1"}
    before = {path: entry for path, entry in before.items() if not entry.id or repository.object_format == "sha1"}
    entries = entries_between(repository, before, after)
    new, wrong = written(repository, repository.tree(before), entries)
    assert new == repository.tree(after)
    assert wrong == b""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.dictionaries(PATHS, CONTENTS, max_size=5).map(without_clashes), min_size=2, max_size=4))
def test_what_was_edited_is_edited_again_without_git(repository, states):
    states = [
        {path: entry for path, entry in files.items() if not entry.id or repository.object_format == "sha1"}
        for files in states
    ]
    names = folder_names(repository.tree(states[0]), {path for files in states for path in files})
    with open_sandbox() as sandbox:
        found = find_repository(str(repository.path))
        sandbox.use_objects((found.objects,), sha256=repository.object_format == "sha256")
        sandbox.writing_apart()
        with start_reading_objects(sandbox, names) as answer:
            trees = Trees(LooseObjects(sandbox), objects_in(b"".join(answer), names))
        tree = trees.top
        for before, after in pairwise(states):
            entries = entries_between(repository, before, after)
            assert trees.edited(tree, entries, write=False) == repository.tree(after)
            tree = trees.edited(tree, entries)
            assert tree == repository.tree(after)


def test_a_tree_that_an_old_tool_wrote_keeps_what_is_in_its_folders(repository):
    below = repository.tree({b"kept": executable("1\n")})
    made = repository.object("tree", b"040000 folder\0" + bytes.fromhex(below))
    new, _ = written(repository, made, {b"folder/new": entry_of(repository, executable("2\n"))})
    assert new == repository.tree({b"folder/kept": executable("1\n"), b"folder/new": executable("2\n")})
