"""A tree with some paths replaced, against the tree that the same files make by themselves."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from reviewbot.sources.tree_edit import TreeEntry, tree_with
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
    entries = {path: None for path in before if path not in after}
    entries |= {path: entry_of(repository, entry) for path, entry in after.items() if before.get(path) != entry}
    new, wrong = written(repository, repository.tree(before), entries)
    assert new == repository.tree(after)
    assert wrong == b""
