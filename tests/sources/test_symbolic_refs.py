"""Which ref git writes when it is told a name."""

from __future__ import annotations

import pytest

from reviewbot.errors import SourceError
from reviewbot.sources.repository import repository_at
from tests.repositories import Repository

MAIN, ALIAS = "refs/heads/main", "refs/heads/alias"


@pytest.fixture
def refs(tmp_path):
    made = Repository(tmp_path / "server.git", bare=True)
    made.commit({"a": "1\n"}, branch="main")
    return made.git_dir


def target(refs, name=ALIAS):
    return repository_at(str(refs)).target(name)


@pytest.mark.parametrize("name", [MAIN, "refs/heads/new", "refs/heads", f"{MAIN}/below"])
def test_most_refs_are_written_themselves(refs, name):
    assert target(refs, name) == name


@pytest.mark.parametrize("content", ["ref: refs/heads/main\n", "ref:refs/heads/main", "ref: \trefs/heads/main \n"])
def test_a_symbolic_ref_is_another_name(refs, content):
    (refs / ALIAS).write_text(content)
    assert target(refs) == MAIN


def test_a_symbolic_link_is_a_symbolic_ref_of_old(refs):
    (refs / ALIAS).symlink_to(MAIN)
    assert target(refs) == MAIN


def test_a_link_to_a_file_is_none(refs):
    (refs / ALIAS).symlink_to("main")
    assert target(refs) == ALIAS


def test_git_follows_names_of_names(refs):
    names = [f"{ALIAS}{number}" for number in range(5)]
    for name, following in zip(names, [*names[1:], MAIN], strict=True):
        (refs / name).write_text(f"ref: {following}\n")
    assert target(refs, names[0]) == MAIN


def test_in_circles_nothing_is_decided(refs):
    (refs / ALIAS).write_text(f"ref: {ALIAS}\n")
    with pytest.raises(SourceError, match="symbolic ref"):
        target(refs)


def test_the_default_branch_is_what_head_names_in_the_end(refs):
    (refs / ALIAS).write_text(f"ref: {MAIN}\n")
    (refs / "HEAD").write_text(f"ref: {ALIAS}\n")
    assert repository_at(str(refs)).default_branch() == MAIN
