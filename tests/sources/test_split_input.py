"""What a split plan needs of a repository: contents, hunks, folders, history; and how git is asked for it."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from reviewbot.errors import SourceError
from reviewbot.model.change import Needs
from reviewbot.model.split_plan import Hunk
from reviewbot.sources import split_input
from reviewbot.sources.diff_tree import start_measuring
from reviewbot.sources.git import Git
from reviewbot.sources.measure import read_files
from reviewbot.sources.repository import find_repository
from reviewbot.sources.sandbox import open_sandbox
from reviewbot.sources.split_input import SplitInput
from tests.repositories import Repository, lines, link, submodule


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "repository")


@contextmanager
def asked(repository, old, new, *, lose=None):
    """The input of a plan of the change between two commits. lose: a blob that goes once the change was read."""
    with open_sandbox() as sandbox:
        sandbox.use_objects((find_repository(str(repository.path)).objects,), sha256=len(old) == 64)
        with start_measuring(sandbox, old, new) as measured:
            files = read_files(sandbox, measured, old, new, Needs())
        if lose is not None:
            repository.object_file(lose).unlink()
        found = SplitInput(sandbox, old, new, files, old)
        try:
            yield found
        finally:
            found.close()


def texts_of(repository, old, new):
    with asked(repository, old, new) as found:
        return {each.file.path: each for each in found.texts(lambda _: True)}


def history_of(repository, old, changes):
    with asked(repository, old, repository.commit(changes, old)) as found:
        return found.history()


def test_an_edit_has_both_sides_and_its_hunks(repository):
    old = repository.commit({"a": "1\n2\n3\n"})
    found = texts_of(repository, old, repository.commit({"a": "1\n3\n4\n"}, old))[b"a"]
    assert (found.old, found.new) == (b"1\n2\n3\n", b"1\n3\n4\n")
    assert found.hunks == (Hunk(2, 1, 1, 0), Hunk(3, 0, 3, 1))


def test_what_is_no_text_changes_as_one(repository):
    old = repository.commit({"a\nb/link": link("x"), "sub": submodule("1"), "binary": b"\0", "kind": "file\n"})
    changes = {"a\nb/link": link("y"), "sub": submodule("2"), "binary": b"\0\0", "kind": link("file")}
    found = texts_of(repository, old, repository.commit(changes, old))
    assert len(found) == len(changes)
    assert all((each.old, each.new, each.hunks) == (None, None, ()) for each in found.values())


def test_what_is_much_is_read_bit_by_bit_and_is_the_same(repository, monkeypatch):
    old = repository.commit({"a/b": lines(9), "c\nd/e": lines(9, "c"), "gone/f": "1\n", "place": "file\n"})
    changes = {"a/b": lines(8), "c\nd/e": lines(10, "c"), "gone/f": None, "place": None, "place/g": "new\n"}
    new = repository.commit(changes, old)
    with asked(repository, old, new) as found:
        at_once, (trees, head) = found.texts(lambda _: True), found.trees()
    monkeypatch.setattr(split_input, "AT_ONCE_BYTES", 9)
    with asked(repository, old, new) as found:
        assert (found.texts(lambda _: True), found.trees()[1]) == (at_once, head)
        assert found.trees()[0].top == trees.top == repository.git("rev-parse", f"{old}^{{tree}}").decode().strip()
    assert head == repository.git("rev-parse", f"{new}^{{tree}}").decode().strip()


def test_a_file_that_is_too_large_is_not_looked_into(repository, monkeypatch):
    monkeypatch.setattr(split_input, "MAX_TEXT_BYTES", 99)
    old = repository.commit({"large": "1\n" * 40, "small": "1\n"})
    found = texts_of(repository, old, repository.commit({"large": "1\n" * 50, "small": "2\n"}, old))
    assert (found[b"large"].hunks, found[b"large"].new) == ((), None)
    assert found[b"small"].hunks == (Hunk(1, 1, 1, 1),)


def test_what_the_repository_lacks_is_an_error(repository):
    old = repository.commit({"a": "1\n", "b": "1\n"})
    new = repository.commit({"a": "2\n"}, old)
    lost = repository.blob("2\n")
    with asked(repository, old, new, lose=lost) as found, pytest.raises(SourceError, match=f"lacks .*{lost}"):
        found.texts(lambda _: True)


BOTH = {"a": "changed\n", "b": "changed\n"}


def test_history_is_what_the_commits_before_did_to_these_files(repository):
    first = repository.commit({"a": "1\n", "b": "1\n", "c": "1\n"})
    second = repository.commit({"a": "2\n", "c": "2\n"}, first)
    third = repository.commit({"c": "3\n"}, second)
    assert history_of(repository, third, BOTH) == ((b"a",), (b"a", b"b"))


def test_one_file_has_no_history_with_another(repository):
    assert history_of(repository, repository.commit({"a": "1\n"}), {"a": "2\n"}) == ()


def test_a_long_history_is_not_walked_to_its_end(repository, monkeypatch):
    monkeypatch.setattr(split_input, "WALK_COMMITS", 3)
    tip = repository.commit({"a": "0\n", "b": "0\n"})
    seen = []
    for number in range(1, 6):
        tip = repository.commit({"a": f"{number}\n"}, tip)
        seen.append(len(history_of(repository, tip, BOTH)))
    assert seen == [2, 3, 3, 3, 3]  # three first parents at most


def test_git_is_asked_three_times_and_all_at_once(repository, monkeypatch):
    old = repository.commit({f"{name}/a": "1\n" for name in "abc"})
    new = repository.commit({f"{name}/a": "2\n" for name in "abc"}, old)
    commands: list[str] = []
    start = Git.start

    def noting(self, *arguments, **others):
        commands.append(arguments[0])
        return start(self, *arguments, **others)

    monkeypatch.setattr(Git, "start", noting)
    with asked(repository, old, new) as found:
        assert commands[-3:] == ["cat-file", "diff-tree", "log"]
        commands.clear()
        found.texts(lambda _: True), found.history(), found.trees()
        assert commands == []
